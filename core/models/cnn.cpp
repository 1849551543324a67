// The convolutions of a stack of models are one grouped convolution: every model has the channels of a group.
#include "core/models/cnn.h"

#include "core/models/layers.h"

namespace tiltscape {

std::string Cnn::architecture() const {
  std::string text = fmt::format("{0}×{0}", shape_.data.facts().side);
  for (int block = 0; block < shape_.blocks; ++block) text += fmt::format(" → {}@3×3", shape_.out(block));
  return text + fmt::format(" → {}, {}, means of 2×2", outputs(), choice_name(shape_.activation));
}

at::Tensor Cnn::initial(std::uint64_t seed) const {
  at::Tensor x = at::zeros({dimension()}, at::kDouble);
  double* at = x.data_ptr<double>();
  const auto fill = [&](int layer, std::int64_t in, std::int64_t out, std::int64_t weights, std::int64_t biases) {
    const std::int64_t fan = shape_.activation == Activation::tanh ? in + out : in;
    fill_weights(seed, static_cast<std::size_t>(layer), fan, {at, static_cast<std::size_t>(weights)});
    at += weights + biases;
  };
  for (int block = 0; block < shape_.blocks; ++block) {
    const std::int64_t in = shape_.in(block), out = shape_.out(block);
    fill(block, 9 * in, 9 * out, 9 * in * out, out);
  }
  fill(shape_.blocks, shape_.features(), outputs(), outputs() * shape_.features(), outputs());
  return x;
}

at::Tensor Cnn::scores(ParameterBlocks& blocks, const at::Tensor& inputs) const {
  const std::int64_t models = blocks.models(), n = inputs.size(0), side = shape_.data.facts().side;
  // n × (models · channels) × side × side
  at::Tensor a = inputs.view({n, 1, side, side}).expand({n, models, side, side});
  for (int block = 0; block < shape_.blocks; ++block) {
    const std::int64_t in = shape_.in(block), out = shape_.out(block);
    const at::Tensor kernels = blocks.next(9 * in * out).reshape({models * out, in, 3, 3});
    const at::Tensor biases = blocks.next(out).reshape({-1});
    a = at::conv2d(a, kernels, biases, 1, 1, 1, models);
    a = at::avg_pool2d(activated(shape_.activation, a), 2);
  }
  const std::int64_t features = shape_.features();
  const at::Tensor weights = blocks.next(outputs() * features).view({models, outputs(), features});
  const at::Tensor biases = blocks.next(outputs()).unsqueeze(2);
  return at::baddbmm(biases, weights, a.reshape({n, models, features}).permute({1, 2, 0}));
}

std::vector<Filter> Cnn::filters() const {
  std::vector<Filter> filters;
  Eigen::Index at = 0;
  const auto add = [&](std::int64_t count, std::int64_t size) {
    for (std::int64_t i = 0; i < count; ++i) filters.push_back({at + i * size, size});
    at += count * (size + 1);  // and the biases
  };
  for (int block = 0; block < shape_.blocks; ++block) add(shape_.out(block), 9 * shape_.in(block));
  add(outputs(), shape_.features());
  return filters;
}

std::vector<Layer> Cnn::layers() const {
  std::vector<Layer> layers;
  Eigen::Index at = 0;
  const auto add = [&](const std::string& name, std::int64_t size) {
    layers.push_back({name, at, size});
    at += size;
  };
  for (int block = 0; block < shape_.blocks; ++block)
    add(fmt::format("conv {}: {} → {}", block + 1, shape_.in(block), shape_.out(block)),
        shape_.out(block) * (9 * shape_.in(block) + 1));
  add(fmt::format("affine: {} → {}", shape_.features(), outputs()), outputs() * (shape_.features() + 1));
  return layers;
}

std::int64_t Cnn::activations() const {
  std::int64_t sum = outputs();
  for (int block = 0; block < shape_.blocks; ++block) {
    const std::int64_t side = shape_.data.facts().side >> block;
    sum += 2 * side * side * shape_.out(block);
  }
  return sum;
}

}  // namespace tiltscape
