// Where f is NaN, infinite or not defined at all: named, and kept out of the averages that do not reach there.
#include <gtest/gtest.h>

#include <cmath>

#include "surface_testing.h"

namespace tiltscape {
namespace {

using enum Neighbourhood;

/// The hole at every cell of the middle row against the distance from the line x = 0, left of which f has no value.
void expect_holes(const Grid& grid, double radius, Hole hole) {
  const int row = grid.rows / 2;
  for (int column = 0; column < grid.columns; ++column) {
    const double x = grid.centre(column, row)[0];
    if (std::abs(x - radius) < 1.5 * grid.cell()[0]) continue;  // the line is known to a cell
    EXPECT_EQ(grid.hole(column, row), x > radius ? Hole::none : hole) << x;
    EXPECT_EQ(std::isnan(grid.at(column, row)), x < radius) << x;
  }
}

TEST(SurfaceHoles, NaNIsNamedAndSpreadsAsFarAsTheNeighbourhood) {
  const auto subject =
      subject_of(std::make_shared<PlaneFunction>([](double x, double y) { return std::log(x) + y * y; }));
  for (const auto neighbourhood : {ball, sphere, gaussian}) {
    const double rho = 0.1;
    for (const double t : {0.0, 1e5}) {
      const Surface surface =
          SurfaceMaker().make_refined(request_of(subject, SurfaceKind::tilted, t, rho, neighbourhood));
      expect_holes(surface.loss, 0.0, Hole::undefined);
      expect_holes(surface.grid, rho * neighbourhood_radius(neighbourhood, 2), Hole::undefined);
    }
  }
  EXPECT_EQ(hole_name(Hole::undefined), "f is NaN here");
  EXPECT_EQ(hole_name(Hole::undefined, true), "f is NaN within the neighbourhood");
}

TEST(SurfaceHoles, InfinityIsNamedAndLeavesTheRestAlone) {
  const auto steps = [](double x, double y) {
    return x > 0.0 ? x * x + y * y : std::numeric_limits<double>::infinity();
  };
  const auto subject = subject_of(std::make_shared<PlaneFunction>(steps));
  const auto whole = subject_of(std::make_shared<PlaneFunction>([](double x, double y) { return x * x + y * y; }));
  for (const double t : {0.0, 1.0, 1e5}) {
    const auto request = request_of(subject, SurfaceKind::tilted, t, 0.1);
    const Surface surface = SurfaceMaker().make_refined(request);
    expect_holes(surface.loss, 0.0, Hole::infinite);
    expect_holes(surface.grid, 0.1 * std::sqrt(2.0), Hole::infinite);
    const Surface expected = SurfaceMaker().make_refined(request_of(whole, SurfaceKind::tilted, t, 0.1));
    for (std::size_t i = 0; i < surface.grid.values.size(); ++i)
      if (!std::isnan(surface.grid.values[i])) {
        ASSERT_NEAR(surface.grid.values[i], expected.grid.values[i], 1e-3);
      }
  }
}

TEST(SurfaceHoles, ASinglePoleSpoilsOnlyItsNeighbourhood) {
  const auto pole = [](double x, double y) {
    return std::hypot(x - 0.3, y) < 0.01 ? std::numeric_limits<double>::quiet_NaN() : x + y;
  };
  const auto subject = subject_of(std::make_shared<PlaneFunction>(pole));
  for (const auto neighbourhood : {ball, sphere}) {
    const Surface surface =
        SurfaceMaker().make_refined(request_of(subject, SurfaceKind::mean, 0.0, 0.1, neighbourhood));
    for (int row = 0; row < surface.grid.rows; ++row)
      for (int column = 0; column < surface.grid.columns; ++column) {
        const Eigen::Vector2d at = surface.grid.centre(column, row);
        const double distance = std::hypot(at[0] - 0.3, at[1]), radius = 0.1 * std::sqrt(2.0);
        const bool touched = distance < radius + 0.01 && (neighbourhood == ball || distance > radius - 0.01);
        if (std::abs(distance - radius - 0.01) < 0.01 || std::abs(distance - radius + 0.01) < 0.01) continue;
        ASSERT_EQ(surface.grid.hole(column, row) == Hole::undefined, touched) << at.transpose();
        if (!touched) {
          ASSERT_NEAR(surface.grid.at(column, row), at.sum(), 1e-4);
        }
      }
  }
}

TEST(SurfaceHoles, InThreeDimensionsToo) {
  /// √x₀ over a ball in space.
  struct Root final : Problem {
    Eigen::Index dimension() const override { return 3; }
    double value(const Eigen::Ref<const Vector>& x) const override { return std::sqrt(x[0]) + x[1] * x[2]; }
    double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector>) const override { return value(x); }
    void hessian_times(const Eigen::Ref<const Vector>&, const Eigen::Ref<const Vector>&,
                       Eigen::Ref<Vector>) const override {}
    Vector default_start() const override { return Vector::Zero(3); }
    std::vector<Minimum> minima() const override { return {}; }
    std::vector<Chart> charts() const override {
      return {axis_plane(Vector::Zero(3), 0, 1, {"x", "y"}, {{{-1.0, 1.0}, {-1.0, 1.0}}})};
    }
  };
  const Surface surface =
      SurfaceMaker().make_refined(request_of(subject_of(std::make_shared<Root>()), SurfaceKind::tilted, 1.0, 0.1));
  expect_holes(surface.loss, 0.0, Hole::undefined);
  expect_holes(surface.grid, 0.1 * std::sqrt(3.0), Hole::undefined);
}

TEST(SurfaceHoles, NoPointIsNotAHoleOfF) {
  const auto problem = problem_of("product-valley");
  const Surface surface = SurfaceMaker().make_refined(request_of(subject_of(problem), SurfaceKind::mean, 0.0, 0.1));
  int absent = 0;
  for (int row = 0; row < surface.grid.rows; ++row)
    for (int column = 0; column < surface.grid.columns; ++column) {
      const Eigen::Vector2d at = surface.grid.centre(column, row);  // y·z and S: |y·z| ≤ S/2
      const bool there = std::abs(at[0]) <= 0.5 * at[1];
      ASSERT_EQ(surface.grid.hole(column, row), there ? Hole::none : Hole::absent);
      ASSERT_EQ(surface.loss.hole(column, row), there ? Hole::none : Hole::absent);
      absent += there ? 0 : 1;
    }
  EXPECT_GT(absent, 10);
}

TEST(SurfaceHoles, APointBesideAHoleIsInItWhereItHasNoValue) {
  Grid grid{4, 2, {{{0.0, 4.0}, {0.0, 2.0}}}, {1, 2, NAN, 4, 1, 2, 3, 4}, {}};
  EXPECT_EQ(grid.hole(Eigen::Vector2d(2.5, 0.5)), Hole::none) << "no hole is known";
  EXPECT_FALSE(grid.has(Hole::infinite));
  grid.holes = {Hole::none, Hole::none, Hole::infinite, Hole::none, Hole::none, Hole::none, Hole::none, Hole::none};
  EXPECT_TRUE(grid.has(Hole::infinite));
  EXPECT_FALSE(grid.has(Hole::undefined));
  for (double x = 0.1; x < 4.0; x += 0.3)
    EXPECT_EQ(grid.hole(Eigen::Vector2d(x, 0.7)) != Hole::none, std::isnan(grid.interpolate({x, 0.7}))) << x;
  EXPECT_EQ(grid.hole(Eigen::Vector2d(2.5, 3.0)), Hole::none) << "outside";
}

}  // namespace
}  // namespace tiltscape
