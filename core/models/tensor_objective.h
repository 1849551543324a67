// The objective of models: perturbed models evaluated in one of three ways, gradients by autograd, all on the step's
// minibatch.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/models/drift.h"
#include "core/models/flat_tensor.h"
#include "core/models/step_directions.h"
#include "core/models/task.h"
#include "core/objective.h"
#include "core/random.h"

namespace tiltscape {

/// The way that a task with k pairs is probed where that is left to the program: batched as long as directions and
/// perturbed models fit in `batched_bytes`, sequential as long as the directions alone fit in `held_bytes`.
Probing chosen_probing(const Task& task, std::int64_t pairs);
inline constexpr double batched_bytes = 256e6, held_bytes = 1e9;
/// Parameters up to which a model is a single block in place: made at once, since calls a block would take longer.
inline constexpr std::int64_t small_model = std::int64_t{1} << 16;

class TensorObjective final : public Objective<FlatTensor> {
 public:
  TensorObjective(std::shared_ptr<const Task> task, DirectionSource source);
  /// Copies what the next step needs; scratch space stays behind.
  TensorObjective(const TensorObjective& other);

  void direction(const Directions& u, int i, FlatTensor& to) override;

  /// axesᵀ uᵢ (2 × pairs) of the last probe or slopes, for these pairs i; no columns before the first.
  Matrix shares(const Matrix& axes, std::span<const std::uint32_t> pairs) const;
  /// The directions of the last probe or slopes (k × d) where they are kept.
  const at::Tensor& directions() const { return held_.all(); }
  /// What probing has left in x by rounding since the first step, relative to it: see Drift.
  double drift(const FlatTensor& x) const { return drift_.relative(x.values()); }
  std::string remark() const override { return remark_; }

 private:
  void use_step(std::uint64_t number) override;
  /// Where memory runs out, in the next frugal way, for good.
  PairLosses probe_pairs(const FlatTensor& x, const Directions& u, double rho) override;
  PairLosses probe_once(const FlatTensor& x, const Directions& u, double rho);
  std::span<const double> directional_derivatives(const FlatTensor& x, const Directions& u) override;
  double value_and_gradient(const FlatTensor& x, FlatTensor& g) override;
  /// c is rounded to the parameters' type.
  double move_along(FlatTensor& x, const Directions& u, std::span<const double> c) override;

  Probing way(const Directions& u) const;
  /// False where there is no way more frugal than this one.
  bool become_more_frugal(const Directions& u);
  /// Kept or drawn again, as the way of probing wants them.
  StepDirections& directions(const Directions& u);
  void probe_batched(const FlatTensor& x, int pairs, double rho);
  void probe_singly(const FlatTensor& x, StepDirections& directions, int pairs, double rho, bool in_place);
  /// x itself is moved to x + ρuᵢ, to x − ρuᵢ and back, which leaves it as it was to rounding.
  void probe_restoring(const FlatTensor& x, StepDirections& directions, int pairs, double rho);
  /// From the device, all at once.
  void take_losses(const std::vector<at::Tensor>& losses);
  const Examples& minibatch();

  std::shared_ptr<const Task> task_;
  DirectionSource source_;
  std::uint64_t step_ = 0;
  std::optional<Examples> minibatch_;  ///< of step_, once asked for
  HeldDirections held_;
  std::unique_ptr<StepDirections> drawn_;
  std::optional<Directions> last_;  ///< what was probed last
  Drift drift_;
  Probing at_least_ = Probing::automatic;  ///< since memory ran out
  std::string remark_;
  struct PerturbedModels {
    at::Tensor all;          ///< batched: 2k × d, x + ρu₁ … x + ρu_k, x − ρu₁ …; one by one: 1 × d
    at::Tensor plus, minus;  ///< views: the halves; the only row and none
  } stack_;
  std::vector<double> losses_;
};

}  // namespace tiltscape
