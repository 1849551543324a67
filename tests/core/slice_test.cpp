// Slices: the line, what lies along it, and what they say where something is missing.
#include "core/slice.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/tilted_oracle.h"
#include "tests/core/problem_of.h"

namespace tiltscape {
namespace {

SliceRequest request_of(const std::string& problem, const Vector& x, SliceDirection direction) {
  SliceRequest request{.x = x, .before = x, .start = x, .direction = direction, .rho = 0.3, .tilt = 2.0};
  request.loss = request.problem = problem_of(problem);
  return request;
}

Vector point(double x, double y, double z) {
  Vector at(3);
  at << x, y, z;
  return at;
}

Slice made(const SliceRequest& request) {
  Slice last;
  make_slice(request, [&](Slice slice) { last = std::move(slice); });
  EXPECT_TRUE(last.complete);
  return last;
}

TEST(Slice, HoldsTheFunctionItsAverageAndItsModel) {
  const Vector x = Eigen::Vector2d(0.4, 0.3);
  const Slice slice = made(request_of("himmelblau", x, SliceDirection::gradient));
  ASSERT_EQ(slice.reason, "");
  const auto problem = problem_of("himmelblau");
  Vector g(2);
  const double f = problem->gradient(x, g);
  EXPECT_LT((slice.direction + g.normalized()).norm(), 1e-12);
  EXPECT_EQ(slice.value, f);
  EXPECT_NEAR(slice.slope, -g.norm(), 1e-9);
  for (std::size_t i = 0; i < slice.loss.s.size(); i += 20)
    EXPECT_NEAR(slice.loss.values[i], problem->value(x + slice.loss.s[i] * slice.direction), 1e-9);
  const TiltedOracle oracle(problem, Neighbourhood::ball, 0.3);
  for (std::size_t i = 0; i < slice.tilted.s.size(); i += 10)
    EXPECT_NEAR(slice.tilted.values[i], *oracle.value(x + slice.tilted.s[i] * slice.direction, 2.0), 1e-9);
  EXPECT_EQ(slice.tilted_note, "the 2-D ball of radius 0.424");
  // the model has the function's slope and curvature at x
  const auto along = [&](double s) { return problem->value(x + s * slice.direction); };
  EXPECT_NEAR(slice.curvature, (along(1e-3) - 2.0 * f + along(-1e-3)) / 1e-6, 1e-3);
  EXPECT_NEAR(slice.quadratic(1e-3), along(1e-3), 1e-6);
  EXPECT_GT(std::abs(slice.quadratic(1.0) - along(1.0)), 0.1) << "a quartic is not its model";
}

TEST(Slice, GoesWhereItIsTold) {
  const Vector x = point(1.0, 0.4, -0.2);
  SliceRequest request = request_of("sharpness-valley", x, SliceDirection::start);
  request.start = point(2.5, 0.5, 0.5);
  request.before = point(1.1, 0.4, -0.2);
  Slice slice = made(request);
  EXPECT_LT((slice.direction - (request.start - x).normalized()).norm(), 1e-12);
  ASSERT_TRUE(slice.mark);
  EXPECT_NEAR(slice.mark->s, (request.start - x).norm(), 1e-12);
  EXPECT_EQ(slice.mark->value, request.loss->value(request.start));
  EXPECT_GT(slice.half_width, slice.mark->s) << "the start is on the line";
  request.direction = SliceDirection::step;
  EXPECT_LT((made(request).direction + Vector::Unit(3, 0)).norm(), 1e-12);
  request.direction = SliceDirection::axis;
  request.axis = 2;
  request.half_width = 0.7;
  slice = made(request);
  EXPECT_EQ((slice.direction - Vector::Unit(3, 2)).norm(), 0.0);
  EXPECT_EQ(slice.half_width, 0.7);
  EXPECT_EQ(slice.loss.s.front(), -0.7);
  EXPECT_EQ(slice.loss.s.back(), 0.7);
  request.direction = SliceDirection::random;
  const Vector first = made(request).direction;
  EXPECT_EQ((made(request).direction - first).norm(), 0.0);
  request.seed = 1;
  EXPECT_GT((made(request).direction - first).norm(), 0.1);
}

TEST(Slice, GoesTowardsAnyPoint) {
  const Vector x = point(1.0, 0.4, -0.2), there = point(-1.0, 0.0, 3.0);
  SliceRequest request = request_of("sharpness-valley", x, SliceDirection::towards);
  request.target = there;
  Slice slice = made(request);
  EXPECT_LT((slice.direction - (there - x).normalized()).norm(), 1e-12);
  ASSERT_TRUE(slice.mark);
  EXPECT_NEAR(slice.mark->s, (there - x).norm(), 1e-12);
  EXPECT_EQ(slice.mark->value, request.loss->value(there));
  EXPECT_GT(slice.half_width, slice.mark->s);
  request.reaches = false;
  slice = made(request);
  EXPECT_FALSE(slice.mark) << "only a direction";
  EXPECT_LT(slice.half_width, (there - x).norm());
  request.target = x;
  EXPECT_EQ(made(request).reason, "the run is at that point");
  request.target = Vector();
  EXPECT_EQ(made(request).reason, "that point is not known");
}

TEST(Slice, StrongestCurvatureIsAnEigenvectorInFewAndInManyDimensions) {
  // at a minimum of the product valley the Hessian is aaᵀ with a = (z, y), 200 numbers
  const Vector x = Vector::Constant(200, 0.1);
  const Slice slice = made(request_of("product-valley", x, SliceDirection::curvature));
  EXPECT_NEAR(std::abs(slice.direction.sum()) / std::sqrt(200.0), 1.0, 1e-9);
  EXPECT_NEAR(slice.curvature, x.squaredNorm(), 1e-9);
  EXPECT_EQ(slice.tilted_note, "512 samples of the 200-D ball of radius 4.24");
  EXPECT_EQ(slice.tilted.values.size(), slice.tilted.s.size());
  // twin-wells at the left well: 18 along y, 2 along x
  const Slice well = made(request_of("twin-wells", Eigen::Vector2d(-1.0, 0.0), SliceDirection::curvature));
  EXPECT_NEAR(std::abs(well.direction[1]), 1.0, 1e-9);
  EXPECT_NEAR(well.curvature, 18.0, 1e-6);
}

TEST(Slice, SaysWhatIsMissing) {
  const Vector x = Eigen::Vector2d(1.0, 1.0);
  EXPECT_EQ(made(request_of("rosenbrock", x, SliceDirection::start)).reason, "the run is at its start");
  EXPECT_EQ(made(request_of("rosenbrock", x, SliceDirection::gradient)).reason, "the gradient is 0 here");
  EXPECT_EQ(made(request_of("rosenbrock", x, SliceDirection::step)).reason, "no step was taken, or it had no length");
  SliceRequest request = request_of("rosenbrock", x, SliceDirection::axis);
  request.rho = 0.0;
  const Slice slice = made(request);
  EXPECT_EQ(slice.reason, "");
  EXPECT_TRUE(slice.tilted.values.empty());
  EXPECT_EQ(slice.tilted_note, "there is no ρ");
}

TEST(Slice, NeedsNoMoreThanALoss) {
  SliceRequest request = request_of("himmelblau", Eigen::Vector2d(0.4, 0.3), SliceDirection::curvature);
  request.problem = nullptr;
  request.start = request.before = Vector();
  const Slice slice = made(request);
  EXPECT_EQ(slice.reason, "");
  EXPECT_GE(slice.loss.values.size(), 61U);
  EXPECT_TRUE(slice.tilted.values.empty());
  EXPECT_EQ(slice.tilted_note, "a model's average takes too many passes");
  request.direction = SliceDirection::step;
  EXPECT_EQ(made(request).reason, "the point before the step is not kept");
  request.direction = SliceDirection::start;
  EXPECT_EQ(made(request).reason, "the start is not kept");
}

TEST(Slice, HandsOverTheFunctionFirstAndStopsWhenNobodyWaits) {
  std::vector<bool> complete;
  make_slice(
      request_of("sharpness-valley", point(1.0, 0.4, -0.2), SliceDirection::axis),
      [&](const Slice& slice) {
        EXPECT_FALSE(slice.loss.values.empty());
        complete.push_back(slice.complete);
      },
      [&] { return !complete.empty(); });
  EXPECT_EQ(complete, std::vector<bool>{false});
}

}  // namespace
}  // namespace tiltscape
