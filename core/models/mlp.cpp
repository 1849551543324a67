// The perceptron's parameters and its forward pass, for a stack of models in one batched product a layer.
#include "core/models/mlp.h"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "core/random.h"

namespace tiltscape {

Mlp::Mlp(std::vector<std::int64_t> widths, Activation activation)
    : widths_(std::move(widths)), activation_(activation) {}

std::int64_t Mlp::dimension() const {
  std::int64_t d = 0;
  for (std::size_t l = 0; l < depth(); ++l) d += widths_[l + 1] * (widths_[l] + 1);
  return d;
}

at::Tensor Mlp::initial(std::uint64_t seed) const {
  at::Tensor x = at::zeros({dimension()}, at::kDouble);
  double* at = x.data_ptr<double>();
  for (std::size_t l = 0; l < depth(); ++l) {
    const std::int64_t in = widths_[l], out = widths_[l + 1];
    const auto fan = static_cast<double>(activation_ == Activation::tanh ? in + out : in);
    const std::span<double> weights(at, static_cast<std::size_t>(in * out));
    fill_uniform({.seed = seed, .purpose = Purpose::weights, .item = static_cast<std::uint32_t>(l)}, weights);
    for (double& w : weights) w = (2 * w - 1) * std::sqrt(6 / fan);
    at += out * (in + 1);
  }
  return x;
}

at::Tensor Mlp::scores(const at::Tensor& stack, const at::Tensor& inputs) const {
  const std::int64_t models = stack.size(0);
  std::vector<std::int64_t> sizes;
  for (std::size_t l = 0; l < depth(); ++l) {
    sizes.push_back(widths_[l + 1] * widths_[l]);
    sizes.push_back(widths_[l + 1]);
  }
  const auto parts = stack.split_with_sizes(sizes, 1);
  at::Tensor a = inputs.t().unsqueeze(0).expand({models, inputs.size(1), inputs.size(0)});  // m × width × n
  for (std::size_t l = 0; l < depth(); ++l) {
    const at::Tensor weights = parts[2 * l].view({models, widths_[l + 1], widths_[l]});
    a = at::baddbmm(parts[2 * l + 1].unsqueeze(2), weights, a);
    if (l + 1 < depth()) a = activation_ == Activation::tanh ? a.tanh_() : a.relu_();
  }
  return a;
}

std::vector<Filter> Mlp::filters() const {
  std::vector<Filter> filters;
  std::int64_t at = 0;
  for (std::size_t l = 0; l < depth(); ++l) {
    for (std::int64_t neuron = 0; neuron < widths_[l + 1]; ++neuron) {
      filters.push_back({at, widths_[l]});
      at += widths_[l];
    }
    at += widths_[l + 1];  // biases
  }
  return filters;
}

std::vector<Layer> Mlp::layers() const {
  std::vector<Layer> layers;
  Eigen::Index at = 0;
  for (std::size_t l = 0; l < depth(); ++l) {
    const std::int64_t size = widths_[l + 1] * (widths_[l] + 1);
    layers.push_back({fmt::format("layer {}: {} → {}", l + 1, widths_[l], widths_[l + 1]), at, size});
    at += size;
  }
  return layers;
}

std::string Mlp::rescaling() const {
  return activation_ == Activation::relu && depth() > 1 ? "layer 1 times α, weights of layer 2 over α" : "";
}

Vector Mlp::rescaled(const Eigen::Ref<const Vector>& x, double alpha) const {
  Vector other = x;
  if (rescaling().empty()) return other;
  const Eigen::Index first = widths_[1] * (widths_[0] + 1);
  other.head(first) *= alpha;
  other.segment(first, widths_[2] * widths_[1]) /= alpha;
  return other;
}

std::int64_t Mlp::activations() const { return std::accumulate(widths_.begin() + 1, widths_.end(), std::int64_t{0}); }

}  // namespace tiltscape
