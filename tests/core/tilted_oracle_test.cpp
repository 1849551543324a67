// The oracle against closed forms, plain sums and finite differences; and estimates against the oracle of the
// neighbourhood that belongs to their law.
#include "core/tilted_oracle.h"

#include <gtest/gtest.h>

#include <Eigen/LU>

#include <cmath>
#include <limits>
#include <numbers>

#include "core/landscape.h"
#include "core/optimizers/zest.h"
#include "core/optimizers/zo.h"
#include "tests/core/numbers.h"
#include "tests/core/problem_of.h"

namespace tiltscape {
namespace {

constexpr std::array all = {Neighbourhood::ball, Neighbourhood::sphere, Neighbourhood::gaussian};

/// f = x₁ |a|: closed forms of F_t over ball and sphere.
class Linear final : public Problem {
 public:
  Linear(Eigen::Index d, double slope) : d_(d), slope_(slope) {}
  Eigen::Index dimension() const override { return d_; }
  double value(const Eigen::Ref<const Vector>& x) const override { return slope_ * x[d_ - 1]; }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> g) const override {
    g = slope_ * Vector::Unit(d_, d_ - 1);
    return value(x);
  }
  void hessian_times(const Eigen::Ref<const Vector>&, const Eigen::Ref<const Vector>&,
                     Eigen::Ref<Vector> product) const override {
    product.setZero();
  }
  Vector default_start() const override { return Vector::Zero(d_); }
  std::vector<Minimum> minima() const override { return {}; }
  std::vector<Chart> charts() const override { return {}; }

