// Landscapes as runs meet them: the objective that draws directions and probes them as one matrix expression.
#pragma once

#include <memory>
#include <optional>

#include "core/problem.h"
#include "core/random.h"
#include "core/subject.h"

namespace tiltscape {

class LandscapeObjective final : public Objective<Vector> {
 public:
  LandscapeObjective(std::shared_ptr<const Problem> problem, DirectionSource source)
      : problem_(std::move(problem)), source_(source) {}

  void direction(const Directions& u, int i, Vector& to) override;

  DirectionSource& source() { return source_; }
  /// The directions of the last probe, one a column.
  const Matrix& directions() const { return directions_; }

 private:
  PairLosses probe_pairs(const Vector& x, const Directions& u, double rho) override;
  std::span<const double> directional_derivatives(const Vector& x, const Directions& u) override;
  double value_and_gradient(const Vector& x, Vector& g) override;
  double move_along(Vector& x, const Directions& u, std::span<const double> c) override;
  void draw(const Directions& u);

  std::shared_ptr<const Problem> problem_;
  DirectionSource source_;
  Matrix directions_;                ///< d × k
  std::optional<Directions> drawn_;  ///< what directions_ holds
  Matrix points_;                    ///< d × 2k: x + ρu₁ … x + ρu_k, x − ρu₁ …
  Vector displacement_, gradient_;
  std::vector<double> losses_;
};

}  // namespace tiltscape
