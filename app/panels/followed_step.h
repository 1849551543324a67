// A run's step with the gradients that go with it, all of one and the same point.
#pragma once

#include "app/panels/run_average.h"

namespace tiltscape {

/// What is known of a step in full dimension. Models have none of the vectors.
struct StepFacts {
  std::uint64_t generation = 0;  ///< of Laboratory; with the run: whose step it is
  RunId run = 0;
  std::shared_ptr<const Problem> problem{};
  RunAverage average{};
  Snapshot snapshot{};
  std::optional<Vector> step{}, gradient{}, tilted{};  ///< ĝ or what the step followed, ∇f, ∇F_t
  double length_factor = 1.0;                          ///< GradientAnswer's
  std::string missing{};                               ///< why there is no ∇F_t
};

/// Follows a run. Where it has a ∇F_t, which takes a while, an older step is shown until a newer one is known in full.
class FollowedStep {
 public:
  /// `wake` is called from another thread when something is finished.
  explicit FollowedStep(std::function<void()> wake) : worker_(make_gradient_worker(std::move(wake))) {}

  /// `newest` is the step to follow. Returns the number of the one to show.
  std::uint64_t take(const Laboratory& lab, const RunView& run, const Snapshot& newest);
  /// That step, after asking for what is not known of the newest: for a panel that is seen. Valid until the next call
  /// of either.
  const StepFacts& facts();
  /// The newest step is shown in full.
  bool settled() const { return settled_; }

 private:
  bool answered() const;

  std::unique_ptr<GradientWorker> worker_;
  StepFacts newest_, answer_;
  GradientRequest wanted_;
  bool settled_ = true;
};

}  // namespace tiltscape