 private:
  Eigen::Index d_;
  double slope_;
};

/// log of the average of e^{z u₁} over the unit ball or sphere, z > 0. Bessel functions in the plane (z below 700),
/// elementary ones in space.
double log_average(Eigen::Index d, Neighbourhood neighbourhood, double z) {
  const bool ball = neighbourhood == Neighbourhood::ball;
  if (d == 2) return std::log(ball ? 2.0 * std::cyl_bessel_i(1.0, z) / z : std::cyl_bessel_i(0.0, z));
  // with e^z taken out of cosh and sinh
  const double small = std::exp(-2.0 * z), sinh = 0.5 * (1.0 - small), cosh = 0.5 * (1.0 + small);
  return z + std::log(ball ? 3.0 * (z * cosh - sinh) / (z * z * z) : sinh / z);
}

TEST(TiltedOracle, LinearFunctionsHaveClosedForms) {
  constexpr double rho = 0.4, slope = 2.5;
  for (const Eigen::Index d : {2, 3})
    for (const Neighbourhood neighbourhood : {Neighbourhood::ball, Neighbourhood::sphere})
      for (const double t : {0.5, 3.0, 40.0, 400.0, 2e4, 3e6}) {
        const double radius = rho * std::sqrt(static_cast<double>(d));
        if (d == 2 && t * radius * slope > 600.0) continue;  // where the library's Bessel functions end
        SCOPED_TRACE(testing::Message() << d << " dimensions, " << choice_name(neighbourhood) << ", t = " << t);
        const TiltedOracle oracle(std::make_shared<Linear>(d, slope), neighbourhood, rho);
        const auto here = oracle.gradient(Vector::Zero(d), t);
        ASSERT_TRUE(here);
        EXPECT_NEAR(here->value, log_average(d, neighbourhood, t * radius * slope) / t, 1e-6 * radius * slope);
        EXPECT_NEAR(here->gradient[d - 1], slope, 1e-10);
      }
}

TEST(TiltedOracle, MeanOfAQuadraticOverBallAndSphere) {
  // E u uᵀ is r²/(d + 2) over the ball, r²/d over the sphere
  Settings settings;
  for (const std::int64_t d : {2, 3}) {
    settings.set("dimension", d);
    const auto problem = problem_of("quadratic", settings);
    const Vector x = Vector::LinSpaced(d, 0.3, 1.1);
    for (const Neighbourhood neighbourhood : {Neighbourhood::ball, Neighbourhood::sphere}) {
      const TiltedOracle oracle(problem, neighbourhood, 0.7);
      const double share = neighbourhood == Neighbourhood::ball ? static_cast<double>(d) + 2.0 : static_cast<double>(d);
      const auto here = oracle.gradient(x, 0.0);
      ASSERT_TRUE(here);
      Vector g(d);
      const double f = problem->gradient(x, g);
      EXPECT_NEAR(here->value, f + 0.5 * oracle.radius() * oracle.radius() * problem->trace(x) / share, 1e-12);
      EXPECT_LT((here->gradient - g).norm(), 1e-12);
    }
  }
}

TEST(TiltedOracle, WellsHaveTheValuesOfReference5c) {
  const auto problem = problem_of("twin-wells");
  const TiltedOracle oracle(problem, Neighbourhood::ball, 0.3);
  struct Printed {
    double t, left, right, digit;
  };
  for (const auto& [t, left, right, digit] : {Printed{0.0, 0.450, 0.450, 1e-3}, Printed{1.0, 0.536, 0.483, 1e-3},
                                              Printed{5.0, 0.915, 0.597, 1e-3}, Printed{20.0, 1.33, 0.755, 1e-2}}) {
    EXPECT_NEAR(*oracle.value(Eigen::Vector2d(-1.0, 0.0), t), left, digit) << t;
    EXPECT_NEAR(*oracle.value(Eigen::Vector2d(1.0, 0.0), t), right, digit) << t;
    // the right well is 5r² there, and r² is uniform below .18 in the disc
    if (t > 0.0) {
      EXPECT_NEAR(*oracle.value(Eigen::Vector2d(1.0, 0.0), t), std::log(std::expm1(0.9 * t) / (0.9 * t)) / t, 1e-8);
    }
  }
}

/// F_t and ∇F_t in the plane by the plainest sum there is: 800 × 800 midpoints in radius and angle.
Tilted plain(const Problem& problem, const Eigen::Vector2d& x, Neighbourhood neighbourhood, double rho, double t) {
  constexpr int n = 800;
  const double reach = neighbourhood_radius(neighbourhood, 2);
  std::vector<Eigen::Vector2d> points;
  std::vector<double> weights, values;
  for (int i = 0; i < (neighbourhood == Neighbourhood::sphere ? 1 : n); ++i)
    for (int j = 0; j < n; ++j) {
      const double radius = neighbourhood == Neighbourhood::sphere ? reach : reach * (i + 0.5) / n;
      const double angle = 2.0 * std::numbers::pi * (j + 0.5) / n;
      points.push_back(x + rho * radius * Eigen::Vector2d(std::cos(angle), std::sin(angle)));
      weights.push_back(radius * (neighbourhood == Neighbourhood::gaussian ? std::exp(-0.5 * radius * radius) : 1.0));
      values.push_back(problem.value(points.back()));
    }
  const double maximum = *std::ranges::max_element(values);
  double mass = 0.0, measure = 0.0;
  Vector sum = Vector::Zero(2), g(2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = weights[i] * std::exp(t * (values[i] - maximum));
    problem.gradient(points[i], g);
    sum += weight * g;
    mass += weight;
    measure += weights[i];
  }
  return {.value = maximum + std::log(mass / measure) / t, .gradient = sum / mass, .hessian = {}};
}

TEST(TiltedOracle, AgreesWithPlainSumsInThePlane) {
  struct Case {
    std::string problem;
    Eigen::Vector2d x;
    double rho;
  };
  for (const Case& at : {Case{"twin-wells", {0.1, 0.75}, 0.3}, Case{"himmelblau", {-0.25, -0.85}, 0.3},
                         Case{"rastrigin", {0.3, 0.2}, 1.0}})
    for (const Neighbourhood neighbourhood : all)
      for (const double t : {0.01, 1.0, 8.0}) {
        SCOPED_TRACE(testing::Message() << at.problem << ", neighbourhood " << static_cast<int>(neighbourhood)
                                        << ", t = " << t);
        const auto problem = problem_of(at.problem);
        const Tilted expected = plain(*problem, at.x, neighbourhood, at.rho, t);
        const auto here = TiltedOracle(problem, neighbourhood, at.rho).gradient(at.x, t);
        ASSERT_TRUE(here);
        EXPECT_NEAR(here->value, expected.value, 2e-5 * std::max(1.0, std::abs(expected.value)));
        EXPECT_LT((here->gradient - expected.gradient).norm(), 2e-4 * (1.0 + expected.gradient.norm()));
      }
}

TEST(TiltedOracle, DerivativesAreThoseOfTheValue) {
  struct Case {
    std::string problem;
    Vector x;
  };
  for (const Case& at : {Case{"twin-wells", Eigen::Vector2d(0.7, 0.3)}, Case{"himmelblau", Eigen::Vector2d(2.0, 1.0)},
                         Case{"rosenbrock", Eigen::Vector2d(-1.2, 1.0)},
                         Case{"sharpness-valley", Vector(Vector::LinSpaced(3, 0.7, -0.1))}})
    for (const Neighbourhood neighbourhood : all)
      for (const double t : {0.0, 1.0, 20.0, 1000.0}) {
        SCOPED_TRACE(testing::Message() << at.problem << ", neighbourhood " << static_cast<int>(neighbourhood)
                                        << ", t = " << t);
        const auto problem = problem_of(at.problem);
        const TiltedOracle oracle(problem, neighbourhood, 0.2);
        const auto here = oracle.hessian(at.x, t);
        ASSERT_TRUE(here);
        const double step = 1e-5 * oracle.radius();
        for (Eigen::Index i = 0; i < at.x.size(); ++i) {
          const Vector up = at.x + step * Vector::Unit(at.x.size(), i), down = 2.0 * at.x - up;
          const double slope = (*oracle.value(up, t) - *oracle.value(down, t)) / (2.0 * step);
          EXPECT_NEAR(here->gradient[i], slope, 1e-5 * (1.0 + here->gradient.norm()));
          const Vector curvature =
              (oracle.gradient(up, t)->gradient - oracle.gradient(down, t)->gradient) / (2.0 * step);
          EXPECT_LT((here->hessian.col(i) - curvature).norm(), 1e-4 * (1.0 + here->hessian.norm()));
        }
      }
}

TEST(TiltedOracle, WorstCaseIsTheGradientAtTheWorstPoint) {
  // himmelblau's steepest side is so steep that the worst point of the sphere is unique
  const auto problem = problem_of("himmelblau");
  const Vector x = Eigen::Vector2d(4.5, 1.0);
  constexpr double rho = 0.2;
  const auto here = TiltedOracle(problem, Neighbourhood::ball, rho).gradient(x, infinity);
  ASSERT_TRUE(here);
  double worst = -infinity;
  Vector at(2);
  for (int i = 0; i < 2'000'000; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / 2e6;
    const Vector there = x + rho * std::numbers::sqrt2 * Eigen::Vector2d(std::cos(angle), std::sin(angle));
    if (const double f = problem->value(there); f > worst) worst = f, at = there;
  }
  Vector g(2);
  problem->gradient(at, g);
  EXPECT_NEAR(here->value, worst, 1e-5 * worst);
  EXPECT_LT((here->gradient - g).norm(), 1e-4 * g.norm());
}

TEST(TiltedOracle, ConstantsAreTheirOwnAverage) {
  for (const double t : {0.0, 3.0, infinity}) {
    const auto here =
        TiltedOracle(std::make_shared<Linear>(2, 0.0), Neighbourhood::ball, 0.3).hessian(Eigen::Vector2d(1.0, 2.0), t);
    ASSERT_TRUE(here);
    EXPECT_EQ(here->value, 0.0);
    EXPECT_EQ(here->gradient.norm(), 0.0);
  }
  // twin-wells is 5r² around (1, 0), to rounding
  const auto flat =
      TiltedOracle(problem_of("twin-wells"), Neighbourhood::sphere, 0.3).gradient(Eigen::Vector2d(1.0, 0.0), 1000.0);
  ASSERT_TRUE(flat);
  EXPECT_NEAR(flat->value, 0.9, 1e-12);
}

TEST(TiltedOracle, SaysWhereThereIsNone) {
  EXPECT_EQ(TiltedOracle::missing(problem_of("twin-wells").get()), "");
  EXPECT_EQ(TiltedOracle::missing(problem_of("sharpness-valley").get()), "");
  EXPECT_EQ(TiltedOracle::missing(problem_of("product-valley").get()),
            "quadrature reaches 2 and 3 dimensions, not 200");
  EXPECT_NE(TiltedOracle::missing(nullptr), "");
  EXPECT_EQ(neighbourhood_of(Law::sphere), Neighbourhood::ball);
  EXPECT_EQ(neighbourhood_of(Law::gaussian), Neighbourhood::gaussian);
  for (const Law law : {Law::rademacher, Law::coordinate, Law::orthogonal}) EXPECT_FALSE(neighbourhood_of(law));
}

TEST(TiltedOracle, IsNothingWhereTheFunctionIsNotFinite) {
  // the valley's f overflows far out
  const TiltedOracle oracle(problem_of("sharpness-valley"), Neighbourhood::ball, 0.3);
  EXPECT_FALSE(oracle.value(Eigen::Vector3d(1e200, 1e200, 0.0), 1.0));
}

// -- what estimates average to: many steps at one point, each with so many pairs that the softmax is the law's

struct Average {
  Vector mean;
  double standard_error = 0.0;  ///< of the mean's length, all coordinates together
};

template <class Method>
Average estimates(const std::shared_ptr<const Problem>& problem, const Vector& x, Method method) {
  constexpr int steps = 60;
  LandscapeObjective objective(problem, DirectionSource(Generator::philox, 5));
  method.learning_rate = 1.0;
  Matrix all_of_them(x.size(), steps);
  for (int i = 0; i < steps; ++i) {
    Vector moved = x;
    objective.begin_step(static_cast<std::uint64_t>(i));
    method.step(objective, moved, static_cast<std::uint64_t>(i));
    all_of_them.col(i) = x - moved;
  }
  const Vector mean = all_of_them.rowwise().mean();
  const double variance = (all_of_them.colwise() - mean).squaredNorm() / (steps - 1);
  return {mean, std::sqrt(variance / steps)};
}

Zest<Vector> zest(Law law, double rho, double tilt) {
  Zest<Vector> method;
  method.law = law;
  method.rho = rho;
  method.tilt = tilt;
  method.pairs = 20'000;
  return method;
}

TEST(Estimates, SphereDirectionsFollowTheBallNotTheSphere) {
  const auto problem = problem_of("twin-wells");
  const Vector x = Eigen::Vector2d(0.7, 0.35);
  constexpr double rho = 0.3;
  const TiltedOracle ball(problem, Neighbourhood::ball, rho), sphere(problem, Neighbourhood::sphere, rho);
  for (const double t : {0.5, 3.0}) {
    const Average average = estimates(problem, x, zest(Law::sphere, rho, t));
    const Tilted of_ball = *ball.gradient(x, t), of_sphere = *sphere.gradient(x, t);
    // the points that are drawn lie on the sphere, so its mean of e^{tf} is what the estimate is divided by
    const Vector expected = std::exp(t * (of_ball.value - of_sphere.value)) * of_ball.gradient;
    EXPECT_LT((average.mean - expected).norm(), 4.0 * average.standard_error) << t;
    EXPECT_GT((average.mean.normalized() - of_sphere.gradient.normalized()).norm(),
              8.0 * average.standard_error / average.mean.norm())
        << "the sphere's gradient points elsewhere, t = " << t;
  }
}

TEST(Estimates, WithoutTiltTheyFollowTheMeanOverTheBall) {
  const auto problem = problem_of("himmelblau");
  const Vector x = Eigen::Vector2d(1.0, 0.5);
  Zo<Vector> method;
  method.differences.law = Law::sphere;
  method.differences.rho = 0.8;
  method.differences.pairs = 20'000;
  const Average average = estimates(problem, x, method);
  const auto gradient = [&](Neighbourhood neighbourhood) -> Vector {
    return TiltedOracle(problem, neighbourhood, 0.8).gradient(x, 0.0)->gradient;
  };
  EXPECT_LT((average.mean - gradient(Neighbourhood::ball)).norm(), 4.0 * average.standard_error);
  EXPECT_GT((average.mean - gradient(Neighbourhood::sphere)).norm(), 8.0 * average.standard_error);
}

TEST(Estimates, GaussianDirectionsFollowTheWholeGaussian) {
  // ∇F_t = (I − tρ²H)⁻¹ ∇f of a quadratic (reference, section 4), which the Gaussian that is cut off does not have
  const auto problem = problem_of("quadratic");
  const Vector x = Eigen::Vector2d(0.8, -1.1);
  constexpr double rho = 0.5, t = 1.2;
  Matrix hessian(2, 2);
  for (Eigen::Index i = 0; i < 2; ++i) problem->hessian_times(x, Vector::Unit(2, i), hessian.col(i));
  Vector g(2);
  problem->gradient(x, g);
  const Vector expected = (Matrix::Identity(2, 2) - t * rho * rho * hessian).inverse() * g;
  const Average average = estimates(problem, x, zest(Law::gaussian, rho, t));
  EXPECT_LT((average.mean - expected).norm(), 4.0 * average.standard_error);
  const Vector cut = TiltedOracle(problem, Neighbourhood::gaussian, rho).gradient(x, t)->gradient;
  EXPECT_GT((average.mean - cut).norm(), 8.0 * average.standard_error);
}

}  // namespace
}  // namespace tiltscape
