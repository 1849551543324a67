// Footprints against the moments of what they stand for.
#include "core/footprint.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/lanes.h"

namespace tiltscape {
namespace {

struct FootprintMoments {
  double weight = 0.0, x = 0.0, xx = 0.0, yy = 0.0;
  void add(double w, double dx, double dy, double spread_x = 0.0, double spread_y = 0.0) {
    weight += w;
    x += w * dx;
    xx += w * (dx * dx + spread_x);
    yy += w * (dy * dy + spread_y);
  }
};

/// Runs unrolled to single cells, each of which has `spread` as the variance of its points.
void add_runs(FootprintMoments& moments, const Footprint::Runs& runs, double spread) {
  for (int w = 0; w < std::ssize(runs.along); ++w)
    for (const auto& [row, weight] : runs.rows[static_cast<std::size_t>(w)])
      for (int dx = -w; dx <= w; ++dx)
        for (const int dy : {row, -row})
          if (dy == row || row != 0) {
            const double cell = weight * static_cast<double>(runs.along[static_cast<std::size_t>(std::abs(dx))]);
            moments.add(row == 0 && dy == 0 ? cell / 2.0 : cell, dx, dy, spread, spread);
          }
}

TEST(Footprint, HasTheMomentsOfTheNeighbourhood) {
  // E x² over the radius squared; the Gaussian's is 1 − (9/2) e^{−9/2}/(1 − e^{−9/2}) variances of (1/3)²
  const double edge = std::exp(-4.5);
  const double expected[] = {0.25, 0.5, (1.0 - 4.5 * edge / (1.0 - edge)) / 9.0};
  for (const auto neighbourhood : {Neighbourhood::ball, Neighbourhood::sphere, Neighbourhood::gaussian}) {
    for (const auto& [rx, ry] : {std::pair{30.0, 30.0}, {12.3, 7.6}, {4.2, 4.9}, {3.1, 2.2}, {0.4, 0.3}, {64.7, 1.2}}) {
      const Footprint footprint = footprint_of(neighbourhood, rx, ry);
      const double square = expected[static_cast<int>(neighbourhood)];
      FootprintMoments smooth, parts;
      add_runs(smooth, footprint.smooth, 0.0);
      for (const auto& tap : footprint.taps) smooth.add(tap.weight, tap.column, tap.row);
      add_runs(parts, footprint.whole, 1.0 / 12.0);
      for (const auto& p : footprint.patches) {
        EXPECT_LE(std::abs(p.column), footprint.reach_x);
        EXPECT_LE(std::abs(p.row), footprint.reach_y);
        const double x = p.x, y = p.y, dx = p.column + x, dy = p.row + y;
        parts.add(p.weight, dx, dy, 2.0 * p.xx - x * x, 2.0 * p.yy - y * y);
      }
      for (const bool is_smooth : {true, false}) {
        const FootprintMoments& moments = is_smooth ? smooth : parts;
        SCOPED_TRACE((is_smooth ? "smooth, " : "parts, ") + std::to_string(static_cast<int>(neighbourhood)));
        EXPECT_NEAR(moments.weight, 1.0, 1e-5);
        EXPECT_NEAR(moments.x, 0.0, 1e-5 * rx);
        EXPECT_NEAR(moments.xx / (square * rx * rx), 1.0, 0.005) << rx << " × " << ry;
        EXPECT_NEAR(moments.yy / (square * ry * ry), 1.0, 0.005) << rx << " × " << ry;
      }
    }
  }
}

TEST(Lanes, ExponentialIsAccurate) {
  for (float x = 0.0F; x > -86.0F; x -= 0.0137F) {
    const Lanes e = exp_of_negative(all(x));
    EXPECT_NEAR(e[3] / std::exp(static_cast<double>(x)), 1.0, 3e-7) << x;
  }
  EXPECT_LT(exp_of_negative(all(-1e30F))[0], 2e-38F);
}

}  // namespace
}  // namespace tiltscape
