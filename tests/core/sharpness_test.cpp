// Sharpness measures against closed forms on quadratics, linear functions and the product valley.
#include "core/curvature/sharpness.h"

#include <Eigen/Eigenvalues>

#include "tests/core/curvature_support.h"

namespace tiltscape {
namespace {

constexpr std::uint64_t repetitions = 1000;

/// max of ½εᵀAε + gᵀε over ‖ε‖ ≤ ρ by the secular equation of the trust-region problem (Conn, Gould & Toint 2000,
/// section 7.3), for g with a part of every eigenvector.
double ball_maximum(const Matrix& a, const Vector& g, double rho) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(a);
  const Vector eigenvalues = solver.eigenvalues(), b = solver.eigenvectors().transpose() * g;
  const auto at = [&](double mu) { return Vector(b.array() / (mu - eigenvalues.array())); };
  double low = std::max(0.0, eigenvalues.maxCoeff()), high = low + g.norm() / rho;
  for (int i = 0; i < 200; ++i) (at(0.5 * (low + high)).norm() > rho ? low : high) = 0.5 * (low + high);
  const Vector epsilon = at(high);
  return 0.5 * epsilon.dot(eigenvalues.cwiseProduct(epsilon)) + b.dot(epsilon);
}

TEST(Sharpness, FrobeniusNormIsExactFromAllOfH) {
  const Vector eigenvalues = linear_space(-2.0, 3.0, 50);
  const QuadraticForm form(with_spectrum(eigenvalues, 1));
  Hessian hessian(form, Vector::Zero(50));
  const Estimate norm = frobenius_norm(hessian);
  EXPECT_NEAR(norm.value, eigenvalues.norm(), 1e-12);
  EXPECT_FALSE(norm.standard_error.has_value());
  EXPECT_EQ(norm.cost, 50U);
}

TEST(Sharpness, EstimatedFrobeniusNormCovers) {
  for (const Vector& eigenvalues : {linear_space(-2.0, 3.0, 50), geometric_space(1e-3, 10.0, 50)}) {
    int covered = 0;
    for (std::uint64_t seed = 0; seed < repetitions; ++seed) {
      const QuadraticForm form(with_spectrum(eigenvalues, seed));
      Hessian hessian(form, Vector::Zero(50));
      const Estimate norm = frobenius_norm(hessian, {.count = 100, .seed = seed, .family = ProbeFamily::frobenius});
      covered += covers(norm, eigenvalues.norm());
    }
    const double coverage = covered / static_cast<double>(repetitions);
    RecordProperty(fmt::format("frobenius_{:.1f}", eigenvalues.norm()), fmt::format("{:.3f}", coverage));
    EXPECT_GE(coverage, 0.92);
    EXPECT_LE(coverage, 0.97);
  }
  const QuadraticForm nothing(Matrix::Zero(5, 5));
  Hessian zero(nothing, Vector::Zero(5));
  EXPECT_EQ(frobenius_norm(zero, {.count = 10}).value, 0.0);
}

TEST(Sharpness, SamsStepOnAQuadratic) {
  const Matrix a = with_spectrum(linear_space(-1.0, 3.0, 20), 2);
  const Vector x = gaussian_matrix(20, 1, 3), g = a * x;
  const QuadraticForm form(a);
  const double rho = 0.7;
  const Ascent step = sam_sharpness(form, x, rho);
  EXPECT_NEAR(step.increase, rho * g.norm() + 0.5 * rho * rho * g.dot(a * g) / g.squaredNorm(), 1e-10);
  EXPECT_NEAR(step.displacement.norm(), rho, 1e-10);
  EXPECT_TRUE(std::isnan(sam_sharpness(form, Vector::Zero(20), rho).increase)) << "no gradient, no direction";
  EXPECT_TRUE(std::isnan(sam_sharpness(form, x * (1e-12 / g.norm()), rho).increase)) << "nor one of rounding";
}

TEST(Sharpness, BallMaximumOfQuadratics) {
  // convex, indefinite and with the maximum inside of the ball
  for (const auto& [low, high] : {std::pair{0.1, 3.0}, std::pair{-1.0, 3.0}, std::pair{-3.0, -1.0}})
    for (const double rho : {0.1, 1.0, 3.0}) {
      SCOPED_TRACE(fmt::format("{} {} {}", low, high, rho));
      const Matrix a = with_spectrum(linear_space(low, high, 20), 4);
      const Vector g = gaussian_matrix(20, 1, 5);
      const QuadraticForm form(a, g);
      const Ascent found = ball_sharpness(form, Vector::Zero(20), rho, 4, 2000, 1);
      const double expected = ball_maximum(a, g, rho);
      EXPECT_LE(found.increase, expected * (1.0 + 1e-12));
      EXPECT_NEAR(found.increase, expected, 1e-6 * expected);
      EXPECT_LE(found.displacement.norm(), rho * (1.0 + 1e-12));
      EXPECT_GE(found.increase, sam_sharpness(form, Vector::Zero(20), rho).increase);
    }
  // at a minimum: ½ρ²λ_max, where SAM's step sees nothing
  const QuadraticForm bowl(with_spectrum(linear_space(0.1, 3.0, 20), 4));
  EXPECT_NEAR(ball_sharpness(bowl, Vector::Zero(20), 2.0, 3, 2000, 1).increase, 6.0, 1e-6);
}

TEST(Sharpness, BallMaximumInThePlaneIsThatOfAFineGrid) {
  const auto himmelblau = landscape("himmelblau");
  for (const Vector& x : {numbers({3, 2}), numbers({0.5, -1}), numbers({-2, 2.5})})
    for (const double rho : {0.3, 1.5}) {
      double best = 0.0;
      for (int i = 0; i < 400; ++i)
        for (int j = 0; j <= 60; ++j) {
          const double angle = i * 0.015707963267948967, r = rho * j / 60.0;
          best = std::max(
              best, himmelblau->value(x + r * numbers({std::cos(angle), std::sin(angle)})) - himmelblau->value(x));
        }
      const Ascent found = ball_sharpness(*himmelblau, x, rho, 8, 500, 1);
      EXPECT_GE(found.increase, best * (1.0 - 1e-9)) << x.transpose() << " " << rho;
      EXPECT_LE(found.increase, best * 1.01) << x.transpose() << " " << rho;
    }
}

TEST(Sharpness, AdaptiveFormDoesNotSeeARescalingAndSamsDoes) {
  // (cy, z/c) has the same f; and so has any product of y and z coordinate by coordinate
  const auto valley = landscape("product-valley");
  const Vector x = valley->default_start();
  const double adaptive = adaptive_sharpness(*valley, x, 0.05).increase, sam = sam_sharpness(*valley, x, 0.05).increase;
  for (const double c : {0.25, 3.0, 10.0}) {
    Vector rescaled = x;
    rescaled.head(100) *= c;
    rescaled.tail(100) /= c;
    EXPECT_NEAR(adaptive_sharpness(*valley, rescaled, 0.05).increase / adaptive, 1.0, 1e-10) << c;
    EXPECT_GT(std::abs(sam_sharpness(*valley, rescaled, 0.05).increase / sam - 1.0), 0.1) << c;
  }
  // by the formula: ε = ρ T²g/‖Tg‖ is as long as ρ in the norm of T⁻¹
  const Ascent step = adaptive_sharpness(*valley, x, 0.05);
  EXPECT_NEAR(step.displacement.cwiseQuotient(x.cwiseAbs()).norm(), 0.05, 1e-12);
  Vector g(200);
  valley->gradient(x, g);
  EXPECT_NEAR(step.displacement.dot(g), 0.05 * x.cwiseAbs().cwiseProduct(g).norm(), 1e-9) << "the linear maximum";
  EXPECT_TRUE(std::isnan(adaptive_sharpness(*valley, valley->minima().front().x, 0.05).increase));
}

TEST(Sharpness, AverageOnTheProductValley) {
  // f_ρ − h = (ρ²/2) S + ρ⁴d/2 for Gaussian directions
  const auto valley = landscape("product-valley");
  const double rho = 0.5;
  for (const Vector& x : {valley->default_start(), valley->minima().front().x}) {
    const Estimate average = average_sharpness(*valley, x, rho, {.count = 20'000, .seed = 1, .law = Law::gaussian});
    const double expected = 0.5 * rho * rho * valley->trace(x) + 0.5 * std::pow(rho, 4) * 100.0;
    EXPECT_NEAR(average.value, expected, 3.0 * average.standard_error.value());
    EXPECT_LT(average.standard_error.value(), 0.02 * expected);
    EXPECT_EQ(average.cost, 40'001U);
  }
}

TEST(Sharpness, AverageOfAQuadraticIsHalfRhoSquaredTrace) {
  const Vector eigenvalues = linear_space(0.1, 3.0, 30);
  const Vector x = 100.0 * gaussian_matrix(30, 1, 7);  // a large gradient, which pairs cancel
  for (const Law law : {Law::gaussian, Law::sphere}) {
    int covered = 0;
    for (std::uint64_t seed = 0; seed < repetitions; ++seed) {
      const QuadraticForm form(with_spectrum(eigenvalues, seed));
      const Estimate average = average_sharpness(form, x, 0.2, {.count = 60, .seed = seed, .law = law});
      covered += covers(average, 0.02 * eigenvalues.sum());
      if (seed == 0) {
        EXPECT_LT(average.standard_error.value(), 0.05 * average.value);
      }
    }
    const double coverage = covered / static_cast<double>(repetitions);
    RecordProperty(fmt::format("average_{}", choice_name(law)), fmt::format("{:.3f}", coverage));
    EXPECT_GE(coverage, 0.93) << choice_name(law);
    EXPECT_LE(coverage, 0.97) << choice_name(law);
  }
}

TEST(Sharpness, TiltedOnALinearFunctionHasItsClosedForm) {
  // over the sphere of radius r in three dimensions E e^{t gu} = sinh z / z with z = t r ‖g‖
  const double rho = 0.3, slope = 2.0, radius = rho * std::sqrt(3.0);
  const QuadraticForm linear(Matrix::Zero(3, 3), slope * Vector::Unit(3, 1));
  for (const double tilt : {0.5, 2.0, 5.0}) {
    const double z = tilt * radius * slope, expected = std::log(std::sinh(z) / z) / tilt;
    int covered = 0;
    for (std::uint64_t seed = 0; seed < repetitions; ++seed)
      covered +=
          covers(tilted_sharpness(linear, numbers({5, -7, 1}), rho, tilt, Neighbourhood::sphere, 100, seed), expected);
    const double coverage = covered / static_cast<double>(repetitions);
    RecordProperty(fmt::format("tilted_{}", tilt), fmt::format("{:.3f}", coverage));
    EXPECT_GE(coverage, 0.92) << tilt;
    EXPECT_LE(coverage, 0.97) << tilt;
  }
}

TEST(Sharpness, TiltedGoesOverIntoTheMeanAndStaysFiniteAtHighTilts) {
  const auto himmelblau = landscape("himmelblau");
  const Vector x = numbers({0.5, -1});
  const auto at = [&](double tilt) { return tilted_sharpness(*himmelblau, x, 0.4, tilt, Neighbourhood::ball, 400, 3); };
  EXPECT_NEAR(at(1e-9).value, at(0.0).value, 1e-6);
  EXPECT_NEAR(at(1e-9).standard_error.value(), at(0.0).standard_error.value(), 1e-6);
  double before = at(0.0).value;
  for (const double tilt : {0.01, 0.1, 1.0, 10.0, 1e4}) {
    const Estimate tilted = at(tilt);
    EXPECT_GT(tilted.value, before) << tilt;
    EXPECT_NEAR(tilted.samples.mean(), tilted.value, 1e-9 * std::abs(tilted.value));
    before = tilted.value;
  }
  EXPECT_TRUE(at(1e4).dominated) << "one sample carries the mean";
  EXPECT_FALSE(at(1e4).standard_error.has_value()) << "so it is a lower bound, and 1/t is no error of it";
  EXPECT_TRUE(at(1.0).standard_error.has_value());
  EXPECT_FALSE(at(0.0).dominated);
}

TEST(Sharpness, IsNotDefinedAtPointsThatAreNotFinite) {
  const auto valley = landscape("product-valley");
  Vector bad = valley->default_start();
  for (const double number : {static_cast<double>(NAN), static_cast<double>(INFINITY), 1e200}) {
    bad[3] = number;
    bad[103] = number;
    Hessian hessian(*valley, bad);
    EXPECT_FALSE(frobenius_norm(hessian).defined());
    EXPECT_FALSE(frobenius_norm(hessian, {.count = 10}).defined());
    EXPECT_FALSE(average_sharpness(*valley, bad, 0.1, {.count = 10}).defined());
    EXPECT_FALSE(tilted_sharpness(*valley, bad, 0.1, 1.0, Neighbourhood::ball, 10, 0).defined());
    for (const Ascent& ascent : {sam_sharpness(*valley, bad, 0.1), adaptive_sharpness(*valley, bad, 0.1),
                                 ball_sharpness(*valley, bad, 0.1, 3, 10, 0)})
      EXPECT_TRUE(std::isnan(ascent.increase));
  }
  EXPECT_TRUE(
      std::isnan(ball_sharpness(*valley, valley->default_start(), 0.1, 3, 10, 0, [] { return true; }).increase));
}

}  // namespace
}  // namespace tiltscape
