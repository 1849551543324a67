// What the layers of networks share: activations, and the weights they begin with.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <span>

#include "core/problems/models/activation.h"

namespace tiltscape {

/// The activation of every number of `a`, which may be overwritten.
at::Tensor activated(Activation activation, at::Tensor a);

/// Weights of a layer, uniform in ±√(6/fan), drawn by seed and layer.
void fill_weights(std::uint64_t seed, std::size_t layer, std::int64_t fan, std::span<double> weights);

}  // namespace tiltscape
