// A model: a function from flat parameters and inputs to class scores, for many parameter vectors at once, and the loss
// by which it learns.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/loss_function.h"
#include "core/models/data_set.h"
#include "core/models/losses.h"
#include "core/models/parameter_blocks.h"
#include "core/problems/models/loss_name.h"

namespace tiltscape {

/// Parameters that belong together: a matrix, its rows one after another.
struct Piece {
  std::int64_t rows, columns;
  std::int64_t fan = 0;   ///< weights, which begin uniform in ±√(6/fan), each row a filter; 0: they are none …
  double constant = 0.0;  ///< … and begin as this

  std::int64_t size() const { return rows * columns; }
};

/// Immutable and safe from any thread.
class Model {
 public:
  explicit Model(LossName loss = LossName::cross_entropy) : loss_(loss) {}
  virtual ~Model() = default;

  LossName loss() const { return loss_; }
  /// For people: "64 → 32 → 10, tanh".
  virtual std::string architecture() const = 0;
  /// d, the number of parameters.
  virtual std::int64_t dimension() const = 0;
  /// All parameters in their order; none where a model overrides initial() and filters().
  virtual std::vector<Piece> pieces() const { return {}; }
  /// Initial parameters (d), drawn by seed alone, a piece at a time.
  virtual at::Tensor initial(std::uint64_t seed, const at::TensorOptions& options = at::kDouble) const;
  /// Scores (m × outputs × n) of m models on n inputs. Takes each block of parameters once and in order, and keeps none
  /// longer than it needs it. Twice differentiable in the blocks. Examples come last: small matrices times wide ones,
  /// and sums over classes, are several times faster this way.
  virtual at::Tensor scores(ParameterBlocks& blocks, const at::Tensor& inputs) const = 0;
  /// Of the rows of a stack (m × d).
  at::Tensor scores(const at::Tensor& stack, const at::Tensor& inputs) const {
    StackedBlocks blocks(stack);
    return scores(blocks, inputs);
  }
  /// The loss of every model and example (m × n): of the scores, where there are any. Twice differentiable in the
  /// blocks.
  virtual at::Tensor losses(ParameterBlocks& blocks, const Examples& examples) const {
    return losses_of(loss_, scores(blocks, examples.inputs), examples.labels);
  }
  /// Whether there are scores, which say what an example is taken for, and not losses alone.
  virtual bool gives_scores() const { return true; }
  /// Whether a block is done with when the next one is asked for, so that they need not all be there.
  virtual bool blockwise() const { return true; }
  /// The incoming weights of each neuron.
  virtual std::vector<Filter> filters() const;
  /// Weights and biases of each layer.
  virtual std::vector<Layer> layers() const = 0;
  /// See LossFunction; empty where the model has no such symmetry.
  virtual std::string rescaling() const { return {}; }
  virtual Vector rescaled(const Eigen::Ref<const Vector>& x, double /*alpha*/) const { return x; }
  /// Numbers that scores() keeps for one model and one input, to bound memory.
  virtual std::int64_t activations() const = 0;

 private:
  LossName loss_;
};

}  // namespace tiltscape
