// Data sets: images with labels, from files built into the program, split into training and test sets by seed.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace tiltscape {

/// Inputs (n × features) and class labels (n, int64), on a device.
struct Examples {
  at::Tensor inputs;
  at::Tensor labels;
  std::int64_t size() const { return labels.size(0); }
  /// The examples at `indices`, in their order.
  Examples at(const std::vector<std::int64_t>& indices) const;
};

struct Split {
  Examples train, test;
};

/// Which examples train (the first `train` of a permutation drawn by seed) and which test (the others).
struct SplitIndices {
  std::vector<std::int64_t> train, test;
};
SplitIndices split_indices(std::int64_t size, std::int64_t train, std::uint64_t seed);
Split split(const Examples& examples, std::int64_t train, std::uint64_t seed);

/// 1 797 images of 64 pixels, 0 … 16 divided by 16; digits 0 … 9.
Examples digits(const at::TensorOptions& options);

}  // namespace tiltscape
