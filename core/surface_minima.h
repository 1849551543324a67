// The local minima of a surface.
#pragma once

#include "core/grid.h"

namespace tiltscape {

struct SurfaceMinimum {
  Eigen::Vector2d at;
  double value = 0.0;
};

/// Local minima inside the grid, the deepest first and at most `most`, refined by the parabola through their
/// neighbours. Cells where `allowed` (empty: all) is 0, and holes, end the grid: what is lowest beside them is no
/// minimum. One counts whose basin is deeper than what a valley narrower than a few cells feigns, and than rounding; of
/// two closer than three cells only the deeper.
std::vector<SurfaceMinimum> minima_of(const Grid& grid, const std::vector<char>& allowed = {}, std::size_t most = 8);

}  // namespace tiltscape
