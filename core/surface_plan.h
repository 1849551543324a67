// Which grids a surface takes, how fine, and what is to be said of it.
#pragma once

#include "core/surface.h"

namespace tiltscape {

struct SurfacePlan {
  enum class Way {
    loss,      ///< f alone
    in_plane,  ///< averages of one evaluated grid with a margin
    in_space,  ///< averages over nodes around every cell
    none       ///< not to be had: `reason`
  };
  Way way = Way::loss;
  std::array<int, 2> cells{};  ///< a side; coarse, fine
  /// Lengths of the chart's coordinates, so that a radius in the chart is the radius divided by these.
  Eigen::Vector2d lengths = Eigen::Vector2d::Ones();
  std::string reason{};
};

SurfacePlan plan_of(const SurfaceRequest& request);

/// What the picture should say: that it is estimated, in the plane alone, cut, or infinite if it were not.
std::string note_of(const SurfaceRequest& request);

}  // namespace tiltscape
