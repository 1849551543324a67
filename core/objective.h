// The function as an optimizer meets it: value, probe, gradient, Hessian products, and move; every call is counted.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>

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
  bool operator==(const Directions&) const = default;
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
  void begin_step(std::uint64_t number) {
    not_finite_ = 0.0;
    use_step(number);
  }
  /// Whether every loss and slope that was given out since begin_step is finite.
  bool all_finite() const { return not_finite_ == 0.0; }
  /// The first of them that is not: ±∞ or NaN.
  double not_finite() const { return not_finite_; }

  /// Losses at x ± ρuᵢ; 2k evaluations, one minibatch for all. ρ > 0.
  PairLosses probe(const V& x, const Directions& u, double rho) {
    counts_.evaluations += 2 * static_cast<std::uint64_t>(u.pairs);
    const PairLosses losses = probe_pairs(x, u, rho);
    note(losses.plus);
    note(losses.minus);
    return losses;
  }
  /// uᵢᵀ∇f(x), exact, for every i: the ρ → 0 limit of (f⁺ − f⁻)/(2ρ). One gradient. Valid until the next call.
  std::span<const double> slopes(const V& x, const Directions& u) {
    ++counts_.gradients;
    const auto slopes = directional_derivatives(x, u);
    note(slopes);
    return slopes;
  }
  /// x ← x + Σ cᵢuᵢ, with the directions of the last probe or slopes. Returns ‖Σ cᵢuᵢ‖². x stays as it is, bit for bit,
  /// where that is not finite, or a loss or slope that was given out since begin_step (NaN).
  double move(V& x, const Directions& u, std::span<const double> c) {
    return all_finite() ? move_along(x, u, c) : std::numeric_limits<double>::quiet_NaN();
  }
  /// uᵢ into `to`, for methods that look at single points around x. Free of charge.
  virtual void direction(const Directions& u, int i, V& to) = 0;
  /// ∇f(x) into g; returns f(x).
  double gradient(const V& x, V& g) {
    ++counts_.gradients;
    const double value = value_and_gradient(x, g);
    note({&value, 1});
    return value;
  }

  const Counts& counts() const { return counts_; }
  /// What is to be said of how it is evaluated, such as a more frugal way since memory ran out; empty where nothing is.
  virtual std::string remark() const { return {}; }

 protected:
  Counts counts_;

 private:
  void note(std::span<const double> numbers) {
    for (const double number : numbers)
      if (!std::isfinite(number) && all_finite()) not_finite_ = number;
  }
  virtual void use_step(std::uint64_t number) { static_cast<void>(number); }
  virtual PairLosses probe_pairs(const V& x, const Directions& u, double rho) = 0;
  virtual std::span<const double> directional_derivatives(const V& x, const Directions& u) = 0;
  virtual double value_and_gradient(const V& x, V& g) = 0;
  virtual double move_along(V& x, const Directions& u, std::span<const double> c) = 0;

  double not_finite_ = 0.0;  ///< 0 while there is none
};

}  // namespace tiltscape
