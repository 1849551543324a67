// Random features of a data set, φ(a) = (1, W̃ᵀa), without ever forming them: scores z = w₀ + Xᵀ(W̃w) take one product
// with W̃ and one with the data (zo-flat-minima reference, section 3; the set-up of Zhang et al. 2025, Figure 2).
#pragma once

#include <Eigen/Core>
#include <functional>
#include <span>
#include <vector>

#include "core/features/float_rows.h"
#include "core/loss_function.h"

namespace tiltscape {

/// Examples of two classes. D features, n examples.
struct FeatureExamples {
  FloatRows inputs{};      ///< D × n, standardised
  Eigen::ArrayXd signs{};  ///< y = ±1 (n)
  std::int64_t size() const { return inputs.columns(); }
};

/// Immutable. Parameters are w₀, then a weight a feature: d = F + 1.
class RandomFeatures {
 public:
  /// W (D × F) is what `fill` writes, row by row; W̃ is W with every column divided by the standard deviation over
  /// `train` of its feature; of a constant one it is 0. W̃ and data are rounded to single precision; all that is
  /// computed from them is in double.
  RandomFeatures(FeatureExamples train, FeatureExamples test, std::int64_t features,
                 const std::function<void(std::span<double>)>& fill);

  std::int64_t dimension() const { return weights_.columns() + 1; }
  const FeatureExamples& train() const { return train_; }
  const FeatureExamples& test() const { return test_; }
  /// W̃, D × F
  const FloatRows& weights() const { return weights_; }

  /// W̃w, without the bias (D).
  Vector mixed(const Eigen::Ref<const Vector>& x) const;
  /// The scores (n) of x on inputs (D × n).
  Eigen::ArrayXd scores(const Eigen::Ref<const Vector>& x, const FloatRows& inputs) const;
  /// Σᵢ gᵢ φᵢ over inputs (D × n) into `out` (d).
  void add_up(const Eigen::ArrayXd& g, const FloatRows& inputs, Eigen::Ref<Vector> out) const;
  /// ‖φᵢ‖² of every training example.
  const Eigen::ArrayXd& squared_norms() const { return squared_norms_; }
  /// The largest eigenvalue of Σᵢ aᵢ φᵢφᵢᵀ over the training set, aᵢ ≥ 0 (n), by one of size D + 1.
  double largest_eigenvalue(const Eigen::ArrayXd& a) const;

 private:
  FeatureExamples train_, test_;
  FloatRows weights_;
  Matrix root_;  ///< (B Bᵀ)^½, where φᵢ = Bᵀ(1, aᵢ); D + 1 square
  Eigen::ArrayXd squared_norms_;
};

}  // namespace tiltscape
