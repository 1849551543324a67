// What a grid's cells reach.
#include "core/grid.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace tiltscape {
namespace {

constexpr float no_number = std::numeric_limits<float>::quiet_NaN(), endless = std::numeric_limits<float>::infinity();

/// Row r has 100 r, 100 r + 1 …
Grid numbered(int columns, int rows) {
  Grid grid{.columns = columns, .rows = rows, .bounds = {{{0, 1}, {0, 1}}}, .values = {}};
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c) grid.values.push_back(static_cast<float>(100 * r + c));
  return grid;
}

TEST(GridRange, IsOfTheCellsAskedFor) {
  const Grid grid = numbered(37, 5);
  EXPECT_EQ(finite_range(grid.values).low, 0.0F);
  EXPECT_EQ(finite_range(grid.values).high, 436.0F);
  EXPECT_EQ(grid.range({3, 20}, {1, 4}).low, 103.0F);
  EXPECT_EQ(grid.range({3, 20}, {1, 4}).high, 319.0F);
  EXPECT_GT(grid.range({3, 3}, {1, 4}).low, grid.range({3, 3}, {1, 4}).high) << "nothing";
  EXPECT_GT(finite_range({}).low, finite_range({}).high);
}

TEST(GridRange, LeavesOutWhatIsNotFiniteWhereverItLies) {
  for (int at = 0; at < 37; ++at)
    for (const float hole : {no_number, endless, -endless}) {
      Grid grid = numbered(37, 3);
      grid.values[grid.index(at, 0)] = grid.values[grid.index(at, 2)] = hole;
      EXPECT_EQ(finite_range(grid.values).low, at == 0 ? 1.0F : 0.0F) << at;
      EXPECT_EQ(finite_range(grid.values).high, at == 36 ? 235.0F : 236.0F) << at;
    }
  Grid none = numbered(3, 3);
  for (float& value : none.values) value = no_number;
  EXPECT_GT(finite_range(none.values).low, finite_range(none.values).high);
}

}  // namespace
}  // namespace tiltscape
