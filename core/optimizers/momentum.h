// Gradient descent with momentum: the heavy ball (Polyak 1964), or Nesterov's, which takes the gradient further on.
#pragma once

#include <array>

#include "core/optimizer.h"
#include "core/optimizers/parameters.h"
#include "core/vector_operations.h"

namespace tiltscape {

/// Where the gradient is taken: at x, or at x + βv.
enum class MomentumKind { heavy_ball, nesterov };

template <>
struct Choices<MomentumKind> {
  static constexpr std::array names = {"heavy-ball", "nesterov"};
};

template <class V>
struct Momentum {
  double learning_rate = 0.01;
  double momentum = 0.9;
  MomentumKind kind = MomentumKind::heavy_ball;
  V g{}, velocity{}, ahead{};

  void visit(auto& parameter) {
    parameter(learning_rate, learning_rate_parameter());
    parameter(momentum, decay_parameter("momentum", "Momentum", "β",
                                        "Share of its velocity that x keeps in a step: in a steady slope steps grow to "
                                        "1/(1 − β) times those of GD."));
    parameter(kind,
              {.name = "kind",
               .title = "Kind",
               .symbol = "",
               .help = "heavy-ball: the gradient at x; nesterov: at x + βv, where momentum alone would take it."});
  }

  Step step(Objective<V>& f, V& x, std::uint64_t) {
    begin_at_zero(velocity, x);
    assign(ahead, x);
    if (kind == MomentumKind::nesterov) axpy(momentum, velocity, ahead);
    f.gradient(ahead, g);
    axpby(-learning_rate, g, momentum, velocity);  // v ← βv − η∇f
    axpy(1.0, velocity, x);                        // x ← x + v
    return {.length = norm(velocity), .estimate_norm = norm(g)};
  }

  static OptimizerEntry entry() {
    return {
        .name = "momentum",
        .title = "Momentum",
        .summary = "gradient descent with momentum",
        .formula = "v ← βv − η ∇f(x),  x ← x + v",
        .help =
            "A heavy ball: it goes on as it went, and is turned by the gradient. η is Polyak's, inside the velocity: "
            "a change of η or a schedule acts on what comes, not on the velocity that is there. PyTorch's SGD has it "
            "outside (v ← βv + ∇f, x ← x − ηv): with a constant η the points are the same.",
        .citation = "Polyak 1964; Nesterov 1983, as in Sutskever et al. 2013",
        .step_kind = StepKind::averaged};
  }
};

}  // namespace tiltscape
