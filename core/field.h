// f on the cells of a picture and of a margin around it, with its derivatives: what averages are made of.
#pragma once

#include <cstdint>
#include <vector>

#include "core/grid.h"

namespace tiltscape {

/// Row by row; derivatives are per cell (central differences), 0 beside a hole. Holes have some finite value.
struct Field {
  int columns = 0, rows = 0;       ///< of the picture
  int margin_x = 0, margin_y = 0;  ///< cells on every side
  std::size_t stride = 0;          ///< from row to row; rows are padded so that eight values can be read anywhere
  double base = 0.0;               ///< least value of f: what is kept is above it
  float range = 0.0F;              ///< largest value
  std::vector<float> f, fx, fy, fxx, fxy, fyy;
  std::vector<Hole> holes;  ///< empty where there are none

  /// Extremes of square blocks of cells, from the margin's corner.
  static constexpr int block = 16;
  struct Extremes {
    float low = 0.0F, high = 0.0F;  ///< of f
    float step = 0.0F;              ///< largest |∂f| per cell
  };
  int blocks_x = 0;
  std::vector<Extremes> blocks;

  /// column from −margin_x, row from −margin_y.
  std::size_t index(int column, int row) const {
    return static_cast<std::size_t>(row + margin_y) * stride + static_cast<std::size_t>(column + margin_x);
  }
  /// Over at least the cells from `column`, `row` on, as many as said; all within the margin.
  Extremes extremes(int column, int row, int width, int height) const;
};

/// Of f at (columns + 2 margin_x) × (rows + 2 margin_y) cells, row by row; NaN is Hole::undefined, or absent where
/// `absent` (as `values`, or empty) is set. `derivatives`: not needed where f alone is shown.
Field make_field(int columns, int rows, int margin_x, int margin_y, const std::vector<double>& values,
                 const std::vector<char>& absent, bool derivatives);

}  // namespace tiltscape
