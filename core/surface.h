// Surfaces of f and of its tilted averages over a chart, as grids for pictures.
#pragma once

#include "core/run.h"

namespace tiltscape {

/// Values at cell centres, row by row from the lowest second coordinate; NaN where there is no point.
struct Grid {
  int columns = 0, rows = 0;
  std::array<std::array<double, 2>, 2> bounds{};
  std::vector<float> values;
};

}  // namespace tiltscape
