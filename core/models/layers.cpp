// Activations and initial weights.
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

void fill_weights(std::uint64_t seed, std::size_t layer, std::int64_t fan, std::span<double> weights) {
  fill_uniform({.seed = seed, .purpose = Purpose::weights, .item = static_cast<std::uint32_t>(layer)}, weights);
  for (double& w : weights) w = (2 * w - 1) * std::sqrt(6 / static_cast<double>(fan));
}

}  // namespace tiltscape
