// Adaptive sharpness-aware minimization (Kwon et al., arXiv 2102.11600): SAM in a norm that is relative to the weights.
#pragma once

#include "core/optimizer.h"
#include "core/optimizers/parameters.h"
#include "core/vector_operations.h"

namespace tiltscape {

template <class V>
struct Asam {
  double learning_rate = 0.01;
  double rho = 0.1;
  double offset = 0.01;
  V g{}, scale{}, ascended{};

  void visit(auto& parameter) {
    parameter(learning_rate, learning_rate_parameter());
    parameter(rho, rho_parameter("Radius of the ascent step relative to the weights: ‖ε̂/T‖ = ρ. Networks take more "
                                 "(0.5) than a few coordinates do.",
                                 true));
    parameter(offset, {.name = "offset",
                       .title = "Offset",
                       .symbol = "T₀",
                       .help = "Added to |x| in T (η in the paper), so that coordinates at 0 are perturbed too. With 0 "
                               "the perturbation follows a rescaling of x exactly.",
                       .low = 0.0,
                       .slider_low = 1e-4,
                       .slider_high = 1.0,
                       .scale = Scale::log,
                       .schedulable = true});
  }

  Step step(Objective<V>& f, V& x, std::uint64_t) {
    f.gradient(x, g);
    absolute(x, offset, scale);  // T = |x| + T₀
    multiply(scale, g);
    const double size = norm(g);  // ‖T∇f‖
    multiply(scale, g);
    assign(ascended, x);
    axpy(rho / (size + 1e-12), g, ascended);  // ε̂ = ρ T²∇f / (‖T∇f‖ + 1e-12)
    f.gradient(ascended, g);
    axpy(-learning_rate, g, x);
    const double descended = norm(g);
    return {.length = learning_rate * descended, .estimate_norm = descended};
  }

  static OptimizerEntry entry() {
    return {.name = "asam",
            .title = "ASAM",
            .summary = "adaptive sharpness-aware minimization",
            .formula = "x ← x − η ∇f(x + ρ T²∇f/‖T∇f‖),  T = |x| + T₀",
            .help =
                "SAM whose ascent is measured relative to the weights, so that rescaling them without changing f does "
                "not change what is flat. ρ is a radius in that norm: neither SAM's length nor ρ√d. T covers every "
                "coordinate; the authors' code leaves out a network's biases.",
            .citation = "Kwon, Kim, Park, Choi, arXiv 2102.11600"};
  }
};

}  // namespace tiltscape
