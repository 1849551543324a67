// What the layers of networks share: affine layers, normalisation, activations, and the
// weights they begin with.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <span>

#include "core/models/parameter_blocks.h"
#include "core/problems/models/activation.h"

namespace tiltscape {

/// The activation of every number of `a`, which may be overwritten.
at::Tensor activated(Activation activation, at::Tensor a);

/// An affine layer of every model, from `a` (models × in × columns) to models × out × columns: takes its weights (out ×
/// in, row by row), then its biases.
at::Tensor affine(ParameterBlocks& blocks, std::int64_t out, const at::Tensor& a);

/// Mean 0 and variance 1 over the units (dimension 1) of every model and column (Ba, Kiros, Hinton 2016, arXiv
/// 1607.06450), times gains and plus shifts, which are taken: one a unit.
at::Tensor normalised(ParameterBlocks& blocks, const at::Tensor& a);

/// What the variance 2/fan of a layer's weights goes by: in + out before tanh (Glorot & Bengio 2010), in before the
/// others (He et al. 2015).
std::int64_t fan_of(Activation activation, std::int64_t in, std::int64_t out);

/// Weights of a layer, uniform in ±√(6/fan), drawn by seed and layer.
void fill_weights(std::uint64_t seed, std::size_t layer, std::int64_t fan, std::span<double> weights);

}  // namespace tiltscape
