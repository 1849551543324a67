// Two stages around any of the estimators.
#include "core/curvature/trace_request.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

#include "core/curvature/hutch_plus_plus.h"
#include "core/curvature/trace.h"

namespace tiltscape {
namespace {

constexpr Eigen::Index fewest_probes = 10;
constexpr Eigen::Index sketch_columns = 30;

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
                              [&](const Probes& some) { return deflated_trace(hessian, deflation, some); });
  result.cost = hessian.products() - before;
  return result;
}

}  // namespace tiltscape
