// The training loss of a linear model on random features, with exact gradient, Hessian products, trace and largest
// eigenvalue.
#pragma once

#include <memory>

#include "core/features/margin_losses.h"
#include "core/features/random_features.h"

namespace tiltscape {

/// d = F + 1: w₀, then the weights.
class FeatureLoss final : public LossFunction {
 public:
  FeatureLoss(std::shared_ptr<const RandomFeatures> features, LossName loss)
      : features_(std::move(features)), losses_(loss) {}

  const RandomFeatures& features() const { return *features_; }
  const MarginLosses& losses() const { return losses_; }

  Eigen::Index dimension() const override { return features_->dimension(); }
  double value(const Eigen::Ref<const Vector>& x) const override;
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> gradient) const override;
  void hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override;
  double trace(const Eigen::Ref<const Vector>& x) const override;
  double lambda_max(const Eigen::Ref<const Vector>& x) const override;
  std::vector<Layer> layers() const override;

  double test_loss(const Eigen::Ref<const Vector>& x) const;
  /// Share of examples with score ≥ 0 exactly where y = 1.
  double accuracy(const Eigen::Ref<const Vector>& x, const FeatureExamples& examples) const;

 private:
  /// ∂²ℓ/∂z² of the mean over the training set, at its scores.
  Eigen::ArrayXd mean_curvatures(const Eigen::Ref<const Vector>& x) const;

  std::shared_ptr<const RandomFeatures> features_;
  MarginLosses losses_;
};

}  // namespace tiltscape
