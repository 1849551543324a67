// What theory says of the trace S = ‖y‖² + ‖z‖² along a zeroth-order run on the product valley, once it is on the
// valley (Zhang et al., arXiv 2506.05454, Example 2.1; Gaussian directions).
//
// Flow (η → 0): dS/dt = −2λ²(S − 4/S), t = η · steps, so that S(t)² = 4 + (S₀² − 4) e^{−4λ²t}.
// Finite η with k pairs: per step S ← S − 2ηλ²(S − 4/S) + 2η²λ⁴d²(S/k)[1 + 3ηS/(k(2 − ηS(1 + 2/k)))].
// Both are derived; arXiv 2506.05454 has the flow of the imbalance (Proposition 2.2).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/scene.h"
#include "core/trajectory.h"

namespace tiltscape {

/// Settings that a run begins with, and what was changed on the way, by step.
struct SettingsHistory {
  Settings first{};
  std::vector<Change> changes{};
  /// In force in the update from x_step.
  Settings at(std::uint64_t step) const;
  bool operator==(const SettingsHistory&) const = default;
};

/// Where a prediction begins.
struct ValleyStart {
  std::size_t row = 0;  ///< of the records
  std::uint64_t step = 0;
  double trace = 0.0;
  bool operator==(const ValleyStart&) const = default;
};

/// How far a residual r = y·z − 1 can still move S while it vanishes, as a share of S, for what loss = ½r² and S say:
/// the flow keeps S² − 4(y·z)², and steps along r's noise add 2dηr²/(k(2 − ηS(1 + 2/k))) to S. ∞ where steps are
/// unstable.
double valley_residual_share(double loss, double trace, double learning_rate, int pairs, Eigen::Index d);

/// The end of the first transient: the first record from row `from` on whose residual moves S by less than a hundredth
/// more. Nothing where no record is. `d` is the length of y.
std::optional<ValleyStart> valley_start(const Trajectory& records, Eigen::Index d, const SettingsHistory& settings,
                                        std::size_t from = 0);

/// Both curves as a function of the step, piecewise with the settings in force: changes and schedules are followed.
/// They end where directions are no longer Gaussian, where ηλ² > .05, which neither formula is meant for, or where the
/// noise makes S grow beyond what is stable.
class ValleyPrediction {
 public:
  ValleyPrediction(Eigen::Index d, const SettingsHistory& settings, const ValleyStart& start, std::uint64_t until);

  /// S at a step; NaN before the start and beyond the end. Within 2e-3 of the recursion where that has ηλ² < 1e-3.
  double flow(double step) const;
  double finite(double step) const;
  std::uint64_t end() const;  ///< the last step that is predicted

 private:
  struct Knot {
    double step, flow, finite;
  };
  double at(double step, double Knot::*value) const;

  std::vector<Knot> knots_;
};

}  // namespace tiltscape
