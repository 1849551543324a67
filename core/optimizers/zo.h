// Zeroth-order descent by central differences along random directions (flat-minima paper, arXiv 2506.05454, Algorithm
// 1; averaged over k pairs).
#pragma once

#include <cmath>
#include <vector>

#include "core/optimizer.h"
#include "core/optimizers/parameters.h"
#include "core/vector_operations.h"

namespace tiltscape {

template <class V>
struct Zo {
  double learning_rate = 1e-3;
  double rho = 0.1;
  int pairs = 1;
  Law law = Law::gaussian;
  std::vector<double> c;

  void visit(auto& parameter) {
    parameter(learning_rate, learning_rate_parameter());
    parameter(
        rho,
        rho_parameter(
            "Smoothing radius per coordinate (λ in the flat-minima paper); 0 takes the exact directional derivative.",
            true));
    parameter(pairs, pairs_parameter());
    parameter(law, law_parameter());
  }

  Step step(Objective<V>& f, V& x, std::uint64_t number) {
    const Directions u{law, pairs, number};
    PairLosses losses;
    c.resize(static_cast<std::size_t>(pairs));
    if (rho > 0) {
      losses = f.probe(x, u, rho);
      for (std::size_t i = 0; i < c.size(); ++i) c[i] = (losses.plus[i] - losses.minus[i]) / (2 * rho);
    } else {
      const auto slopes = f.slopes(x, u);
      c.assign(slopes.begin(), slopes.end());
    }
    for (double& ci : c) ci *= -learning_rate / pairs;
    const double length = std::sqrt(f.move(x, u, c));
    return {.length = length, .estimate_norm = length / learning_rate, .losses = losses};
  }

  static OptimizerEntry entry() {
    return {
        .name = "zo",
        .title = "ZO",
        .summary = "zeroth order",
        .formula = "x ← x − η/k Σ (fᵢ⁺ − fᵢ⁻)/(2ρ) uᵢ",
        .help = "Descends the average of f over the perturbations, from 2k losses a step. Finds minima of small trace.",
        .citation = "Zhang et al., arXiv 2506.05454; Nesterov & Spokoiny 2017",
        .zeroth_order = true};
  }
};

}  // namespace tiltscape
