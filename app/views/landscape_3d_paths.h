// Runs on a surface in three dimensions: trajectories as tubes, points as balls.
#pragma once

#include <optional>
#include <vector>

#include "app/views/landscape_3d_capsules.h"
#include "app/views/landscape_3d_field.h"
#include "app/views/landscape_view.h"

namespace tiltscape {

class PathTubes {
 public:
  /// Trajectories, starts, current points, perturbations and the domain's edge of the input, on the surface; what
  /// leaves it is cut off.
  const std::vector<Capsule>& build(const LandscapeInput& input, const ReliefField& field, const ReliefBox& box);

 private:
  struct Stripes {
    std::optional<Capsule> dash{}, gap{};
  };
  void add_path(const LandscapePath& path, std::size_t index);
  void add_domain(const Bounds& domain);
  /// Ends on the unit square.
  void add_stroke(Eigen::Vector2d from, Eigen::Vector2d to, const Stripes& look, DashWalk& dash);
  void add_ball(const Eigen::Vector2d& at, const Capsule& look);

  const ReliefField* field_ = nullptr;
  const ReliefBox* box_ = nullptr;
  PathThinner thinner_;
  std::vector<ImVec2> points_;
  std::vector<Capsule> capsules_;
};

}  // namespace tiltscape
