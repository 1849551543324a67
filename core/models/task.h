// What is learned: a model on training and test examples; shared by the runs of a seed.
#pragma once

#include <memory>

#include "core/models/data_set.h"
#include "core/models/model.h"
#include "core/problems/models/step_parameters.h"
#include "core/scene.h"

namespace tiltscape {

/// Immutable.
struct Task {
  std::shared_ptr<const Model> model;     ///< as it is measured and shown
  std::shared_ptr<const Model> stepping;  ///< as steps evaluate it: the same, or in reduced precision
  Examples train, test;
  at::Tensor truth{};      ///< labels of `train` before label noise
  DataFacts facts{};       ///< of the examples
  std::uint64_t seed = 0;  ///< of split, start and minibatches
  std::int64_t batch = 0;  ///< examples in a minibatch; 0: all
  Probing probing = Probing::automatic;
  int threads = 1;            ///< LibTorch's
  at::TensorOptions options;  ///< of parameters: type and device

  /// The initial parameters.
  at::Tensor start() const { return model->initial(seed, options); }
};

/// The task a problem's settings describe. Throws BadInput.
std::shared_ptr<const Task> make_task(const ProblemSpec& spec, std::uint64_t seed, int threads,
                                      const at::TensorOptions& options);

}  // namespace tiltscape
