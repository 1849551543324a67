// A linear model on random features as a classifier of the data behind them, for pictures.
#pragma once

#include <memory>

#include "core/classifier.h"
#include "core/features/feature_loss.h"

namespace tiltscape {

class FeatureClassifier final : public Classifier {
 public:
  /// What the features do not know of their examples.
  struct Labels {
    std::vector<std::int64_t> truth{};   ///< the training set's classes before label noise
    std::vector<std::int64_t> places{};  ///< the test set's (core/classifier.h)
  };
  /// `facts` are those of the data, not of the random features.
  FeatureClassifier(std::shared_ptr<const FeatureLoss> loss, DataFacts facts, Labels labels);

  std::string architecture() const override;
  const ShownExamples& train() const override { return train_; }
  const ShownExamples& test() const override { return test_; }
  Matrix shares(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& inputs) const override;

 private:
  std::shared_ptr<const FeatureLoss> loss_;
  ShownExamples train_, test_;
};

}  // namespace tiltscape
