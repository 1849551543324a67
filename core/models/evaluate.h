// Losses, gradients and Hessian products of models on examples. All are pure functions, safe from any thread.
#pragma once

#include <span>
#include <stdexcept>

#include "core/models/data_set.h"
#include "core/models/model.h"

namespace tiltscape {

/// Mean loss of each model of the stack (m × d) over the examples, m numbers in double on the stack's device;
/// a chunk of models at a time.
at::Tensor stack_losses(const Model& model, const Examples& examples, const at::Tensor& stack);
/// The same, into `out` (m).
void stack_losses(const Model& model, const Examples& examples, const at::Tensor& stack, std::span<double> out);
/// The mean loss of one model, given block by block: a number in double on the device.
at::Tensor blocks_loss(const Model& model, const Examples& examples, ParameterBlocks& blocks);
double loss_at(const Model& model, const Examples& examples, const at::Tensor& x);
/// Scores of one model (outputs × n) for inputs (n × features); a part of them at a time.
at::Tensor scores_at(const Model& model, const at::Tensor& inputs, const at::Tensor& x);
/// The class that each input (n × features) is taken for (n, int64).
at::Tensor classes_at(const Model& model, const at::Tensor& inputs, const at::Tensor& x);
/// Share of examples that are taken for what their label says; NaN where the model gives no scores.
double accuracy_at(const Model& model, const Examples& examples, const at::Tensor& x);

/// What a user's module may be: LibTorch has no derivatives of one of its operators.
struct NotDifferentiable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct LossAndGradient {
  double loss = 0.0;
  at::Tensor gradient;  ///< fresh
};
/// A part of the examples at a time where they are many.
LossAndGradient gradient_at(const Model& model, const Examples& examples, const at::Tensor& x);

/// H(x)vᵢ for the rows of v (m × d), by differentiating twice; a chunk at a time.
at::Tensor hessian_products(const Model& model, const Examples& examples, const at::Tensor& x, const at::Tensor& v);

/// LibTorch's thread count is a state of each thread: every entry from outside says how many it wants first.
void use_threads(int threads);

}  // namespace tiltscape
