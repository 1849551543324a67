// Where a chart ends: how much of each cell has points, so that its edge is drawn where it is and not along the cells.
#pragma once

#include "core/grid.h"
#include "core/problem.h"

namespace tiltscape {

/// A share from 0 to 1 for each of the grid's cells, by 4 × 4 points in those at an edge; empty where no cell is
/// absent. The other cells are as their centres are.
std::vector<float> chart_cover(const Chart& chart, const Grid& grid);

}  // namespace tiltscape
