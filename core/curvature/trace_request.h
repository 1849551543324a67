// A trace by any method, as exact as was asked for or as a budget allows.
#pragma once

#include "core/curvature/estimate.h"
#include "core/curvature/hessian.h"

namespace tiltscape {

enum class TraceMethod { exact, hutchinson, hutch_plus_plus, zeroth_order };

template <>
struct Choices<TraceMethod> {
  static constexpr std::array names = {"exact", "hutchinson", "hutch++", "zeroth-order"};
};

/// A relative standard error within a budget, in two stages.
struct TraceRequest {
  TraceMethod method = TraceMethod::hutchinson;
  double relative_error = 0.02;   ///< standard error / value
  std::uint64_t budget = 10'000;  ///< most Hessian products, or evaluations for zeroth_order; at least 6
  std::uint64_t seed = 0;
  std::optional<Law> law{};        ///< of the probes; otherwise gaussian for zeroth_order, rademacher for the others
  std::optional<double> lambda{};  ///< of zeroth_order; otherwise `default_lambda`
  std::optional<Eigen::Index> count{};  ///< of fresh probes, in place of a pilot: constant along a run
};

/// A pilot of 30 probes fixes the number of fresh ones (10 at least), and the value comes from the fresh ones alone: it
/// is as if that number had always been meant. Hutch++ sketches with 30 columns first. `capped` where the budget ended
/// it. `exact` ignores all but the method.
Estimate estimate_trace(Hessian& hessian, const TraceRequest& request);

}  // namespace tiltscape
