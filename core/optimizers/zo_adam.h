// Adam fed with the zeroth-order estimate: Adam's arithmetic, losses alone.
#pragma once

#include "core/optimizer.h"
#include "core/optimizers/adam_moments.h"
#include "core/optimizers/finite_differences.h"

namespace tiltscape {

template <class V>
struct ZoAdam {
  double learning_rate = 1e-3;
  FiniteDifferences differences;
  AdamMoments<V> moments;
  V g{};

  void visit(auto& parameter) {
    parameter(learning_rate, adaptive_learning_rate_parameter());
    differences.visit(parameter);
    moments.visit(parameter);
  }

  Step step(Objective<V>& f, V& x, std::uint64_t number) {
    const PairLosses losses = differences.take(f, x, number);
    set_zero(g, x);
    const double size = differences.add(1.0 / differences.pairs, f, g, number);  // ĝ = (1/k) Σ slopeᵢ uᵢ
    const double length = moments.step(learning_rate, g, x);
    return {.length = length, .estimate_norm = size, .losses = losses};
  }

  static OptimizerEntry entry() {
    return {
        .name = "zo-adam",
        .title = "ZO-Adam",
        .summary = "zeroth order with adaptive moments",
        .formula = "ĝ = 1/k Σ (fᵢ⁺ − fᵢ⁻)/(2ρ) uᵢ,  x ← x − η (m̂/(√v̂ + ε) + λx)",
        .help =
            "ZO's estimate, from 2k losses a step, in Adam's averages. With few pairs the estimate's noise fills v̂, "
            "alike in all coordinates, and steps are shorter than Adam's. Holds ĝ and two averages: three times "
            "ZO's memory.",
        .citation = "Kingma & Ba, arXiv 1412.6980, with the estimate of Nesterov & Spokoiny 2017",
        .zeroth_order = true,
        .step_kind = StepKind::rescaled};
  }
};

}  // namespace tiltscape
