// ZEST: descent on the tilted objective F_t(x) = (1/t) log E exp(t f(x + ρu)) from losses alone (Gong & Li, arXiv
// 2510.16157). A reconstruction: from the paper's abstract, first page and public reviews; the bias correction is a
// delta method.
#pragma once

#include <cmath>
#include <vector>

#include "core/optimizer.h"
#include "core/optimizers/parameters.h"
#include "core/optimizers/tilted.h"
#include "core/vector_operations.h"

namespace tiltscape {

/// Rejects estimators that correct for independent pairs where there is one pair.
void check_zest(const Settings& settings);

template <class V>
struct Zest {
  double learning_rate = 1e-3;
  double rho = 0.1;
  double tilt = 1.0;
  int pairs = 8;
  Law law = Law::sphere;
  Estimator estimator = Estimator::naive;
  TiltedWeights weights;
  std::vector<double> c;

  void visit(auto& parameter) {
    parameter(learning_rate, learning_rate_parameter());
    parameter(rho,
              rho_parameter("Perturbation size per coordinate; the ball that is averaged over has radius ρ√d.", false));
    parameter(tilt, tilt_parameter("0 averages over the neighbourhood; larger tilts weigh its worst points more. The "
                                   "step shrinks as 1/t.",
                                   false));
    parameter(pairs, pairs_parameter());
    parameter(law, law_parameter());
    parameter(estimator, {.name = "estimator",
                          .title = "Estimator",
                          .symbol = "",
                          .help = "naive: plug-in; bias-corrected: delta method; jackknife: leave one pair out."});
  }

  Step step(Objective<V>& f, V& x, std::uint64_t number) {
    const Directions u{law, pairs, number};
    const PairLosses losses = f.probe(x, u, rho);
    weights.compute(losses, tilt);
    c.resize(static_cast<std::size_t>(pairs));
    tilted_coefficients(losses, tilt, weights, estimator, c);
    for (double& ci : c) ci *= -learning_rate / rho;
    const double length = std::sqrt(f.move(x, u, c));
    return {.length = length,
            .effective_samples = weights.effective_samples,
            .estimate_norm = length / learning_rate,
            .tilt_spread = weights.spread,
            .losses = losses,
            .plus_weights = weights.plus,
            .minus_weights = weights.minus};
  }

  static OptimizerEntry entry() {
    return {.name = "zest",
            .title = "ZEST",
            .summary = "tilted zeroth order",
            .formula = "x ← x − η/(tρ) Σ δᵢ uᵢ",
            .help =
                "Descends the tilted objective Fₜ: from the mean (t = 0) towards the worst case of the neighbourhood. "
                "A reconstruction from the paper's abstract, first page and reviews.",
            .citation = "Gong & Li, arXiv 2510.16157",
            .reconstruction = true,
            .zeroth_order = true,
            .check = check_zest};
  }
};

}  // namespace tiltscape
