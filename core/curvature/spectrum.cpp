// Quadratures from Lanczos' tridiagonal matrices, and what is read off them.
#include "core/curvature/spectrum.h"

#include <Eigen/Eigenvalues>

#include <cmath>
#include <limits>
#include <numbers>

#include "core/curvature/lanczos.h"

namespace tiltscape {

Spectrum lanczos_quadrature(Hessian& hessian, Eigen::Index probes, Eigen::Index steps, std::uint64_t seed) {
  const std::uint64_t before = hessian.products();
  const Eigen::Index d = hessian.dimension();
  Spectrum spectrum{.probes = {.count = probes, .seed = seed, .first = 0, .family = ProbeFamily::spectrum},
                    .dimension = d};
  const auto nothing = [&] {
    spectrum.rules.clear();
    spectrum.products = hessian.products() - before;
    return spectrum;
  };
  if (!hessian.point().allFinite()) return nothing();
  for (Eigen::Index i = 0; i < probes; ++i) {
    Matrix start(d, 1);
    fill_probes(spectrum.probes, i, start);
    Lanczos lanczos(hessian, start, std::min(steps, d));
    for (auto state = Lanczos::State::growing; state == Lanczos::State::growing;) {
      state = lanczos.grow();
      if (state == Lanczos::State::not_finite) return nothing();
    }
    const Lanczos::Ritz ritz = lanczos.ritz();
    spectrum.rules.push_back({ritz.values, ritz.rotation.row(0).transpose().cwiseAbs2()});
  }
  spectrum.products = hessian.products() - before;
  return spectrum;
}

Spectrum exact_spectrum(Hessian& hessian) {
  const std::uint64_t before = hessian.products();
  const Eigen::Index d = hessian.dimension();
  const Matrix h = hessian.dense();
  Spectrum spectrum{.dimension = d, .products = hessian.products() - before, .exact = true};
  if (!h.allFinite() || !hessian.point().allFinite()) return spectrum;  // the solver would not return
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(h, Eigen::EigenvaluesOnly);
  spectrum.rules.push_back({solver.eigenvalues(), Vector::Constant(d, 1.0 / static_cast<double>(d))});
  return spectrum;
}

Estimate spectral_moment(const Spectrum& spectrum, int order) {
  if (!spectrum.defined()) return undefined(spectrum.products);
  Vector moments(std::ssize(spectrum.rules));
  for (Eigen::Index i = 0; i < moments.size(); ++i) {
    const auto& [nodes, weights] = spectrum.rules[static_cast<std::size_t>(i)];
    moments[i] = static_cast<double>(spectrum.dimension) * weights.dot(nodes.array().pow(order).matrix());
  }
  return spectrum.exact ? exactly(moments[0], spectrum.products)
                        : estimate_of(std::move(moments), spectrum.probes, spectrum.products);
}

Vector spectral_density(const Spectrum& spectrum, const Vector& grid, double sigma) {
  if (!spectrum.defined()) return Vector::Constant(grid.size(), std::numeric_limits<double>::quiet_NaN());
  Vector density = Vector::Zero(grid.size());
  const double height = 1.0 / (sigma * std::sqrt(2.0 * std::numbers::pi) * static_cast<double>(spectrum.rules.size()));
  for (const auto& [nodes, weights] : spectrum.rules)
    for (Eigen::Index i = 0; i < nodes.size(); ++i)
      density.array() += height * weights[i] * (-0.5 * ((grid.array() - nodes[i]) / sigma).square()).exp();
  return density;
}

Vector spectral_grid(const Spectrum& spectrum, double sigma, Eigen::Index points) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  double low = infinity, high = -infinity;
  for (const auto& rule : spectrum.rules) {
    low = std::min(low, rule.nodes.minCoeff());
    high = std::max(high, rule.nodes.maxCoeff());
  }
  if (!spectrum.defined()) return Vector::Constant(points, std::numeric_limits<double>::quiet_NaN());
  return Vector::LinSpaced(points, low - 4.0 * sigma, high + 4.0 * sigma);
}

}  // namespace tiltscape
