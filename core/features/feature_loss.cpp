// Every derivative is a sum over examples of multiples of their features.
#include "core/features/feature_loss.h"

namespace tiltscape {

double FeatureLoss::value(const Eigen::Ref<const Vector>& x) const {
  const FeatureExamples& train = features_->train();
  return losses_.mean(train.signs, features_->scores(x, train.inputs));
}

double FeatureLoss::gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> gradient) const {
  const FeatureExamples& train = features_->train();
  const Eigen::ArrayXd z = features_->scores(x, train.inputs);
  features_->add_up(losses_.slopes(train.signs, z) / static_cast<double>(train.size()), train.inputs, gradient);
  return losses_.mean(train.signs, z);
}

Eigen::ArrayXd FeatureLoss::mean_curvatures(const Eigen::Ref<const Vector>& x) const {
  const FeatureExamples& train = features_->train();
  return losses_.curvatures(train.signs, features_->scores(x, train.inputs)) / static_cast<double>(train.size());
}

void FeatureLoss::hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                                Eigen::Ref<Vector> product) const {
  const FloatRows& inputs = features_->train().inputs;
  features_->add_up(mean_curvatures(x) * features_->scores(v, inputs), inputs, product);
}

double FeatureLoss::trace(const Eigen::Ref<const Vector>& x) const {
  return (mean_curvatures(x) * features_->squared_norms()).sum();
}

double FeatureLoss::lambda_max(const Eigen::Ref<const Vector>& x) const {
  return features_->largest_eigenvalue(mean_curvatures(x));
}

std::vector<Layer> FeatureLoss::layers() const { return {{"bias", 0, 1}, {"weights", 1, dimension() - 1}}; }

double FeatureLoss::test_loss(const Eigen::Ref<const Vector>& x) const {
  const FeatureExamples& test = features_->test();
  return losses_.mean(test.signs, features_->scores(x, test.inputs));
}

double FeatureLoss::accuracy(const Eigen::Ref<const Vector>& x, const FeatureExamples& examples) const {
  const Eigen::ArrayXd z = features_->scores(x, examples.inputs);
  return ((z >= 0.0) == (examples.signs > 0.0)).cast<double>().mean();
}

}  // namespace tiltscape
