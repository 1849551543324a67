// Where cells lie, and what is between their centres.
#include "core/grid.h"

#include <algorithm>
#include <limits>

namespace tiltscape {

std::string_view hole_name(Hole hole) {
  constexpr std::array<std::string_view, 4> names = {"", "f is infinite here", "f is NaN here", "no point here"};
  return names[static_cast<std::size_t>(hole)];
}

Eigen::Vector2d Grid::cell() const {
  return {(bounds[0][1] - bounds[0][0]) / columns, (bounds[1][1] - bounds[1][0]) / rows};
}

Eigen::Vector2d Grid::centre(int column, int row) const {
  const auto along = [](const std::array<double, 2>& b, int i, int n) { return b[0] + (b[1] - b[0]) * (i + 0.5) / n; };
  return {along(bounds[0], column, columns), along(bounds[1], row, rows)};
}

double Grid::interpolate(const Eigen::Vector2d& at) const {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (empty()) return nan;
  std::array<int, 2> low{};
  std::array<double, 2> part{};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const auto& b = bounds[axis];
    const double coordinate = at[static_cast<Eigen::Index>(axis)];
    const int n = axis == 0 ? columns : rows;
    if (!(coordinate >= b[0] && coordinate <= b[1])) return nan;
    const double cell = std::clamp((coordinate - b[0]) / (b[1] - b[0]) * n - 0.5, 0.0, n - 1.0);
    low[axis] = std::min(static_cast<int>(cell), std::max(n - 2, 0));
    part[axis] = cell - low[axis];
  }
  const int right = std::min(low[0] + 1, columns - 1);
  const int up = std::min(low[1] + 1, rows - 1);
  const auto value = [&](int i, int j) { return static_cast<double>(this->at(i, j)); };
  const auto row = [&](int j) { return (1.0 - part[0]) * value(low[0], j) + part[0] * value(right, j); };
  return (1.0 - part[1]) * row(low[1]) + part[1] * row(up);
}

}  // namespace tiltscape
