// Averages around the point: ‖H‖_F, average-direction and tilted sharpness.
#include "core/curvature/sharpness.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/quadrature.h"
#include "core/tilted_mean.h"

namespace tiltscape {
namespace {

std::vector<double> losses_at(const LossFunction& loss, const Matrix& points) {
  std::vector<double> losses(static_cast<std::size_t>(points.cols()));
  loss.values(points, losses);
  return losses;
}

}  // namespace

Estimate frobenius_norm(Hessian& hessian) {
  if (!hessian.point().allFinite()) return undefined(0);
  const std::uint64_t before = hessian.products();
  double squares = 0.0;
  hessian.for_columns(block_columns(hessian.dimension()),
                      [&](Eigen::Index, const Matrix& columns) { squares += columns.squaredNorm(); });
  return exactly(std::sqrt(squares), hessian.products() - before);
}

Estimate frobenius_norm(Hessian& hessian, const Probes& probes) {
  if (!hessian.point().allFinite()) return undefined(0);
  const std::uint64_t before = hessian.products();
  const Vector squares = for_probes(probes, hessian.dimension(), [&](const Matrix& v, Eigen::Ref<Vector> values) {
    values = hessian.times(v).colwise().squaredNorm().transpose();
  });
  const std::uint64_t cost = hessian.products() - before;
  const double norm = std::sqrt(squares.mean());
  if (!(norm > 0.0)) return norm == 0.0 ? exactly(0.0, cost) : undefined(cost);
  return estimate_of(0.5 * (norm + squares.array() / norm), probes, cost);
}

Estimate average_sharpness(const LossFunction& loss, const Vector& x, double rho, const Probes& probes) {
  const double here = loss.value(x);
  if (!std::isfinite(here) || !x.allFinite()) return undefined(1);
  const Vector samples = 0.5 * antithetic_sums(loss, x, rho, probes).array() - here;
  return estimate_of(samples, probes, 1 + 2 * static_cast<std::uint64_t>(probes.count));
}

Estimate tilted_sharpness(const LossFunction& loss, const Vector& x, double rho, double tilt,
                          Neighbourhood neighbourhood, Eigen::Index pairs, std::uint64_t seed) {
  const auto cost = 1 + 2 * static_cast<std::uint64_t>(pairs);
  const double here = loss.value(x);
  if (!std::isfinite(here) || !x.allFinite()) return undefined(1);
  const Nodes nodes = sampled_nodes(neighbourhood, x.size(), 2 * pairs, seed);
  const std::vector<double> losses = losses_at(loss, (rho * nodes.radius * nodes.points).colwise() + x);
  const std::vector<double> weights(losses.size(), 1.0 / static_cast<double>(losses.size()));
  const double tilted = tilted_mean(losses, weights, tilt);
  if (!std::isfinite(tilted)) return undefined(cost);
  const Eigen::Map<const Vector> all(losses.data(), 2 * pairs);
  Vector influence(2 * pairs);  // (e^{t(f − F_t)} − 1)/t: their mean is 0
  if (tilt == 0.0)
    influence = all.array() - tilted;
  else
    for (Eigen::Index i = 0; i < influence.size(); ++i) influence[i] = std::expm1(tilt * (all[i] - tilted)) / tilt;
  const Vector samples = 0.5 * (influence.head(pairs) + influence.tail(pairs)).array() + (tilted - here);
  Estimate result = estimate_of(samples, {.count = pairs, .seed = seed, .law = Law::gaussian, .first = 0}, cost);
  // where a few points carry the sum, the largest possible error of (w̄ − 1)/t is about 1/t: it says nothing
  const Vector pair_weights = 1.0 + tilt * (samples.array() - (tilted - here));
  const double fewest = std::min(10.0, 0.5 * static_cast<double>(pairs));
  if (pair_weights.sum() * pair_weights.sum() < fewest * pair_weights.squaredNorm()) {
    result.standard_error.reset();
    result.dominated = true;
  }
  return result;
}

}  // namespace tiltscape
