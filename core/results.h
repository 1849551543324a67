// What a run leaves in --out: records.csv, summary.json, scene.toml and, where it was kept, parameters.npy; each
// written whole or not at all.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/run.h"

namespace tiltscape {

/// One run as it ended.
struct RunResult {
  RunInfo info;
  std::vector<Change> changes;  ///< the scene's and those made live
  Status status = Status::done;
  std::string message;
  std::uint64_t step = 0;
  double seconds = 0.0;
  Records records;
  std::shared_ptr<const Vector> point{};  ///< x after the last step, where it was kept
};

/// Throws BadInput "DIR: cannot be written …; …" unless results can be written there, and where `scene.toml` there is
/// somebody's own. Leaves nothing behind.
void check_writable(const std::filesystem::path& dir);
/// Whether write_results would replace one of its files.
bool holds_result(const std::filesystem::path& dir);
/// `results` in the order of the scene's runs, then by seed. Makes the folder; replaces its own files and touches no
/// other. Throws BadInput when writing fails.
void write_results(const std::filesystem::path& dir, const Scene& scene, const std::vector<RunResult>& results);

/// The texts of two of them; tests and pipes take them directly.
std::string summary_json(const Scene& scene, const std::vector<RunResult>& results);
Scene scene_with_changes(const Scene& scene, const std::vector<RunResult>& results);

}  // namespace tiltscape
