// The tilted estimator's arithmetic: softmax weights of antithetic losses and the coefficients of the directions.
// Reference: zest-tsam-sam-mezo.md section 2 (naive plug-in, delta-method correction, jackknife), in forms that stay
// exact for every t ≥ 0: nothing cancels as t → 0 and nothing overflows as t → ∞.
#pragma once

#include <span>
#include <vector>

#include "core/law.h"
#include "core/objective.h"

namespace tiltscape {

/// For k pairs: w± = softmax(t f±) over the 2k points, and δᵢ = wᵢ⁺ − wᵢ⁻ divided by t (its limit at t = 0).
struct TiltedWeights {
  std::vector<double> plus, minus;   ///< wᵢ⁺, wᵢ⁻
  std::vector<double> delta_over_t;  ///< δᵢ/t
  double effective_samples = 0.0;    ///< 1/ΣBᵢ², Bᵢ = wᵢ⁺ + wᵢ⁻
  double spread = 0.0;               ///< t · standard deviation of the losses

  /// Non-finite losses give NaN weights; the run then diverges.
  void compute(const PairLosses& losses, double tilt);
};

/// For n single points: w = softmax(t f), up to t = ∞, where the worst share it.
struct SampleWeights {
  std::vector<double> weights;
  double effective_samples = 0.0;  ///< 1/Σwᵢ²
  double spread = 0.0;             ///< t · standard deviation of the losses

  /// Non-finite losses give NaN weights or nonsense; the run then diverges.
  void compute(std::span<const double> losses, double tilt);
};

/// cᵢ with ĝ = (1/ρ) Σ cᵢ uᵢ. Bias-corrected and jackknife need k ≥ 2.
void tilted_coefficients(const PairLosses& losses, double tilt, const TiltedWeights& weights, Estimator estimator,
                         std::span<double> c);

}  // namespace tiltscape
