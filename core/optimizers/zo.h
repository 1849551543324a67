// Zeroth-order descent by central differences along random directions (flat-minima paper, arXiv 2506.05454, Algorithm
// 1; averaged over k pairs).
#pragma once

#include "core/optimizer.h"
#include "core/optimizers/finite_differences.h"
#include "core/optimizers/parameters.h"

namespace tiltscape {

template <class V>
struct Zo {
  double learning_rate = 1e-3;
  FiniteDifferences differences;

  void visit(auto& parameter) {
    parameter(learning_rate, learning_rate_parameter());
    differences.visit(parameter);
  }

  Step step(Objective<V>& f, V& x, std::uint64_t number) {
    const PairLosses losses = differences.take(f, x, number);
    const double length = differences.add(-learning_rate / differences.pairs, f, x, number);
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
