// Trace estimators as means over probes; two stages around any of them.
#include "core/curvature/trace.h"

#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>

namespace tiltscape {
namespace {

constexpr Eigen::Index fewest_probes = 10;
constexpr Eigen::Index sketch_columns = 30;

Vector column_products(const Matrix& a, const Matrix& b) { return a.cwiseProduct(b).colwise().sum().transpose(); }

/// The range that a sketch found, and the trace on it.
struct Deflation {
  Matrix q;  ///< d × k, orthonormal
  double trace = 0.0;
};

Deflation deflate(Hessian& hessian, Eigen::Index columns, std::uint64_t seed) {
  const Eigen::Index d = hessian.dimension(), k = std::min(columns, d);
  Matrix s(d, k);
  fill_probes({.seed = seed, .first = 0, .family = ProbeFamily::sketch}, 0, s);
  const Matrix hs = hessian.times(s);
  if (!hs.allFinite() || !hessian.point().allFinite()) return {.q = {}, .trace = std::numeric_limits<double>::quiet_NaN()};
  Deflation result{.q = Eigen::HouseholderQR<Matrix>(hs).householderQ() * Matrix::Identity(d, k)};
  result.trace = column_products(result.q, hessian.times(result.q)).sum();
  return result;
}

/// Hutchinson on (I − QQᵀ) H (I − QQᵀ).
Estimate residual_trace(Hessian& hessian, const Deflation& deflation, const Probes& probes) {
  const std::uint64_t before = hessian.products();
  if (!std::isfinite(deflation.trace)) return undefined(0);
  const Vector samples = for_probes(probes, hessian.dimension(), [&](Matrix& g, Eigen::Ref<Vector> values) {
    g -= deflation.q * (deflation.q.transpose() * g).eval();
    values = column_products(g, hessian.times(g));
  });
  return estimate_of(samples, probes, hessian.products() - before, deflation.trace);
}

/// `estimate` with a pilot, then fresh probes as many as the pilot says and `affordable` allows.
Estimate two_stage(const TraceRequest& request, Probes probes, Eigen::Index affordable,
                   const std::function<Estimate(const Probes&)>& estimate) {
  if (request.count || affordable < pilot_probes + fewest_probes) {  // no pilot: what was asked for, or what there is
    probes.count = std::min(request.count.value_or(affordable), affordable);
    Estimate result = estimate(probes);
    result.capped = probes.count < request.count.value_or(affordable + 1);
    return result;
  }
  Probes first = probes;
  first.count = pilot_probes;
  first.first = 0;
  const Estimate pilot = estimate(first);
  if (!pilot.defined()) return undefined(pilot.cost);
  constexpr Eigen::Index any = std::numeric_limits<Eigen::Index>::max();
  const Eigen::Index planned = planned_probes(pilot, request.relative_error, any), most = affordable - pilot_probes;
  probes.count = std::min(planned, most);
  Estimate result = estimate(probes);
  result.capped = planned > most;
  result.cost += pilot.cost;
  return result;
}

}  // namespace

Estimate exact_trace(Hessian& hessian) {
  const Eigen::Index d = hessian.dimension();
  const std::uint64_t before = hessian.products();
  if (!hessian.point().allFinite()) return undefined(0);
  double trace = 0.0;
  for (Eigen::Index i = 0; i < d; i += block_columns(d)) {
    const Eigen::Index n = std::min(block_columns(d), d - i);
    Matrix axes = Matrix::Zero(d, n);
    axes.middleRows(i, n).setIdentity();
    trace += hessian.times(axes).middleRows(i, n).trace();
  }
  return exactly(trace, hessian.products() - before);
}

Estimate hutchinson(Hessian& hessian, const Probes& probes) {
  const std::uint64_t before = hessian.products();
  if (!hessian.point().allFinite()) return undefined(0);
  const Vector samples = for_probes(probes, hessian.dimension(), [&](const Matrix& v, Eigen::Ref<Vector> values) {
    values = column_products(v, hessian.times(v));
  });
  return estimate_of(samples, probes, hessian.products() - before);
}

Estimate hutch_plus_plus(Hessian& hessian, Eigen::Index products, std::uint64_t seed) {
  if (products < 6) throw std::invalid_argument("Hutch++ needs 6 products: 2 probes for its standard error");
  const std::uint64_t before = hessian.products();
  const Eigen::Index columns = std::min((products + 1) / 3, hessian.dimension());
  const Deflation deflation = deflate(hessian, columns, seed);
  Estimate result = residual_trace(hessian, deflation, {.count = products - 2 * columns, .seed = seed});
  result.cost = hessian.products() - before;
  return result;
}

double default_lambda(const Vector& x) {
  return 1e-4 * std::max(1.0, x.norm() / std::sqrt(static_cast<double>(x.size())));
}

Estimate zeroth_order_trace(const LossFunction& loss, const Vector& x, double lambda, const Probes& probes) {
  const double twice = 2.0 * loss.value(x);
  if (!std::isfinite(twice) || !x.allFinite()) return undefined(1);
  std::vector<double> losses;
  const Vector samples = for_probes(probes, x.size(), [&](const Matrix& u, Eigen::Ref<Vector> values) {
    Matrix points(u.rows(), 2 * u.cols());
    points.leftCols(u.cols()) = (lambda * u).colwise() + x;
    points.rightCols(u.cols()) = (-lambda * u).colwise() + x;
    losses.resize(static_cast<std::size_t>(points.cols()));
    loss.values(points, losses);
    const Eigen::Map<const Vector> all(losses.data(), points.cols());
    values = ((all.head(u.cols()) + all.tail(u.cols())).array() - twice) / (lambda * lambda);
  });
  return estimate_of(samples, probes, 1 + 2 * static_cast<std::uint64_t>(probes.count));
}

Eigen::Index planned_probes(const Estimate& pilot, double relative_error, Eigen::Index most) {
  if (pilot.standard_error == 0.0) return std::min(most, fewest_probes);
  const double error = pilot.standard_error.value_or(0.0) / (relative_error * std::abs(pilot.value));
  const double wanted = std::ceil(static_cast<double>(pilot.samples.size()) * error * error);
  if (!(wanted < static_cast<double>(most))) return most;
  return std::min(most, std::max(fewest_probes, static_cast<Eigen::Index>(wanted)));
}

Estimate estimate_trace(Hessian& hessian, const TraceRequest& request) {
  if (request.budget < 6) throw std::invalid_argument("a trace needs a budget of 6 at least");
  const bool losses = request.method == TraceMethod::zeroth_order;
  const Probes probes{.seed = request.seed, .law = request.law.value_or(losses ? Law::gaussian : Law::rademacher)};
  const auto budget = static_cast<Eigen::Index>(request.budget);
  switch (request.method) {
    case TraceMethod::exact:
      return exact_trace(hessian);
    case TraceMethod::hutchinson:
      return two_stage(request, probes, budget, [&](const Probes& some) { return hutchinson(hessian, some); });
    case TraceMethod::zeroth_order: {
      const double lambda = request.lambda.value_or(default_lambda(hessian.point()));
      return two_stage(request, probes, (budget - 2) / 2, [&](const Probes& some) {
        return zeroth_order_trace(hessian.loss(), hessian.point(), lambda, some);
      });
    }
    case TraceMethod::hutch_plus_plus:
      break;
  }
  const Eigen::Index columns = std::min({sketch_columns, budget / 3, hessian.dimension()});
  const std::uint64_t before = hessian.products();
  const Deflation deflation = deflate(hessian, columns, request.seed);
  Estimate result = two_stage(request, probes, budget - 2 * columns,
                              [&](const Probes& some) { return residual_trace(hessian, deflation, some); });
  result.cost = hessian.products() - before;
  return result;
}

}  // namespace tiltscape
