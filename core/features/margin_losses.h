// Losses of scores z against labels y = ±1, with both derivatives in z, for whole arrays.
#pragma once

#include <Eigen/Core>

#include "core/problems/models/loss_name.h"

namespace tiltscape {

/// Squared hinge max(0, 1 − yz)², or logistic log(1 + e^(−yz)); zo-flat-minima reference, section 3.
class MarginLosses {
 public:
  using Numbers = Eigen::ArrayXd;

  /// LossName::hinge or LossName::logistic.
  explicit MarginLosses(LossName loss) : hinge_(loss == LossName::hinge) {}

  /// Mean of ℓ(y, z + cζ), without keeping the scores.
  double mean(const Numbers& y, const Numbers& z, double c, const Eigen::Ref<const Numbers>& zeta) const {
    if (hinge_) return (1.0 - y * (z + c * zeta)).max(0.0).square().mean();
    return softplus(-y * (z + c * zeta)).mean();
  }
  double mean(const Numbers& y, const Numbers& z) const {
    return hinge_ ? (1.0 - y * z).max(0.0).square().mean() : softplus(-y * z).mean();
  }
  /// ∂ℓ/∂z
  Numbers slopes(const Numbers& y, const Numbers& z) const {
    if (hinge_) return -2.0 * y * (1.0 - y * z).max(0.0);
    return -y / (1.0 + (y * z).exp());
  }
  /// ∂²ℓ/∂z²; at the hinge's kink that of the flat side.
  Numbers curvatures(const Numbers& y, const Numbers& z) const {
    if (hinge_) return (y * z < 1.0).cast<double>() * 2.0;
    const Numbers e = (-z.abs()).exp();  // σ(1 − σ), the same for z and −z, without overflow
    return e / (1.0 + e).square();
  }

 private:
  /// log(1 + e^a) without overflow or cancellation.
  static Numbers softplus(const Numbers& a) { return a.max(0.0) + (-a.abs()).exp().log1p(); }

  bool hinge_;
};

}  // namespace tiltscape
