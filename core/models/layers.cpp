// Affine layers, normalisation, activations and initial weights.
#include "core/models/layers.h"

#include <cmath>
#include <stdexcept>

#include "core/random.h"

namespace tiltscape {

at::Tensor activated(Activation activation, at::Tensor a) {
  switch (activation) {
    case Activation::tanh:
      return a.tanh_();
    case Activation::relu:
      return a.relu_();
    case Activation::gelu:
      return at::gelu(a);
    case Activation::silu:
      return at::silu(a);
  }
  throw std::logic_error("no such activation");
}

at::Tensor affine(ParameterBlocks& blocks, std::int64_t out, const at::Tensor& a) {
  const at::Tensor weights = blocks.next(out * a.size(1)).view({blocks.models(), out, a.size(1)});
  return at::baddbmm(blocks.next(out).unsqueeze(2), weights, a);
}

at::Tensor normalised(ParameterBlocks& blocks, const at::Tensor& a) {
  constexpr double least = 1e-5;
  std::vector<std::int64_t> each(static_cast<std::size_t>(a.dim()), 1);  // a number a model and unit
  each[0] = blocks.models();
  each[1] = a.size(1);
  const at::Tensor centred = a - a.mean(1, true);
  const at::Tensor normal = centred * (centred.square().mean(1, true) + least).rsqrt();
  const at::Tensor gains = blocks.next(a.size(1)).view(each);
  return normal * gains + blocks.next(a.size(1)).view(each);
}

std::int64_t fan_of(Activation activation, std::int64_t in, std::int64_t out) {
  return activation == Activation::tanh ? in + out : in;
}

void fill_weights(std::uint64_t seed, std::size_t layer, std::int64_t fan, std::span<double> weights) {
  fill_uniform({.seed = seed, .purpose = Purpose::weights, .item = static_cast<std::uint32_t>(layer)}, weights);
  for (double& w : weights) w = (2 * w - 1) * std::sqrt(6 / static_cast<double>(fan));
}

}  // namespace tiltscape
