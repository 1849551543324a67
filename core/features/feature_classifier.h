// A linear model on random features as a classifier of the data behind them, for pictures.
#pragma once

#include <memory>

#include "core/classifier.h"
#include "core/features/feature_loss.h"

namespace tiltscape {

class FeatureClassifier final : public Classifier {
 public:
  /// `truth`: the training set's classes before label noise; `places`: those of the test set (core/classifier.h).
  FeatureClassifier(std::shared_ptr<const FeatureLoss> loss, std::vector<std::int64_t> truth,
                    std::vector<std::int64_t> places);

  std::string architecture() const override;
  std::int64_t features() const override { return loss_->features().train().inputs.rows(); }
  std::int64_t classes() const override { return 2; }
  std::int64_t side() const override { return 0; }
  const ShownExamples& train() const override { return train_; }
  const ShownExamples& test() const override { return test_; }
  Matrix shares(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& inputs) const override;

 private:
  std::shared_ptr<const FeatureLoss> loss_;
  ShownExamples train_, test_;
};

}  // namespace tiltscape
