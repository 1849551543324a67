// The function as an optimizer meets it: value, probe, gradient, Hessian products, and move; every call is counted.
#pragma once

#include <cstdint>
#include <span>

#include "core/law.h"

namespace tiltscape {

/// What an optimizer has asked so far. Cost in forward passes: 1 a value or a probed point, 3 a gradient.
struct Counts {
  std::uint64_t evaluations = 0;
  std::uint64_t gradients = 0;
  std::uint64_t cost() const { return evaluations + 3 * gradients; }
  bool operator==(const Counts&) const = default;
};

/// The directions u₁ … u_k of one step, by name: drawn when first used, drawn again rather than kept where memory is
/// short.
struct Directions {
  Law law = Law::gaussian;
  int pairs = 1;
  std::uint64_t step = 0;
};

/// Losses of antithetic pairs: plus[i] = f(x + ρuᵢ), minus[i] = f(x − ρuᵢ). Valid until the next call of probe.
struct PairLosses {
  std::span<const double> plus{};
  std::span<const double> minus{};
};

/// An objective over vectors V (Eigen::VectorXd, or a flat LibTorch tensor). One per run: it owns scratch space and
/// draws the run's directions and minibatches. Optimizers see nothing else of a problem.
template <class V>
class Objective {
 public:
  virtual ~Objective() = default;

  /// Announces update `number`: everything asked until the next call sees that step's minibatch. Landscapes have none.
  virtual void begin_step(std::uint64_t number) { static_cast<void>(number); }

  /// Losses at x ± ρuᵢ; 2k evaluations, one minibatch for all. ρ > 0.
  PairLosses probe(const V& x, const Directions& u, double rho) {
    counts_.evaluations += 2 * static_cast<std::uint64_t>(u.pairs);
    return probe_pairs(x, u, rho);
  }
  /// uᵢᵀ∇f(x), exact, for every i: the ρ → 0 limit of (f⁺ − f⁻)/(2ρ). One gradient. Valid until the next call.
  std::span<const double> slopes(const V& x, const Directions& u) {
    ++counts_.gradients;
    return directional_derivatives(x, u);
  }
  /// x ← x + Σ cᵢuᵢ, with the directions of the last probe or slopes. Returns ‖Σ cᵢuᵢ‖².
  virtual double move(V& x, const Directions& u, std::span<const double> c) = 0;
  /// ∇f(x) into g; returns f(x).
  double gradient(const V& x, V& g) {
    ++counts_.gradients;
    return value_and_gradient(x, g);
  }

  const Counts& counts() const { return counts_; }

 protected:
  Counts counts_;

 private:
  virtual PairLosses probe_pairs(const V& x, const Directions& u, double rho) = 0;
  virtual std::span<const double> directional_derivatives(const V& x, const Directions& u) = 0;
  virtual double value_and_gradient(const V& x, V& g) = 0;
};

}  // namespace tiltscape
