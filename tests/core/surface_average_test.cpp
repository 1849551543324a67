// Averages in the plane against direct quadrature over the same neighbourhood, slow and obviously right, and against
// closed forms.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "surface_testing.h"

namespace tiltscape {
namespace {

using enum Neighbourhood;

constexpr Neighbourhood neighbourhoods[] = {ball, sphere, gaussian};

/// f all over a neighbourhood of radius r: equal angles, and midpoints in v with |u|² = 1 − v³ (density 3v² of |u|²),
/// which crowd towards the boundary, where everything is when t is large; times the Gaussian's density.
class Direct {
 public:
  Direct(const Problem& problem, const Eigen::Vector2d& x, Neighbourhood neighbourhood, double r) {
    constexpr int shells = 250, angles = 1440;
    double total = 0.0;
    for (int i = neighbourhood == sphere ? shells - 1 : -1; i < shells; ++i) {  // −1: the boundary, for the maximum
      const double v = neighbourhood == sphere ? 0.0 : i < 0 ? 0.0 : (i + 0.5) / shells;
      const double square = 1.0 - v * v * v, weight = neighbourhood == sphere ? 1.0 : v * v;
      for (int j = 0; j < angles; ++j) {
        const double angle = 2.0 * std::numbers::pi * j / angles;
        values_.push_back(problem.value(x + r * std::sqrt(square) * Eigen::Vector2d(std::cos(angle), std::sin(angle))));
        weights_.push_back(weight * (neighbourhood == gaussian ? std::exp(-4.5 * square) : 1.0));
        total += weights_.back();
      }
    }
    for (double& weight : weights_) weight /= total;
    maximum_ = *std::max_element(values_.begin(), values_.end());
  }
  double tilted(double t) const {
    if (t == infinity) return maximum_;
    double sum = 0.0;
    for (std::size_t i = 0; i < values_.size(); ++i)
      sum += weights_[i] * (t == 0.0 ? values_[i] : std::exp(t * (values_[i] - maximum_)));
    return t == 0.0 ? sum : maximum_ + std::log(sum) / t;
  }

