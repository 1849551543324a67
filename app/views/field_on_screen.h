// A grid as it lies on the screen: values and slopes by screen points.
#pragma once

#include <imgui.h>

#include "core/surface.h"

namespace tiltscape {

class FieldOnScreen {
 public:
  /// `shown` fills the rectangle from `low` to `high`, whose y grows downwards. The grid must outlive this.
  FieldOnScreen(const Grid& grid, const Bounds& shown, ImVec2 low, ImVec2 high);

  /// NaN outside the grid and beside its gaps.
  double value(ImVec2 at) const;
  /// ∇ by screen points, y downwards: central differences over a cell. NaN like value().
  Eigen::Vector2d slope(ImVec2 at) const;
  /// ∇ by the data's coordinates.
  Eigen::Vector2d gradient(ImVec2 at) const { return slope(at).cwiseQuotient(unit_); }

 private:
  const Grid& grid_;
  Eigen::Vector2d origin_;  ///< data coordinates of the rectangle's upper left corner
  ImVec2 low_;
  Eigen::Vector2d unit_;  ///< data coordinates in a screen point; negative along y
  float reach_;           ///< half of a cell, at least half a point
};

}  // namespace tiltscape
