// The subcommands, one file each. They return exit statuses and throw BadInput.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/bad_input.h"
#include "core/scene.h"

namespace tiltscape {

/// Options that name and alter a scene, shared by every command that takes one.
struct SceneOptions {
  std::string scene = "tilt-chooses-the-minimum";
  std::vector<std::string> set;  ///< PATH=VALUE
  std::optional<std::uint64_t> seed, seeds, steps, cost;
  std::string device;

  Scene load() const;
  /// What is wrong with its problem, found when that was made, with its place in the scene.
  BadInput placed(const BadInput& error) const;

 private:
  std::vector<Override> overrides() const;
};

struct RunOptions : SceneOptions {
  std::string out;
  unsigned jobs = 0;  ///< 0: a job a core
  bool json = false;
};
int run_command(const RunOptions& options);

struct RenderOptions : SceneOptions {
  std::string out;
  std::optional<std::uint64_t> at;
  std::string view = "window";
  std::string size = "1600x1000";
  double scale = 1.0;
  std::string theme;
};
int render_command(const RenderOptions& options);

struct ReproduceOptions {
  std::string name, out, data;
};
int reproduce_command(const ReproduceOptions& options);

int list_command(const std::string& what, bool json);

int doctor_command(bool frames);

int window_command(const SceneOptions& options);

}  // namespace tiltscape
