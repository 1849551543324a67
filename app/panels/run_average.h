// What a run's steps average over, and the exact gradient of that average where there is one.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/laboratory.h"
#include "core/latest_worker.h"
#include "core/tilted_oracle.h"

namespace tiltscape {

/// F_t as the steps of one run follow it.
struct RunAverage {
  std::string reason{};  ///< why there is none, to follow "no exact ∇Fₜ: "; empty where the rest holds
  Neighbourhood neighbourhood = Neighbourhood::ball;
  double rho = 0.0, tilt = 0.0;
  bool operator==(const RunAverage&) const = default;
};

/// From the settings of one step of the run with this label.
RunAverage average_of(const std::string& label, const Snapshot& step, const Problem* problem);

struct StepFacts;

struct GradientRequest {
  std::shared_ptr<const Problem> problem{};
  Vector x{};
  RunAverage average{};
  std::shared_ptr<const StepFacts> step{};  ///< the sender's own: what x is of; comes back with the answer
};

struct GradientAnswer {
  GradientRequest request{};
  std::optional<Tilted> tilted{};  ///< nothing where f is not finite or too rough
  /// What an estimate with ever more pairs tends to is this many times ∇F_t: sphere directions are divided by the
  /// sphere's mean of e^{tf} where the ball's belongs (reference, section 1).
  double length_factor = 1.0;
};

using GradientWorker = LatestWorker<GradientRequest, GradientAnswer>;
std::unique_ptr<GradientWorker> make_gradient_worker(std::function<void()> wake);

}  // namespace tiltscape
