// From tensors to random features, and to tensors of them.
#include "core/models/feature_task.h"

#include "core/random.h"

namespace tiltscape {
namespace {

FeatureExamples feature_examples(const Examples& examples) {
  const at::Tensor inputs = examples.inputs.to(at::kCPU, at::kFloat).t().contiguous();  // D × n
  const at::Tensor labels = examples.labels.cpu().contiguous();
  FeatureExamples all{.inputs = FloatRows(inputs.size(0), inputs.size(1)), .signs = Eigen::ArrayXd(inputs.size(1))};
  for (std::int64_t i = 0; i < all.inputs.rows(); ++i)
    std::copy_n(inputs.const_data_ptr<float>() + i * inputs.size(1), inputs.size(1), all.inputs.row(i).begin());
  const auto* label = labels.const_data_ptr<std::int64_t>();
  for (Eigen::Index i = 0; i < all.signs.size(); ++i) all.signs[i] = label[i] == 1 ? 1.0 : -1.0;
  return all;
}

}  // namespace

std::shared_ptr<const RandomFeatures> random_features(const FeatureParameters& parameters, const Split& split,
                                                      std::uint64_t seed,
                                                      const std::function<void(std::span<double>)>& fill) {
  parameters.check_data(split.facts);
  const auto philox_fill = [seed](std::span<double> numbers) {
    fill_gaussian({.seed = seed, .purpose = Purpose::features}, numbers);
  };
  return std::make_shared<const RandomFeatures>(feature_examples(split.train), feature_examples(split.test),
                                                parameters.features, fill ? fill : philox_fill);
}

Vector feature_start(std::int64_t d, std::uint64_t seed) {
  Vector start(d);
  fill_gaussian({.seed = seed, .purpose = Purpose::weights}, {start.data(), static_cast<std::size_t>(d)});
  return feature_start_scale * start;
}

void form_features(const RandomFeatures& features, Split& split) {
  const FloatRows& weights = features.weights();
  at::Tensor mixing = at::empty({weights.rows(), weights.columns()}, at::kFloat);
  for (std::int64_t i = 0; i < weights.rows(); ++i)
    std::ranges::copy(weights.row(i), mixing.data_ptr<float>() + i * weights.columns());
  for (Examples* some : {&split.train, &split.test})
    some->inputs = at::mm(some->inputs, mixing.to(some->inputs.options()));
}

}  // namespace tiltscape
