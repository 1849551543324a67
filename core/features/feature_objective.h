// The objective of linear models on random features: because scores are linear in x, one product a direction gives both
// of its losses and the scores after the move.
#pragma once

#include <optional>

#include "core/features/feature_loss.h"
#include "core/objective.h"
#include "core/random.h"

namespace tiltscape {

class FeatureObjective final : public Objective<Vector> {
 public:
  /// Minibatches of `batch` examples, drawn by the seed of the source and step; 0: all.
  FeatureObjective(std::shared_ptr<const FeatureLoss> loss, std::int64_t batch, std::uint64_t seed,
                   DirectionSource source)
      : loss_(std::move(loss)), batch_(batch), seed_(seed), source_(source) {}

  void direction(const Directions& u, int i, Vector& to) override;

  /// The directions of the last probe or slopes, one a column.
  const Matrix& directions() const { return directions_; }

 private:
  void use_step(std::uint64_t number) override;
  PairLosses probe_pairs(const Vector& x, const Directions& u, double rho) override;
  std::span<const double> directional_derivatives(const Vector& x, const Directions& u) override;
  double value_and_gradient(const Vector& x, Vector& g) override;
  double move_along(Vector& x, const Directions& u, std::span<const double> c) override;

  void draw(const Directions& u);
  /// The step's examples.
  const FeatureExamples& examples();
  /// Sets scores_ to those at x, and changes_ to those of each direction.
  void look(const Vector& x, const Directions& u);

  std::shared_ptr<const FeatureLoss> loss_;
  std::int64_t batch_;
  std::uint64_t seed_;
  DirectionSource source_;
  std::uint64_t step_ = 0;
  std::optional<FeatureExamples> minibatch_;  ///< of step_, once asked for
  Matrix directions_;                         ///< d × k
  std::optional<Directions> drawn_;           ///< what directions_ holds
  Eigen::ArrayXXd changes_;                   ///< of the scores along each direction, n × k
  /// Of the whole training set the scores are kept from step to step: `scores_` are those at `at_`, and so many moves
  /// were added to them since they were computed.
  Eigen::ArrayXd scores_;
  Vector at_;
  int moves_ = 0;
  std::vector<double> losses_;
};

}  // namespace tiltscape
