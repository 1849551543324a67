// Sketch, orthonormal range, and what it leaves.
#include "core/curvature/hutch_plus_plus.h"

#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace tiltscape {

Deflation deflate(Hessian& hessian, Eigen::Index columns, std::uint64_t seed) {
  const Eigen::Index d = hessian.dimension(), k = std::min(columns, d);
  Matrix s(d, k);
  fill_probes({.seed = seed, .first = 0, .family = ProbeFamily::sketch}, 0, s);
  const Matrix hs = hessian.times(s);
  if (!hs.allFinite() || !hessian.point().allFinite())
    return {.q = {}, .trace = std::numeric_limits<double>::quiet_NaN()};
  Deflation result{.q = Eigen::HouseholderQR<Matrix>(hs).householderQ() * Matrix::Identity(d, k)};
  result.trace = quadratic_forms(result.q, hessian.times(result.q)).sum();
  return result;
}

Estimate deflated_trace(Hessian& hessian, const Deflation& deflation, const Probes& probes) {
  const std::uint64_t before = hessian.products();
  if (!std::isfinite(deflation.trace)) return undefined(0);
  const Vector samples = for_probes(probes, hessian.dimension(), [&](Matrix& g, Eigen::Ref<Vector> values) {
    g -= deflation.q * (deflation.q.transpose() * g).eval();
    values = quadratic_forms(g, hessian.times(g));
  });
  return estimate_of(samples, probes, hessian.products() - before, deflation.trace);
}

Estimate hutch_plus_plus(Hessian& hessian, Eigen::Index products, std::uint64_t seed) {
  if (products < 6) throw std::invalid_argument("Hutch++ needs 6 products: 2 probes for its standard error");
  const std::uint64_t before = hessian.products();
  const Eigen::Index columns = std::min((products + 1) / 3, hessian.dimension());
  const Deflation deflation = deflate(hessian, columns, seed);
  Estimate result = deflated_trace(hessian, deflation, {.count = products - 2 * columns, .seed = seed});
  result.cost = hessian.products() - before;
  return result;
}

}  // namespace tiltscape
