// A grid made fit for smooth interpolation: continued beyond its edges and into its gaps.
#pragma once

#include "core/surface.h"

namespace tiltscape {

struct FilledField {
  static constexpr int margin = 2;  ///< cells added on every side
  int columns = 0, rows = 0;        ///< with the margin
  std::vector<float> values;        ///< all finite
  /// 1 where the grid has a value (beyond its edges: where the nearest cell has one), else 0, or the cell's cover;
  /// smoothed over the neighbours, so that the line .5 is no staircase. Empty without gaps.
  std::vector<float> known;
  bool gaps = false;  ///< some cells of the grid have no value
};

FilledField filled_field(const Grid& grid);

}  // namespace tiltscape
