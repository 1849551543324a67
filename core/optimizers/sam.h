// Sharpness-aware minimization (Foret et al., arXiv 2010.01412): the gradient at the worst point nearby, to first
// order.
#pragma once

#include "core/optimizer.h"
#include "core/optimizers/parameters.h"
#include "core/vector_operations.h"

namespace tiltscape {

template <class V>
struct Sam {
  double learning_rate = 0.01;
  double rho = 0.05;
  V g{}, ascended{};

  void visit(auto& parameter) {
    parameter(learning_rate, learning_rate_parameter());
    parameter(rho, rho_parameter("Radius of the ascent step, in the norm of x.", true));
  }

  Step step(Objective<V>& f, V& x, std::uint64_t) {
    f.gradient(x, g);
    assign(ascended, x);
    axpy(rho / (norm(g) + 1e-12), g, ascended);  // ε̂ = ρ ∇f / (‖∇f‖ + 1e-12)
    f.gradient(ascended, g);
    axpy(-learning_rate, g, x);
    const double size = norm(g);
    return {.length = learning_rate * size, .estimate_norm = size};
  }

  static OptimizerEntry entry() {
    return {
        .name = "sam",
        .title = "SAM",
        .summary = "sharpness-aware minimization",
        .formula = "x ← x − η ∇f(x + ρ∇f/‖∇f‖)",
        .help = "Climbs by ρ along the gradient and descends with the gradient found there. Its radius is ρ, not ρ√d.",
        .citation = "Foret, Kleiner, Mobahi, Neyshabur, arXiv 2010.01412"};
  }
};

}  // namespace tiltscape
