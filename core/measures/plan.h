// How an estimate is planned that a scene asks for.
#pragma once

#include <limits>

#include "core/curvature/two_stage.h"
#include "core/scene.h"

namespace tiltscape {

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

}  // namespace tiltscape
