// A neighbourhood laid over the cells of a grid: how much of it lies in which cell, and where.
#pragma once

#include <vector>

#include "core/neighbourhood.h"

namespace tiltscape {

/// Offsets are in cells, from the cell whose average is wanted. Weights of `smooth` with `taps` sum to 1, and so do
/// those of `whole` with `patches`.
struct Footprint {
  /// Cells weighted by along[|dx|] and by their row, kept so that a sum over the neighbourhood takes few additions:
  /// sums over |dx| ≤ w grow by two cells from w to w + 1, and rows[w] are the rows that take that sum.
  struct Runs {
    struct Row {
      int row = 0;  ///< dy ≥ 0, for dy and −dy
      float weight = 0.0F;
    };
    std::vector<float> along;
    std::vector<std::vector<Row>> rows;
  };
  struct Tap {
    int column = 0, row = 0;
    float weight = 0.0F;
  };
  /// A small part of the neighbourhood, nearest to the cell (column, row): its centroid (x, y) from that cell's centre,
  /// half of its second moments about that centre (xx, twice xy, yy), and the half-length of the segment that stands
  /// for its extent.
  struct Patch {
    int column = 0, row = 0;
    float weight = 0.0F, x = 0.0F, y = 0.0F, xx = 0.0F, xy = 0.0F, yy = 0.0F, along_x = 0.0F, along_y = 0.0F;
  };

  /// For a function that changes little from cell to cell: the integral of its cubic interpolation (Keys 1981).
  Runs smooth;
  std::vector<Tap> taps;
  /// For any function, taken as quadratic within a cell: whole cells, and the patches left at the boundary.
  Runs whole;
  std::vector<Patch> patches;
  int reach_x = 0, reach_y = 0;  ///< no cell farther away counts
};

/// `radius_x`, `radius_y`: the neighbourhood's radius in cells along either axis, in the plane; the Gaussian's is where
/// it is cut, at three standard deviations.
Footprint footprint_of(Neighbourhood neighbourhood, double radius_x, double radius_y);

}  // namespace tiltscape
