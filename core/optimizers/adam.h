// Adam (Kingma & Ba, arXiv 1412.6980), with AdamW's weight decay.
#pragma once

#include "core/optimizer.h"
#include "core/optimizers/adam_moments.h"

namespace tiltscape {

template <class V>
struct Adam {
  double learning_rate = 1e-3;
  AdamMoments<V> moments;
  V g{};

  void visit(auto& parameter) {
    parameter(learning_rate, adaptive_learning_rate_parameter());
    moments.visit(parameter);
  }

  Step step(Objective<V>& f, V& x, std::uint64_t) {
    f.gradient(x, g);
    const double length = moments.step(learning_rate, g, x);
    return {.length = length, .estimate_norm = norm(g)};
  }

  static OptimizerEntry entry() {
    return {.name = "adam",
            .title = "Adam",
            .summary = "adaptive moments",
            .formula = "x ← x − η (m̂/(√v̂ + ε) + λx)",
            .help =
                "Divides the running mean m̂ of the gradient by the root of that of its square, v̂, coordinate by "
                "coordinate, both corrected for their start at 0: every coordinate moves by about η. Its first step is "
                "−η times the gradient's signs.",
            .citation = "Kingma & Ba, arXiv 1412.6980; weight decay: Loshchilov & Hutter, arXiv 1711.05101",
            .step_kind = StepKind::rescaled};
  }
};

}  // namespace tiltscape
