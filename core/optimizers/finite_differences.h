// The zeroth-order estimate ĝ = (1/k) Σ (fᵢ⁺ − fᵢ⁻)/(2ρ) uᵢ of the gradient, as coefficients of directions.
#pragma once

#include <cmath>
#include <vector>

#include "core/objective.h"
#include "core/optimizers/parameters.h"

namespace tiltscape {

struct FiniteDifferences {
  double rho = 0.1;
  int pairs = 1;
  Law law = Law::gaussian;
  std::vector<double> slopes;  ///< (fᵢ⁺ − fᵢ⁻)/(2ρ), or uᵢᵀ∇f at ρ = 0

  void visit(auto& parameter) {
    parameter(
        rho,
        rho_parameter(
            "Smoothing radius per coordinate (λ in the flat-minima paper); 0 takes the exact directional derivative.",
            true));
    parameter(pairs, pairs_parameter());
    parameter(law, law_parameter());
  }

  Directions directions(std::uint64_t number) const { return {law, pairs, number}; }

  /// Fills `slopes` at x along the directions of a step; returns the losses, none at ρ = 0.
  template <class V>
  PairLosses take(Objective<V>& f, const V& x, std::uint64_t number) {
    const Directions u = directions(number);
    slopes.resize(static_cast<std::size_t>(pairs));
    PairLosses losses;
    if (rho > 0) {
      losses = f.probe(x, u, rho);
      for (std::size_t i = 0; i < slopes.size(); ++i) slopes[i] = (losses.plus[i] - losses.minus[i]) / (2 * rho);
    } else {
      const auto exact = f.slopes(x, u);
      slopes.assign(exact.begin(), exact.end());
    }
    return losses;
  }

  /// x ← x + c Σ slopeᵢ uᵢ, once; returns the length of that. With c = −η/k it is ZO's step.
  template <class V>
  double add(double c, Objective<V>& f, V& x, std::uint64_t number) {
    for (double& slope : slopes) slope *= c;
    return std::sqrt(f.move(x, directions(number), slopes));
  }
};

}  // namespace tiltscape
