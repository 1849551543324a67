// Only cells that have a neighbour of the other kind are looked into.
#include "core/chart_cover.h"

#include <algorithm>

namespace tiltscape {
namespace {

bool is_absent(const Grid& grid, int column, int row) { return grid.hole(column, row) == Hole::absent; }

bool at_edge(const Grid& grid, int column, int row) {
  for (int r = std::max(0, row - 1); r <= std::min(grid.rows - 1, row + 1); ++r)
    for (int c = std::max(0, column - 1); c <= std::min(grid.columns - 1, column + 1); ++c)
      if (is_absent(grid, c, r) != is_absent(grid, column, row)) return true;
  return false;
}

float covered(const Chart& chart, const Eigen::Vector2d& centre, const Eigen::Vector2d& cell) {
  constexpr int side = 4;
  int found = 0;
  for (int j = 0; j < side; ++j)
    for (int i = 0; i < side; ++i) {
      const Eigen::Vector2d away((i + 0.5) / side - 0.5, (j + 0.5) / side - 0.5);
      found += chart.lift(centre + away.cwiseProduct(cell)) ? 1 : 0;
    }
  return static_cast<float>(found) / (side * side);
}

}  // namespace

std::vector<float> chart_cover(const Chart& chart, const Grid& grid) {
  std::vector<float> cover;
  if (!grid.has(Hole::absent)) return cover;
  const Eigen::Vector2d cell = grid.cell();
  cover.reserve(grid.holes.size());
  for (int row = 0; row < grid.rows; ++row)
    for (int column = 0; column < grid.columns; ++column)
      cover.push_back(at_edge(grid, column, row)     ? covered(chart, grid.centre(column, row), cell)
                      : is_absent(grid, column, row) ? 0.0F
                                                     : 1.0F);
  return cover;
}

}  // namespace tiltscape
