// The objective of models: all perturbed models of a step in one batched forward pass, gradients by autograd, both on
// the step's minibatch.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/models/flat_tensor.h"
#include "core/models/task.h"
#include "core/objective.h"
#include "core/random.h"

namespace tiltscape {

class TensorObjective final : public Objective<FlatTensor> {
 public:
  TensorObjective(std::shared_ptr<const Task> task, DirectionSource source);
  /// Copies what the next step needs; scratch space stays behind.
  TensorObjective(const TensorObjective& other);

  /// c is rounded to the parameters' type.
  double move(FlatTensor& x, const Directions& u, std::span<const double> c) override;
  void direction(const Directions& u, int i, FlatTensor& to) override;

  /// The directions of the last probe or slopes (k × d).
  const at::Tensor& directions() const { return directions_; }

 private:
  void use_step(std::uint64_t number) override;
  PairLosses probe_pairs(const FlatTensor& x, const Directions& u, double rho) override;
  std::span<const double> directional_derivatives(const FlatTensor& x, const Directions& u) override;
  double value_and_gradient(const FlatTensor& x, FlatTensor& g) override;

  void draw(const Directions& u);
  const Examples& minibatch();

  std::shared_ptr<const Task> task_;
  DirectionSource source_;
  std::uint64_t step_ = 0;
  std::optional<Examples> minibatch_;  ///< of step_, once asked for
  Eigen::MatrixXd drawn_;              ///< d × k, double
  at::Tensor directions_;              ///< k × d
  std::optional<Directions> held_;     ///< what directions_ holds
  at::Tensor stack_;                   ///< 2k × d: x + ρu₁ … x + ρu_k, x − ρu₁ …
  std::vector<double> losses_;
};

}  // namespace tiltscape