 private:
  std::vector<double> values_, weights_;
  double maximum_ = 0.0;
};

double range_of(const Grid& grid) {
  const auto [low, high] = std::minmax_element(grid.values.begin(), grid.values.end());
  return static_cast<double>(*high) - static_cast<double>(*low);
}

using Cells = std::vector<std::pair<int, int>>;
/// At the corners, on edges and inside, where the plane's tiles meet (64, 256) too.
const Cells chosen = {{0, 0}, {511, 0}, {3, 508}, {511, 511}, {256, 255}, {64, 300}, {395, 256}, {150, 96}};

/// 512², 30 cells of radius.
void agrees(const char* name, Neighbourhood neighbourhood, const Cells& cells = chosen) {
  const auto problem = problem_of(name);
  const auto subject = subject_of(problem);
  const auto& x = subject->chart.bounds[0];
  const double radius = 30.0 * (x[1] - x[0]) / 512.0, rho = radius / neighbourhood_radius(neighbourhood, 2);
  SurfaceMaker maker;
  std::vector<Surface> surfaces;
  for (const double t : {0.0, 0.01, 1.0, 20.0, 1e4, infinity}) {
    surfaces.push_back(maker.make_refined(request_of(subject, SurfaceKind::tilted, t, rho, neighbourhood)));
    ASSERT_EQ(surfaces.back().grid.columns, 512);
    ASSERT_EQ(surfaces.back().grid.rows, 512);
    EXPECT_NEAR(surfaces.back().radius, radius, 1e-12);
  }
  std::vector<double> worst(surfaces.size());
  for (const auto& [column, row] : cells) {
    const Direct direct(*problem, surfaces[0].grid.centre(column, row), neighbourhood, radius);
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
      const Grid& grid = surfaces[i].grid;
      const double t = surfaces[i].request.tilt, range = range_of(grid);
      const double error = std::abs(grid.at(column, row) - direct.tilted(t)) / range;
      EXPECT_LE(error, t <= 1.0 ? 1e-3 : 1e-2) << name << " t = " << t << " cell " << column << ", " << row;
      worst[i] = std::max(worst[i], error);
    }
  }
  for (std::size_t i = 0; i < surfaces.size(); ++i)
    testing::Test::RecordProperty("error_at_t_" + std::to_string(surfaces[i].request.tilt), std::to_string(worst[i]));
}

TEST(SurfaceAverage, OfTwinWellsAgreesWithDirectQuadrature) {
  for (const auto neighbourhood : neighbourhoods) agrees("twin-wells", neighbourhood);
}
TEST(SurfaceAverage, OfHimmelblauAgreesWithDirectQuadrature) {
  for (const auto neighbourhood : neighbourhoods) agrees("himmelblau", neighbourhood);
}
TEST(SurfaceAverage, OfRosenbrockAgreesWithDirectQuadrature) {
  for (const auto neighbourhood : neighbourhoods) agrees("rosenbrock", neighbourhood);
}

TEST(LongSurfaceAverage, AgreesWithDirectQuadratureOnALatticeOfCells) {
  Cells lattice;
  for (int row = 0; row < 512; row += 37)
    for (int column = 0; column < 512; column += 37) lattice.emplace_back((column + row / 4) % 512, row);
  for (const char* name : {"twin-wells", "himmelblau", "rosenbrock"})
    for (const auto neighbourhood : neighbourhoods) agrees(name, neighbourhood, lattice);
}

/// E uᵢ² for radius 1.
double square_of(Neighbourhood neighbourhood) {
  const double edge = std::exp(-4.5);
  return neighbourhood == ball ? 0.25 : neighbourhood == sphere ? 0.5 : (1.0 - 4.5 * edge / (1.0 - edge)) / 9.0;
}

TEST(SurfaceAverage, OfAQuadraticExceedsItByTheTrace) {
  // E f(x + u) − f(x) = ½ E uᵢ² tr H everywhere, from a fraction of a cell to radii wider than the picture
  const auto subject =
      subject_of(std::make_shared<PlaneFunction>([](double x, double y) { return x * x + 4.0 * y * y + x * y; }));
  for (const auto neighbourhood : neighbourhoods) {
    for (const double radius : {0.0011, 0.0077, 0.016, 0.03, 0.12, 0.5, 2.0, 5.0}) {
      SurfaceMaker maker;
      auto request =
          request_of(subject, SurfaceKind::mean, 1.0, radius / neighbourhood_radius(neighbourhood, 2), neighbourhood);
      const Surface mean = maker.make_refined(request);
      ASSERT_FALSE(mean.grid.empty()) << mean.reason;
      const double expected = 0.5 * square_of(neighbourhood) * radius * radius * 10.0;
      double worst = 0.0;
      for (std::size_t i = 0; i < mean.grid.values.size(); ++i)
        worst = std::max(worst, std::abs(mean.grid.values[i] - mean.loss.values[i] - expected));
      EXPECT_LT(worst, 2e-3 * expected + 2e-6) << radius << " of neighbourhood " << static_cast<int>(neighbourhood);
      request.kind = SurfaceKind::difference;
      request.tilt = 0.0;
      const Surface difference = maker.make_refined(request);
      for (std::size_t i = 0; i < mean.grid.values.size(); ++i)
        ASSERT_EQ(difference.grid.values[i], mean.grid.values[i] - mean.loss.values[i]);
    }
  }
}

TEST(SurfaceAverage, OfALinearFunctionIsKnownForEveryTilt) {
  // Over the circle of radius r, E e^{z cos} = I₀(z); over the disc 2 I₁(z)/z; z = t r |g|
  const auto subject =
      subject_of(std::make_shared<PlaneFunction>([](double x, double y) { return 3.0 * x - 4.0 * y; }));
  const double r = 0.1, slope = 5.0;
  for (const double z : {1e-9, 1e-4, 0.1, 1.0, 10.0, 60.0, 300.0}) {
    const double t = z / (r * slope);
    for (const auto neighbourhood : {ball, sphere}) {
      const Surface surface = SurfaceMaker().make_refined(
          request_of(subject, SurfaceKind::difference, t, r / std::sqrt(2.0), neighbourhood));
      const double average = neighbourhood == sphere ? std::cyl_bessel_i(0.0, z) : 2.0 * std::cyl_bessel_i(1.0, z) / z;
      const double expected = z < 1e-3 ? 0.0 : std::log(average) / t;
      for (std::size_t i = 0; i < surface.grid.values.size(); i += 97)
        ASSERT_NEAR(surface.grid.values[i], expected, 2e-3 * r * slope) << z;
    }
  }
}

TEST(SurfaceAverage, HasNoIslandsAtLargeTilt) {
  const auto subject = subject_of(problem_of("rosenbrock"));
  for (const auto neighbourhood : neighbourhoods) {
    SurfaceMaker maker;
    const auto at = [&](double t) {
      return maker.make_refined(request_of(subject, SurfaceKind::tilted, t, 0.1, neighbourhood)).grid;
    };
    const Grid worst = at(infinity), steep = at(1e6), beyond = at(1e300);
    for (std::size_t i = 0; i < worst.values.size(); ++i) {
      ASSERT_NEAR(steep.values[i], worst.values[i], 3e-5 + 1e-6 * worst.values[i]);
      ASSERT_EQ(beyond.values[i], worst.values[i]);
    }
  }
}

TEST(SurfaceAverage, GrowsWithTheTilt) {
  const auto subject = subject_of(problem_of("himmelblau"));
  for (const auto neighbourhood : neighbourhoods) {
    SurfaceMaker maker;
    const auto at = [&](double t) {
      return maker.make_refined(request_of(subject, SurfaceKind::tilted, t, 0.2, neighbourhood)).grid;
    };
    const Grid mean = at(0.0), tiny = at(1e-12);
    EXPECT_EQ(tiny.values, mean.values);
    Grid before = mean;
    for (double t = 1e-9; t < 1e9; t *= 10.0) {
      const Grid next = at(t);
      const double slack = 5e-4 * range_of(next);  // of the errors, where the formula changes
      for (std::size_t i = 0; i < next.values.size(); i += 7)
        ASSERT_GE(next.values[i], before.values[i] - slack) << "t = " << t;
      before = next;
    }
  }
}

TEST(SurfaceAverage, OfAConstantIsTheConstant) {
  const auto subject = subject_of(std::make_shared<PlaneFunction>([](double, double) { return 3.25; }));
  for (const auto neighbourhood : neighbourhoods) {
    SurfaceMaker maker;
    for (const double t : {0.0, 1e-9, 1.0, 1e9, infinity}) {
      const Surface surface = maker.make_refined(request_of(subject, SurfaceKind::tilted, t, 0.3, neighbourhood));
      for (const float value : surface.grid.values) ASSERT_EQ(value, 3.25F) << t;
      EXPECT_TRUE(surface.minima.empty());
    }
  }
}

TEST(SurfaceAverage, EvaluatesOnceForEveryTiltNeighbourhoodAndKind) {
  const auto problem = std::make_shared<PlaneFunction>([](double x, double y) { return x * x + std::cos(9.0 * y); });
  const auto subject = subject_of(problem);
  SurfaceMaker maker;
  (void)maker.make_refined(request_of(subject, SurfaceKind::tilted, 1e3, 0.05));
  const long before = *problem->evaluations;
  EXPECT_LT(before, 900'000);
  for (const auto kind :
       {SurfaceKind::loss, SurfaceKind::tilted, SurfaceKind::mean, SurfaceKind::worst_case, SurfaceKind::difference})
    for (const auto neighbourhood : neighbourhoods)
      for (const double t : {0.0, 2.0, 1e3}) {
        const Surface surface = maker.make_refined(request_of(subject, kind, t, 0.05, neighbourhood));
        ASSERT_EQ(surface.grid.columns, 512);
      }
  EXPECT_EQ(*problem->evaluations, before);
}

TEST(SurfaceAverage, GivesAQuickOneFirstWhereItIsSteep) {
  const auto subject = subject_of(problem_of("himmelblau"));
  SurfaceMaker maker;
  const auto request = request_of(subject, SurfaceKind::tilted, 20.0, 0.4);
  (void)maker.make_refined(request);
  std::vector<Surface> made;
  maker.make(request, [&made](Surface surface) { made.push_back(std::move(surface)); });
  ASSERT_EQ(made.size(), 2U);
  EXPECT_FALSE(made[0].refined);
  EXPECT_TRUE(made[1].refined);
  ASSERT_EQ(made[0].grid.values.size(), made[1].grid.values.size());
  const double tolerance = 1e-2 * range_of(made[1].grid);
  for (std::size_t i = 0; i < made[0].grid.values.size(); ++i)
    ASSERT_NEAR(made[0].grid.values[i], made[1].grid.values[i], tolerance);
  made.clear();
  auto gentle = request;
  gentle.tilt = 1e-3;
  maker.make(gentle, [&made](Surface surface) { made.push_back(std::move(surface)); });
  EXPECT_EQ(made.size(), 1U);
}

}  // namespace
}  // namespace tiltscape
