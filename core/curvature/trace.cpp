// Trace estimators as means over probes.
#include "core/curvature/trace.h"

#include <algorithm>
#include <cmath>

namespace tiltscape {

Estimate exact_trace(Hessian& hessian) {
  const std::uint64_t before = hessian.products();
  if (!hessian.point().allFinite()) return undefined(0);
  double trace = 0.0;
  hessian.for_columns(block_columns(hessian.dimension()), [&](Eigen::Index first, const Matrix& columns) {
    trace += columns.middleRows(first, columns.cols()).trace();
  });
  return exactly(trace, hessian.products() - before);
}

Estimate hutchinson(Hessian& hessian, const Probes& probes) {
  const std::uint64_t before = hessian.products();
  if (!hessian.point().allFinite()) return undefined(0);
  const Vector samples = for_probes(probes, hessian.dimension(), [&](const Matrix& v, Eigen::Ref<Vector> values) {
    values = quadratic_forms(v, hessian.times(v));
  });
  return estimate_of(samples, probes, hessian.products() - before);
}

double default_lambda(const LossFunction& loss, const Vector& x) {
  return std::pow(loss.epsilon(), 0.25) * std::max(1.0, x.norm() / std::sqrt(static_cast<double>(x.size())));
}

Estimate zeroth_order_trace(const LossFunction& loss, const Vector& x, double lambda, const Probes& probes) {
  const double twice = 2.0 * loss.value(x);
  if (!std::isfinite(twice) || !x.allFinite()) return undefined(1);
  const Vector samples = (antithetic_sums(loss, x, lambda, probes).array() - twice) / (lambda * lambda);
  return estimate_of(samples, probes, 1 + 2 * static_cast<std::uint64_t>(probes.count));
}

}  // namespace tiltscape
