// How an estimate is taken that a scene asks for.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>

#include "core/curvature/two_stage.h"
#include "core/scene.h"

namespace tiltscape {

/// A fixed number of probes is its own budget.
inline std::uint64_t budget_of(const MeasureSpec& spec) { return spec.probes ? std::uint64_t{1} << 40U : spec.budget; }

/// Where no error is asked for, as many probes as the budget allows, without a pilot.
inline Plan plan_of(const MeasureSpec& spec) {
  constexpr Eigen::Index all = std::numeric_limits<Eigen::Index>::max();
  if (!spec.relative_error) return {.count = spec.probes.value_or(all)};
  return {.relative_error = *spec.relative_error, .count = spec.probes};
}

/// A budget that ends nothing that was asked for caps nothing.
inline Estimate as_planned(const MeasureSpec& spec, Estimate estimate) {
  estimate.capped = estimate.capped && spec.relative_error.has_value();
  return estimate;
}

/// In two stages; `affordable` probes at most.
inline Estimate planned(const MeasureSpec& spec, const Probes& probes, std::uint64_t affordable,
                        const std::function<Estimate(const Probes&)>& estimate) {
  return as_planned(spec, two_stage(plan_of(spec), probes, static_cast<Eigen::Index>(affordable), estimate));
}

}  // namespace tiltscape
