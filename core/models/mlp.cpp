// The perceptron's parameters and its forward pass, for a stack of models in one batched product a layer.
#include "core/models/mlp.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "core/models/layers.h"

namespace tiltscape {
Mlp::Mlp(std::vector<std::int64_t> widths, Activation activation, Norm norm, LossName loss)
    : Model(loss), widths_(std::move(widths)), activation_(activation), norm_(norm) {}

std::string Mlp::architecture() const {
  std::string text = fmt::format("{}", fmt::join(widths_, " → "));
  if (depth() > 1) text += fmt::format(", {}", choice_name(activation_));
  return text + (norm_ == Norm::layer ? ", layer norm" : "");
}

std::int64_t Mlp::dimension() const {
  std::int64_t d = 0;
  for (std::size_t l = 0; l < depth(); ++l) d += size(l);
  return d;
}

std::vector<Piece> Mlp::pieces() const {
  std::vector<Piece> pieces;
  for (std::size_t l = 0; l < depth(); ++l) {
    const std::int64_t in = widths_[l], out = widths_[l + 1];
    pieces.insert(pieces.end(), {{out, in, fan_of(activation_, in, out)}, {1, out}});
    if (norms(l) > 0) pieces.insert(pieces.end(), {{1, out, 0, 1.0}, {1, out}});
  }
  return pieces;
}

at::Tensor Mlp::scores(ParameterBlocks& blocks, const at::Tensor& inputs) const {
  const std::int64_t models = blocks.models();
  at::Tensor a = inputs.t().unsqueeze(0).expand({models, inputs.size(1), inputs.size(0)});  // m × width × n
  for (std::size_t l = 0; l < depth(); ++l) {
    a = affine(blocks, widths_[l + 1], a);
    if (norms(l) > 0) a = normalised(blocks, a);
    if (l + 1 < depth()) a = activated(activation_, a);
  }
  return a;
}

std::vector<Layer> Mlp::layers() const {
  std::vector<Layer> layers;
  Eigen::Index at = 0;
  for (std::size_t l = 0; l < depth(); ++l) {
    layers.push_back({fmt::format("layer {}: {} → {}", l + 1, widths_[l], widths_[l + 1]), at, size(l)});
    at += size(l);
  }
  return layers;
}

std::string Mlp::rescaling() const {
  return activation_ == Activation::relu && norm_ == Norm::none && depth() > 1
             ? "layer 1 times α, weights of layer 2 over α"
             : "";
}

Vector Mlp::rescaled(const Eigen::Ref<const Vector>& x, double alpha) const {
  Vector other = x;
  if (rescaling().empty()) return other;
  const Eigen::Index first = widths_[1] * (widths_[0] + 1);
  other.head(first) *= alpha;
  other.segment(first, widths_[2] * widths_[1]) /= alpha;
  return other;
}

std::int64_t Mlp::activations() const {
  const std::int64_t sums = std::accumulate(widths_.begin() + 1, widths_.end(), std::int64_t{0});
  return norm_ == Norm::none ? sums : 2 * sums;
}

}  // namespace tiltscape
