// Local minima of grids: found, refined, and not feigned.
#include "core/surface_minima.h"

#include <gtest/gtest.h>

#include <cmath>

#include "surface_testing.h"

namespace tiltscape {
namespace {

template <class Function>
Grid grid_of(int cells, const Bounds& bounds, Function f) {
  Grid grid{cells, cells, bounds, {}, {}};
  for (int r = 0; r < cells; ++r)
    for (int c = 0; c < cells; ++c)
      grid.values.push_back(static_cast<float>(f(grid.centre(c, r)[0], grid.centre(c, r)[1])));
  return grid;
}

TEST(SurfaceMinima, AreRefinedAndKeepToTheInterior) {
  for (const int cells : {20, 512}) {
    const auto bowl = [&](double a, double b) {
      return grid_of(cells, {{{0.0, 2.0}, {0.0, 2.0}}}, [=](double x, double y) {
        return (x - a) * (x - a) + 3.0 * (y - b) * (y - b) + (x - a) * (y - b) + 1.0;
      });
    };
    const auto minima = minima_of(bowl(0.83, 1.27));
    ASSERT_EQ(minima.size(), 1U);
    EXPECT_NEAR(minima[0].at[0], 0.83, 2e-3);
    EXPECT_NEAR(minima[0].at[1], 1.27, 2e-3);
    EXPECT_NEAR(minima[0].value, 1.0, 1e-5);
    EXPECT_TRUE(minima_of(bowl(-0.5, 1.0)).empty());
  }
}

TEST(SurfaceMinima, OfHimmelblauAreFourAndInOrder) {
  // f plus a slope that sets the four apart: the nearer to (3, 2), the deeper
  const Grid grid = grid_of(512, {{{-5.0, 5.0}, {-5.0, 5.0}}}, [](double x, double y) {
    const double a = x * x + y - 11, b = x + y * y - 7;
    return a * a + b * b + 0.1 * std::hypot(x - 3.0, y - 2.0);
  });
  const auto minima = minima_of(grid);
  ASSERT_EQ(minima.size(), 4U);
  const Eigen::Vector2d known[] = {{3.0, 2.0}, {3.584428, -1.848126}, {-2.805118, 3.131312}, {-3.779310, -3.283186}};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_LT((minima[i].at - known[i]).norm(), 0.01) << i;
}

TEST(SurfaceMinima, ValleysAreNotFullOfThem) {
  const auto rosenbrock = [](double x, double y) { return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x); };
  for (const int cells : {64, 192, 512}) {
    const auto minima = minima_of(grid_of(cells, {{{-2.0, 2.0}, {-1.0, 3.0}}}, rosenbrock));
    ASSERT_EQ(minima.size(), 1U) << cells;
    EXPECT_NEAR(minima[0].at[0], 1.0, 0.05);
    EXPECT_NEAR(minima[0].at[1], 1.0, 0.1);
  }
  const Bounds bounds{{{-1.0, 1.0}, {-1.0, 1.0}}};
  EXPECT_TRUE(minima_of(grid_of(512, bounds, [](double, double) { return 3.25; })).empty());
  EXPECT_TRUE(minima_of(grid_of(512, bounds, [](double x, double y) { return (x - y) * (x - y); })).empty());
  EXPECT_TRUE(minima_of(grid_of(512, bounds, [](double x, double y) {
                return 50 * std::pow(y - 0.3 * std::sin(5 * x), 2) + 0.1 * x;
              })).empty());
  // single precision's rounding of a large offset
  const auto rounded =
      minima_of(grid_of(512, bounds, [](double x, double y) { return 1000.0 + 0.2 * (x * x + y * y); }));
  ASSERT_EQ(rounded.size(), 1U);
  EXPECT_LT(rounded[0].at.norm(), 0.1);
}

TEST(SurfaceMinima, CreasesFeignNone) {
  // the floor of |n · x| only falls; grid cells lie nearer to it and farther from it by turns
  for (double degrees = 3.0; degrees < 90.0; degrees += 3.0) {
    const double c = std::cos(degrees / 57.29578), s = std::sin(degrees / 57.29578);
    const auto sloping = [=](double x, double y) {
      const double along = c * x + s * y, across = c * y - s * x + 0.07 * along * along;
      return 100.0 + 30.0 * std::abs(across) + 5.0 * across + 0.4 * along;
    };
    EXPECT_TRUE(minima_of(grid_of(512, {{{-1.0, 1.0}, {-1.0, 1.0}}}, sloping)).empty()) << degrees;
    // a true one, where the crease is lowest
    const auto cup = [=](double x, double y) {
      return 30.0 * std::abs(c * y - s * x) + 20.0 * std::pow(c * x + s * y - 0.1, 2);
    };
    const auto minima = minima_of(grid_of(512, {{{-1.0, 1.0}, {-1.0, 1.0}}}, cup));
    ASSERT_EQ(minima.size(), 1U) << degrees;
    EXPECT_NEAR(minima[0].at.norm(), 0.1, 0.05) << degrees;
  }
}

TEST(SurfaceMinima, StayWithinWhatIsAllowedAndKnown) {
  Grid grid = grid_of(100, {{{-1.0, 1.0}, {-1.0, 1.0}}}, [](double x, double y) {
    return std::min((x - 0.5) * (x - 0.5), (x + 0.5) * (x + 0.5)) + y * y;
  });
  EXPECT_EQ(minima_of(grid).size(), 2U);
  std::vector<char> allowed(grid.values.size(), 1);
  for (int r = 0; r < 100; ++r)
    for (int c = 70; c < 100; ++c) allowed[grid.index(c, r)] = 0;
  auto minima = minima_of(grid, allowed);
  ASSERT_EQ(minima.size(), 1U);
  EXPECT_LT(minima[0].at[0], 0.0);
  for (std::size_t i = 0; i < allowed.size(); ++i)
    if (allowed[i] == 0) grid.values[i] = std::numeric_limits<float>::quiet_NaN();
  minima = minima_of(grid);
  ASSERT_EQ(minima.size(), 1U);
  EXPECT_LT(minima[0].at[0], 0.0);
}

TEST(SurfaceMinima, AreAtMostAsManyAsAsked) {
  const Grid grid = grid_of(512, {{{-5.0, 5.0}, {-5.0, 5.0}}}, [](double x, double y) {
    return x * x + y * y - 10.0 * (std::cos(6.283185307 * x) + std::cos(6.283185307 * y));
  });
  const auto minima = minima_of(grid);
  ASSERT_EQ(minima.size(), 8U);
  EXPECT_LT(minima[0].at.norm(), 0.01);
  for (std::size_t i = 1; i < 8; ++i) EXPECT_LT(minima[i].at.norm(), 1.5);
  EXPECT_EQ(minima_of(grid, {}, 200).size(), 81U);  // those near −4 … 4; those near ±5 lie within the last cells
}

}  // namespace
}  // namespace tiltscape
