// Examples in double, and the logistic function of scores.
#include "core/features/feature_classifier.h"

#include <fmt/format.h>

namespace tiltscape {
namespace {

ShownExamples shown(const FeatureExamples& examples) {
  ShownExamples all{.inputs = Matrix(examples.inputs.rows(), examples.size())};
  for (Eigen::Index i = 0; i < all.inputs.rows(); ++i)
    all.inputs.row(i) =
        Eigen::Map<const Eigen::RowVectorXf>(examples.inputs.row(i).data(), all.inputs.cols()).cast<double>();
  for (const double sign : examples.signs) all.labels.push_back(sign > 0 ? 1 : 0);
  all.truth = all.labels;
  return all;
}

}  // namespace

FeatureClassifier::FeatureClassifier(std::shared_ptr<const FeatureLoss> loss, DataFacts facts, Labels labels)
    : Classifier(std::move(facts)),
      loss_(std::move(loss)),
      train_(shown(loss_->features().train())),
      test_(shown(loss_->features().test())) {
  train_.truth = std::move(labels.truth);
  test_.places = std::move(labels.places);
}

std::string FeatureClassifier::architecture() const {
  return fmt::format("{} → {} random features → 1", facts().features, loss_->dimension() - 1);
}

Matrix FeatureClassifier::shares(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& inputs) const {
  const Eigen::ArrayXd z = (inputs.transpose() * loss_->features().mixed(x)).array() + x[0];
  Matrix shares(2, z.size());
  shares.row(1) = (1.0 / (1.0 + (-z).exp())).matrix().transpose();
  shares.row(0) = 1.0 - shares.row(1).array();
  return shares;
}

}  // namespace tiltscape
