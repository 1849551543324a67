// A trace by any of the estimators.
#include "core/curvature/trace_request.h"

#include <algorithm>
#include <stdexcept>

#include "core/curvature/hutch_plus_plus.h"
#include "core/curvature/trace.h"
#include "core/curvature/two_stage.h"

namespace tiltscape {
namespace {

constexpr Eigen::Index sketch_columns = 30;

}  // namespace

Estimate estimate_trace(Hessian& hessian, const TraceRequest& request) {
  if (request.budget < 6) throw std::invalid_argument("a trace needs a budget of 6 at least");
  const bool losses = request.method == TraceMethod::zeroth_order;
  const Probes probes{.seed = request.seed, .law = request.law.value_or(losses ? Law::gaussian : Law::rademacher)};
  const Plan plan{request.relative_error, request.count};
  const auto budget = static_cast<Eigen::Index>(request.budget);
  switch (request.method) {
    case TraceMethod::exact:
      return exact_trace(hessian);
    case TraceMethod::hutchinson:
      return two_stage(plan, probes, budget, [&](const Probes& some) { return hutchinson(hessian, some); });
    case TraceMethod::zeroth_order: {
      const double lambda = request.lambda.value_or(default_lambda(hessian.loss(), hessian.point()));
      return two_stage(plan, probes, (budget - 2) / 2, [&](const Probes& some) {
        return zeroth_order_trace(hessian.loss(), hessian.point(), lambda, some);
      });
    }
    case TraceMethod::hutch_plus_plus:
      break;
  }
  const Eigen::Index columns = std::min({sketch_columns, budget / 3, hessian.dimension()});
  const std::uint64_t before = hessian.products();
  const Deflation deflation = deflate(hessian, columns, request.seed);
  Estimate result = two_stage(plan, probes, budget - 2 * columns,
                              [&](const Probes& some) { return deflated_trace(hessian, deflation, some); });
  result.cost = hessian.products() - before;
  return result;
}

}  // namespace tiltscape
