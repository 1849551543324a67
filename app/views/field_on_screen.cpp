// From screen points to the grid's coordinates and back.
#include "app/views/field_on_screen.h"

#include <algorithm>

namespace tiltscape {

FieldOnScreen::FieldOnScreen(const Grid& grid, const Bounds& shown, ImVec2 low, ImVec2 high)
    : grid_(grid),
      origin_(shown[0][0], shown[1][1]),
      low_(low),
      unit_((shown[0][1] - shown[0][0]) / static_cast<double>(high.x - low.x),
            -(shown[1][1] - shown[1][0]) / static_cast<double>(high.y - low.y)) {
  const double cell = (grid.bounds[0][1] - grid.bounds[0][0]) / std::max(1, grid.columns) / unit_[0];
  reach_ = std::max(0.5F, 0.5F * static_cast<float>(cell));
}

double FieldOnScreen::value(ImVec2 at) const {
  const Eigen::Vector2d away(static_cast<double>(at.x - low_.x), static_cast<double>(at.y - low_.y));
  return grid_.interpolate(origin_ + away.cwiseProduct(unit_));
}

Eigen::Vector2d FieldOnScreen::slope(ImVec2 at) const {
  const double across = 2.0 * static_cast<double>(reach_);
  return {(value({at.x + reach_, at.y}) - value({at.x - reach_, at.y})) / across,
          (value({at.x, at.y + reach_}) - value({at.x, at.y - reach_})) / across};
}

}  // namespace tiltscape
