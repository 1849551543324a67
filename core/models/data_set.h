// Examples to learn from: read or generated, split into training and test sets, thinned and spoilt, all by seed.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

#include "core/problems/models/data_parameters.h"

namespace tiltscape {

/// Inputs (n × features) and class labels (n, int64), on a device.
struct Examples {
  at::Tensor inputs;
  at::Tensor labels;
  /// Where each stands in its data, from 1: a text file's line, else the row (n, int64, on the CPU). Undefined where
  /// they are generated, and of parts.
  at::Tensor places{};
  std::int64_t size() const { return labels.size(0); }
  /// The examples at `indices`, in their order.
  Examples at(const std::vector<std::int64_t>& indices) const;
  /// `size` examples from `first` on, without a copy.
  Examples part(std::int64_t first, std::int64_t size) const {
    return {inputs.narrow(0, first, size), labels.narrow(0, first, size)};
  }
  /// On another device, the inputs in another type.
  Examples to(const at::TensorOptions& options) const;
};

/// A whole data set, inputs in double on the CPU.
struct DataSet {
  Examples examples;
  Examples test{};  ///< undefined where a part of `examples` tests
  DataFacts facts;
};
/// Generated ones depend on the seed. Throws BadInput where a file is not as it should be.
DataSet load(const DataParameters& parameters, std::uint64_t seed);

/// Which examples train (the first `train` of a permutation drawn by seed) and which test (the others).
struct SplitIndices {
  std::vector<std::int64_t> train, test;
};
SplitIndices split_indices(std::int64_t size, std::int64_t train, std::uint64_t seed);

struct Split {
  Examples train, test;
  at::Tensor truth;  ///< labels of `train` before the noise
  DataFacts facts;
};
/// The examples of the classes that are kept; split; K training examples a class; standardised by the training set;
/// training labels spoilt. Throws BadInput where nothing is left to train or to test.
Split prepare(const DataParameters& parameters, std::uint64_t seed, const at::TensorOptions& options);

/// Class labels (n) as numbers.
std::vector<std::int64_t> label_numbers(const at::Tensor& labels);

/// Replaces about `share` of the labels by another class, each of the others as likely.
void spoil(at::Tensor& labels, double share, std::int64_t classes, std::uint64_t seed);

}  // namespace tiltscape
