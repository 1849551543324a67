// Two stages: a pilot fixes how many probes an estimate needs, and its value comes from fresh ones.
#pragma once

#include <functional>
#include <optional>

#include "core/curvature/estimate.h"

namespace tiltscape {

/// How many probes give a pilot's quantity to a relative standard error; at least 10 and at most `most`.
Eigen::Index planned_probes(const Estimate& pilot, double relative_error, Eigen::Index most);

struct Plan {
  double relative_error = 0.02;         ///< standard error / value
  std::optional<Eigen::Index> count{};  ///< of fresh probes, in place of a pilot
};

/// `estimate` with a pilot of 30 of the probes' seed, then with fresh ones, as many as the pilot says, 10 at least, and
/// `affordable` allows for both: it is as if that number had always been meant. `capped` where there were fewer than
/// planned. `count` of `probes` is not looked at.
Estimate two_stage(const Plan& plan, Probes probes, Eigen::Index affordable,
                   const std::function<Estimate(const Probes&)>& estimate);

}  // namespace tiltscape
