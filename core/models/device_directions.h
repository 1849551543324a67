// Directions drawn on a GPU, where copying them over would take longer than a step.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>

#include "core/law.h"

namespace tiltscape {

/// gaussian, sphere and rademacher, whose numbers are independent. Directions of the other laws are drawn on the CPU.
bool drawn_on_device(Law law);

/// k directions (k × d) of a step, on the device of `options`. Row i is a function of (seed, step, i, d) and of the
/// device, whatever k is; not the CPU's row. Blocks of rows each have LibTorch's generator of the device (Philox),
/// seeded by ours.
at::Tensor device_directions(Law law, std::uint64_t seed, std::uint64_t step, std::int64_t k, std::int64_t d,
                             const at::TensorOptions& options);

}  // namespace tiltscape
