// A pilot, then the estimate.
#include "core/curvature/two_stage.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tiltscape {
namespace {

constexpr Eigen::Index fewest_probes = 10;

}  // namespace

Eigen::Index planned_probes(const Estimate& pilot, double relative_error, Eigen::Index most) {
  if (!pilot.standard_error) return most;  // it says nothing
  if (pilot.standard_error == 0.0) return std::min(most, fewest_probes);
  const double error = *pilot.standard_error / (relative_error * std::abs(pilot.value));
  const double wanted = std::ceil(static_cast<double>(pilot.samples.size()) * error * error);
  if (!(wanted < static_cast<double>(most))) return most;
  return std::min(most, std::max(fewest_probes, static_cast<Eigen::Index>(wanted)));
}

Estimate two_stage(const Plan& plan, Probes probes, Eigen::Index affordable,
                   const std::function<Estimate(const Probes&)>& estimate) {
  if (plan.count || affordable < pilot_probes + fewest_probes) {  // no pilot: what was asked for, or what there is
    probes.count = std::min(plan.count.value_or(affordable), affordable);
    Estimate result = estimate(probes);
    result.capped = probes.count < plan.count.value_or(affordable + 1);
    return result;
  }
  Probes first = probes;
  first.count = pilot_probes;
  first.first = 0;
  const Estimate pilot = estimate(first);
  if (!pilot.defined()) return undefined(pilot.cost);
  constexpr Eigen::Index any = std::numeric_limits<Eigen::Index>::max();
  const Eigen::Index planned = planned_probes(pilot, plan.relative_error, any), most = affordable - pilot_probes;
  probes.count = std::min(planned, most);
  Estimate result = estimate(probes);
  result.capped = planned > most;
  result.cost += pilot.cost;
  return result;
}

}  // namespace tiltscape
