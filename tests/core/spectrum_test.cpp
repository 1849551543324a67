// Stochastic Lanczos quadrature against exact spectra: moments, density, where a Krylov space closes.
#include "core/curvature/spectrum.h"

#include "tests/core/curvature_support.h"

namespace tiltscape {
namespace {

double integral(const Vector& grid, const Vector& density) {
  const Eigen::Index n = grid.size();
  return (grid[1] - grid[0]) * (density.sum() - 0.5 * (density[0] + density[n - 1]));
}

TEST(Spectrum, ExactHasAllEigenvalues) {
  const Vector eigenvalues = linear_space(-1.0, 3.0, 200);
  const QuadraticForm form(with_spectrum(eigenvalues, 1));
  Hessian hessian(form, Vector::Zero(200));
  const Spectrum spectrum = exact_spectrum(hessian);
  ASSERT_TRUE(spectrum.exact);
  EXPECT_LT((spectrum.rules.at(0).nodes - eigenvalues).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_EQ(spectrum.products, 200U);
  EXPECT_NEAR(spectral_moment(spectrum, 1).value, 200.0, 1e-10);
  EXPECT_NEAR(spectral_moment(spectrum, 2).value, eigenvalues.squaredNorm(), 1e-9);
  EXPECT_FALSE(spectral_moment(spectrum, 2).standard_error.has_value());
}

TEST(Spectrum, QuadratureIsExactToDegree2nMinus1) {
  const Matrix a = with_spectrum(linear_space(-1.0, 2.0, 40), 3);
  const QuadraticForm form(a);
  Hessian hessian(form, Vector::Zero(40));
  constexpr Eigen::Index steps = 4;
  const Spectrum spectrum = lanczos_quadrature(hessian, 6, steps, 9);
  EXPECT_EQ(spectrum.products, 24U);
  ASSERT_EQ(spectrum.rules.size(), 6U);
  for (Eigen::Index i = 0; i < 6; ++i) {
    Matrix v(40, 1);
    fill_probes(spectrum.probes, i, v);
    const auto& [nodes, weights] = spectrum.rules[static_cast<std::size_t>(i)];
    EXPECT_NEAR(weights.sum(), 1.0, 1e-13);
    Vector power = v;
    for (int order = 1; order <= 2 * steps; ++order) {
      power = (a * power).eval();
      const double quadrature = weights.dot(nodes.array().pow(order).matrix());
      const double direct = v.col(0).dot(power) / 40.0;
      if (order < 2 * steps) {
        EXPECT_NEAR(quadrature, direct, 1e-11) << order;
      } else {
        EXPECT_GT(std::abs(quadrature - direct), 1e-6) << "one degree more is beyond it";
      }
    }
  }
}

TEST(Spectrum, MomentsCoverTheExactOnes) {
  const Vector eigenvalues = geometric_space(1e-3, 10.0, 50);
  std::array<int, 4> covered{};
  constexpr int repetitions = 500;
  for (std::uint64_t seed = 0; seed < repetitions; ++seed) {
    const QuadraticForm form(with_spectrum(eigenvalues, 50 + seed));
    Hessian hessian(form, Vector::Zero(50));
    const Spectrum spectrum = lanczos_quadrature(hessian, 30, 8, seed);
    for (int order = 1; order <= 3; ++order)
      covered[static_cast<std::size_t>(order)] +=
          covers(spectral_moment(spectrum, order), eigenvalues.array().pow(order).sum());
  }
  for (int order = 1; order <= 3; ++order) {
    const double coverage = covered[static_cast<std::size_t>(order)] / static_cast<double>(repetitions);
    RecordProperty(fmt::format("moment_{}", order), fmt::format("{:.3f}", coverage));
    EXPECT_GE(coverage, order == 1 ? 0.91 : 0.85) << order;
    EXPECT_LE(coverage, 0.98) << order;
  }
}

TEST(Spectrum, DensityIsTheSmoothedExactOne) {
  Vector eigenvalues(300);
  eigenvalues << linear_space(-0.5, 0.5, 200), linear_space(1.5, 2.5, 96), numbers({8, 8, 9, -4});
  const QuadraticForm form(with_spectrum(eigenvalues, 2));
  Hessian hessian(form, Vector::Zero(300));
  const Spectrum exact = exact_spectrum(hessian), estimated = lanczos_quadrature(hessian, 40, 60, 1);
  constexpr double sigma = 0.25;
  const Vector grid = spectral_grid(exact, sigma, 800);
  EXPECT_NEAR(grid[0], -5.0, 1e-9);
  EXPECT_NEAR(grid[799], 10.0, 1e-9);
  const Vector expected = spectral_density(exact, grid, sigma), density = spectral_density(estimated, grid, sigma);
  EXPECT_NEAR(integral(grid, expected), 1.0, 1e-4);
  EXPECT_NEAR(integral(grid, density), 1.0, 1e-4);
  // an eigenvector's weight varies by √2/d a probe, so what 40 probes leave of it is far below the density itself
  const double distance = integral(grid, (density - expected).cwiseAbs());
  RecordProperty("distance", fmt::format("{:.4f}", distance));
  EXPECT_LT(distance, 0.05);
  EXPECT_GT(distance, 1e-6);
}

TEST(Spectrum, EndsWhereTheKrylovSpaceCloses) {
  const QuadraticForm form(2.0 * Matrix::Identity(10, 10));
  Hessian hessian(form, Vector::Zero(10));
  const Spectrum spectrum = lanczos_quadrature(hessian, 3, 8, 0);
  EXPECT_EQ(spectrum.products, 3U);
  for (const auto& rule : spectrum.rules) {
    ASSERT_EQ(rule.nodes.size(), 1);
    EXPECT_NEAR(rule.nodes[0], 2.0, 1e-14);
    EXPECT_NEAR(rule.weights[0], 1.0, 1e-14);
  }
}

TEST(Spectrum, IsNotDefinedWhereTheHessianIsNotFinite) {
  Matrix holed = Matrix::Identity(20, 20);
  holed(3, 7) = NAN;
  const QuadraticForm broken(holed), whole(with_spectrum(linear_space(0, 1, 20), 1));
  Hessian hessian(broken, Vector::Zero(20)), away(whole, Vector::Constant(20, INFINITY));
  for (const Spectrum& spectrum : {exact_spectrum(hessian), lanczos_quadrature(hessian, 4, 8, 0), exact_spectrum(away),
                                   lanczos_quadrature(away, 4, 8, 0)}) {
    EXPECT_FALSE(spectrum.defined());
    EXPECT_FALSE(spectral_moment(spectrum, 1).defined());
    EXPECT_TRUE(spectral_density(spectrum, numbers({0, 1}), 0.1).array().isNaN().all());
    EXPECT_TRUE(spectral_grid(spectrum, 0.1, 5).array().isNaN().all());
  }
}

}  // namespace
}  // namespace tiltscape
