// Heights over the unit square: sampling, gaps, and where a ray meets them.
#include "app/views/landscape_3d_field.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "app/views/landscape_3d_paths.h"

namespace tiltscape {
namespace {

constexpr Bounds bounds{{{-2.0, 2.0}, {-1.0, 3.0}}};

Grid grid_of(const std::function<double(double, double)>& f, int cells = 64) {
  Grid grid{cells, cells, bounds, {}};
  for (int r = 0; r < cells; ++r)
    for (int c = 0; c < cells; ++c)
      grid.values.push_back(static_cast<float>(f(grid.centre(c, r)[0], grid.centre(c, r)[1])));
  return grid;
}

double bowl(double x, double y) { return (x - 0.5) * (x - 0.5) + (y - 1.5) * (y - 1.5); }

/// The least and largest value at the grid's cell centres: the ends of a linear scale.
ColourScale linear(const Grid& grid) { return {ColourScaleKind::linear, grid}; }

TEST(ReliefField, HeightsAreTheFunctionBetweenTheScalesEnds) {
  const Grid grid = grid_of(bowl);
  const ColourScale scale = linear(grid);
  const ReliefField field(grid, bounds, scale, 257);
  const ReliefBox box(bounds);
  for (const auto& [x, y] : {std::pair{0.5, 1.5}, {-1.3, 0.2}, {1.9, 2.8}, {0.0, 0.0}}) {
    const double expected = (bowl(x, y) - scale.low()) / (scale.high() - scale.low());
    EXPECT_NEAR(field.height(box.unit({x, y})), std::clamp(expected, 0.0, 1.0), 2e-4) << x << ", " << y;
  }
  EXPECT_TRUE(std::isnan(field.height({1.01, 0.5})));
  EXPECT_TRUE(std::isnan(field.height({0.5, -0.01})));
}

TEST(ReliefField, LogarithmicHeightsGoSixDecadesDown) {
  const auto steep = [](double x, double) { return std::pow(10.0, 3.0 * x); };  // twelve decades
  const Grid grid = grid_of(steep);
  const ColourScale scale(ColourScaleKind::log, grid);
  const ReliefField field(grid, bounds, scale, 257);
  // the highest value is that of the last cell's centre; vertices 4 i + 2 are the centres of cells i
  const double highest = 2.0 - 2.0 / 64;
  for (const int cell : {0, 20, 31, 32, 40, 63}) {
    const double x = -2.0 + (cell + 0.5) / 16.0;
    const double expected = std::clamp(1.0 + 3.0 * (x - highest) / 6.0, 0.0, 1.0);
    EXPECT_NEAR(field.at(4 * cell + 2, 100).height, expected, 1e-4) << cell;
  }
}

TEST(ReliefField, QuantileColoursKeepLinearHeights) {
  const Grid grid = grid_of(bowl);
  const ReliefField field(grid, bounds, ColourScale(ColourScaleKind::quantile, grid), 65);
  const ReliefField plain(grid, bounds, linear(grid), 65);
  double apart = 0.0;
  for (std::size_t i = 0; i < field.vertices().size(); ++i)
    EXPECT_NEAR(field.vertices()[i].height, plain.vertices()[i].height, 1e-5);
  ASSERT_EQ(field.colours().size(), 129U * 129U) << "one between any two vertices";
  for (std::size_t i = 0; i < field.colours().size(); ++i)
    apart = std::max(apart, std::abs(static_cast<double>(field.colours()[i] - plain.colours()[i])));
  EXPECT_GT(apart, 0.1);
}

/// Lowest s at which the ray is below the function, by small steps.
std::optional<double> marched(const Ray& ray, const ReliefField& field) {
  std::optional<bool> above;
  for (double s = 0.0; s < 10.0; s += 1e-4) {
    const Eigen::Vector3d p = ray.origin + s * ray.direction;
    const double height = field.height(p.head<2>());
    if (std::isnan(height)) {
      above.reset();
      continue;
    }
    if (above && *above != (p[2] > height)) return s;
    above = p[2] > height;
  }
  return std::nullopt;
}

TEST(ReliefField, RaysHitTheAnalyticSurface) {
  const Grid grid = grid_of(bowl);
  const ColourScale scale = linear(grid);
  const ReliefField field(grid, bounds, scale, 257);
  const ReliefBox box(bounds);
  // towards a known point from above and aside, from the side that nothing hides
  for (const auto& [x, y] : {std::pair{0.5, 1.5}, {-0.4, 2.1}, {1.2, 0.4}}) {
    const double height = (bowl(x, y) - scale.low()) / (scale.high() - scale.low());
    const Eigen::Vector2d unit = box.unit({x, y});
    for (const Eigen::Vector3d& from : {Eigen::Vector3d(0.2, -0.1, 4.0), Eigen::Vector3d(0.0, 0.0, 3.0)}) {
      const Eigen::Vector3d point(unit[0], unit[1], height);
      const Ray ray{point + from, -from};
      const auto hit = field.hit(ray);
      ASSERT_TRUE(hit.has_value());
      EXPECT_NEAR((*hit - point).norm(), 0.0, 5e-4) << x << ", " << y;
    }
  }
}

TEST(ReliefField, RaysHitWhatComesFirst) {
  const Grid grid = grid_of([](double x, double y) { return std::sin(3.0 * x) + std::cos(4.0 * y); });
  const ReliefField field(grid, bounds, linear(grid), 65);
  int hits = 0, misses = 0;
  for (int i = 0; i < 60; ++i) {
    const double a = 0.7 * i, e = 0.05 + 0.012 * i;
    const Eigen::Vector3d way(-std::cos(a), -std::sin(a), -e);
    const Ray ray{Eigen::Vector3d(0.5 + 0.01 * i, 0.4, 0.5) - 2.0 * way, way};
    const auto hit = field.hit(ray);
    const auto slow = marched(ray, field);
    ASSERT_EQ(hit.has_value(), slow.has_value()) << i;
    (hit ? hits : misses) += 1;
    if (hit) {
      EXPECT_NEAR((*hit - ray.origin).norm() / way.norm(), *slow, 2e-4) << i;
    }
  }
  EXPECT_GT(hits, 30);
  const auto beside = field.hit({{1.5, 0.5, 2.0}, {0.0, 0.0, -1.0}});
  EXPECT_FALSE(beside.has_value());
  EXPECT_EQ(misses + hits, 60);
}

TEST(ReliefField, GapsHaveNoHeightAndLetRaysThrough) {
  const Grid grid = grid_of([](double x, double y) { return x < -0.5 ? NAN : bowl(x, y); });
  const ReliefField field(grid, bounds, linear(grid), 129);
  EXPECT_TRUE(field.gaps());
  EXPECT_TRUE(std::isnan(field.height({0.2, 0.5})));
  EXPECT_FALSE(field.hit({{0.2, 0.5, 2.0}, {0.0, 0.0, -1.0}}).has_value());
  EXPECT_TRUE(field.hit({{0.6, 0.5, 2.0}, {0.0, 0.0, -1.0}}).has_value());
  // the edge lies at x = −.5, which is .375 of the width, within a cell of 1/64
  double edge = 0.0;
  for (double u = 0.0; u < 1.0 && std::isnan(field.height({u, 0.5})); u += 1e-3) edge = u;
  EXPECT_NEAR(edge, 0.375, 1.0 / 64.0);
}

class Tubes : public ::testing::Test {
 protected:
  Tubes() : grid_(grid_of(bowl)), field_(grid_, bounds, linear(grid_), 129), box_(bounds) { input_.bounds = bounds; }

