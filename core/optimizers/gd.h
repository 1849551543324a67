// Gradient descent: x ← x − η ∇f(x).
#pragma once

#include "core/optimizer.h"
#include "core/optimizers/parameters.h"
#include "core/vector_operations.h"

namespace tiltscape {

template <class V>
struct Gd {
  double learning_rate = 0.01;
  V g{};

  void visit(auto& parameter) { parameter(learning_rate, learning_rate_parameter()); }

  Step step(Objective<V>& f, V& x, std::uint64_t) {
    f.gradient(x, g);
    axpy(-learning_rate, g, x);
    const double size = norm(g);
    return {.length = learning_rate * size, .estimate_norm = size};
  }

  static OptimizerEntry entry() {
    return {.name = "gd",
            .aliases = {"sgd"},
            .title = "GD",
            .summary = "gradient descent",
            .formula = "x ← x − η ∇f(x)",
            .help =
                "Steps against the exact gradient (of the minibatch, for models). Keeps the imbalance of the product "
                "valley: it stays where it lands.",
            .citation = "Cauchy 1847"};
  }
};

}  // namespace tiltscape
