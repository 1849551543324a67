// Adam's step along any estimate of the gradient: running averages of it and of its square, corrected for their start
// at 0 (Kingma & Ba, arXiv 1412.6980, Algorithm 1), with decoupled weight decay (Loshchilov & Hutter, arXiv
// 1711.05101).
#pragma once

#include <cmath>

#include "core/optimizers/parameters.h"
#include "core/vector_operations.h"

namespace tiltscape {

template <class V>
struct AdamMoments {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0.0;
  V m{}, v{}, change{};
  double missing1 = 1.0, missing2 = 1.0;  ///< β₁ⁿ and β₂ⁿ: the weight that the averages still give to the 0 before

  void visit(auto& parameter) {
    parameter(beta1, decay_parameter("beta1", "Decay of the mean", "β₁", "Share that the mean of ĝ keeps in a step."));
    parameter(beta2, decay_parameter("beta2", "Decay of the square", "β₂",
                                     "Share that the mean of ĝ² keeps in a step: long memory near 1."));
    parameter(epsilon, {.name = "epsilon",
                        .title = "Epsilon",
                        .symbol = "ε",
                        .help = "Added to √v̂: coordinates whose gradients are far below it hardly move.",
                        .low = 0.0,
                        .low_excluded = true,
                        .slider_low = 1e-12,
                        .slider_high = 1.0,
                        .scale = Scale::log,
                        .schedulable = true});
    parameter(weight_decay, {.name = "weight_decay",
                             .title = "Weight decay",
                             .symbol = "λ",
                             .help = "Shrinks x by ηλ of itself in a step, beside Adam and not through its averages.",
                             .low = 0.0,
                             .slider_low = 0.0,
                             .slider_high = 1.0,
                             .schedulable = true});
  }

  /// x ← x − η (m̂/(√v̂ + ε) + λx), with ĝ taken into the averages first; returns the length of the step.
  double step(double learning_rate, const V& g, V& x) {
    begin_at_zero(m, g);
    begin_at_zero(v, g);
    axpby(1 - beta1, g, beta1, m);         // m ← β₁m + (1 − β₁)ĝ
    square_axpby(1 - beta2, g, beta2, v);  // v ← β₂v + (1 − β₂)ĝ²
    missing1 *= beta1;
    missing2 *= beta2;
    const double root = std::sqrt(1 - missing2);  // √v̂ = √v/root, m̂ = m/(1 − β₁ⁿ)
    over_root(m, v, epsilon * root, change);
    axpby(learning_rate * weight_decay, x, learning_rate * root / (1 - missing1), change);
    axpy(-1.0, change, x);
    return norm(change);
  }
};

}  // namespace tiltscape