  Grid grid_;
  ReliefField field_;
  ReliefBox box_;
  LandscapeInput input_;
  PathTubes tubes_;
};

TEST_F(Tubes, LongStepsFollowTheSurfaceAndEndAtItsEdge) {
  const std::vector<std::array<float, 2>> points = {{-1.5F, 1.5F}, {3.5F, 1.5F}};  // leaves at x = 2
  input_.paths.push_back({.points = points, .colour = ImColor(255, 0, 0)});
  const auto& tubes = tubes_.build(input_, field_, box_);
  ASSERT_GT(tubes.size(), 50U);
  double right = -2.0;
  for (const Capsule& tube : tubes)
    for (const auto& end : {tube.a, tube.b}) {
      const Eigen::Vector3d p(static_cast<double>(end[0]), static_cast<double>(end[1]), static_cast<double>(end[2]));
      const Eigen::Vector2d unit = (0.5 * p.head<2>().cwiseQuotient(box_.sides().head<2>())).array() + 0.5;
      EXPECT_NEAR(box_.from_unit({unit[0], unit[1], field_.height(unit.cwiseMin(1.0))})[2], p[2], 1e-4);
      right = std::max(right, p[0]);
    }
  EXPECT_NEAR(right, box_.sides()[0], 1e-5);
}

TEST_F(Tubes, DashesAreDarkInBetweenAndHiddenRunsAreLeftOut) {
  const std::vector<std::array<float, 2>> points = {{-1.5F, 1.5F}, {1.5F, 1.5F}};
  const ImColor red(255, 0, 0);
  const auto length = [&](const std::vector<Capsule>& tubes, bool coloured) {
    double sum = 0.0;
    for (const Capsule& tube : tubes)
      if ((tube.fill == static_cast<ImU32>(red)) == coloured)
        sum += std::hypot(tube.b[0] - tube.a[0], tube.b[1] - tube.a[1]);
    return sum;
  };
  input_.paths.push_back({.points = points, .colour = red});
  const double solid = length(tubes_.build(input_, field_, box_), true);
  EXPECT_EQ(length(tubes_.build(input_, field_, box_), false), 0.0);
  input_.paths[0].dashes = 1;  // 5 on, 3 off
  EXPECT_NEAR(length(tubes_.build(input_, field_, box_), true), 5.0 / 8.0 * solid, 0.03 * solid);
  EXPECT_NEAR(length(tubes_.build(input_, field_, box_), false), 3.0 / 8.0 * solid, 0.03 * solid);
  input_.paths[0].hidden = true;
  EXPECT_TRUE(tubes_.build(input_, field_, box_).empty());
}

TEST_F(Tubes, PiecesOfARoughPathAreNotMuchShorterThanATubeIsWide) {
  std::vector<std::array<float, 2>> points;
  for (int i = 0; i < 2000; ++i)
    points.push_back({-1.0F + 1e-3F * static_cast<float>(i), 1.5F + 1e-3F * static_cast<float>(i % 3)});
  input_.paths.push_back({.points = points, .colour = ImColor(255, 0, 0)});
  const auto& tubes = tubes_.build(input_, field_, box_);
  EXPECT_GT(tubes.size(), 100U);
  EXPECT_LT(tubes.size(), 260U) << "half the box in pieces of a 450th of it, some of them cut where a vertex lies";
}

TEST_F(Tubes, TheSelectedOneOfRunsThatShareAWayLiesOnTop) {
  const std::vector<std::array<float, 2>> points = {{-1.5F, 1.5F}, {1.5F, 1.5F}};
  for (int i = 0; i < 3; ++i)
    input_.paths.push_back({.points = points, .colour = ImColor(50 * i, 0, 0), .selected = i == 1});
  const auto& tubes = tubes_.build(input_, field_, box_);
  std::array<float, 3> lift{};
  for (const Capsule& tube : tubes) lift[(tube.fill & 0xFF) / 50] = tube.lift * tube.radius;
  EXPECT_LT(lift[0], lift[2]);
  EXPECT_LT(lift[2], lift[1]);
}

TEST_F(Tubes, TheDomainsEdgesLieOnTheSurfaceWhereTheyAreInView) {
  EXPECT_TRUE(tubes_.build(input_, field_, box_).empty());
  input_.domain = {{{-1.0, INFINITY}, {-5.0, 5.0}}};
  const auto& edges = tubes_.build(input_, field_, box_);
  EXPECT_GT(edges.size(), 20U);
  for (const Capsule& edge : edges) EXPECT_NEAR(edge.a[0], box_.place({-1.0, 0.0}, 0.0)[0], 1e-5);
}

TEST_F(Tubes, BallsOfPerturbationsAreSizedByWeight) {
  const std::vector<std::array<float, 2>> points = {{-1.0F, 0.0F}, {1.0F, 0.0F}, {9.0F, 0.0F}};
  const std::vector<float> weights = {0.6F, 0.15F, 0.25F};
  input_.perturbations.push_back({points, weights, ImColor(255, 160, 0)});
  const auto& balls = tubes_.build(input_, field_, box_);
  ASSERT_EQ(balls.size(), 2U);  // the third lies outside
  EXPECT_NEAR(balls[0].radius / balls[1].radius, 2.0F, 1e-3F);
  EXPECT_EQ(balls[0].a, balls[0].b);
}

}  // namespace
}  // namespace tiltscape
