// A plane through parameter space for pictures: where a short scout of gradient descent goes, and how its path bends.
#pragma once

#include "core/models/task.h"
#include "core/problem.h"

namespace tiltscape {

/// Immutable; shared by the runs of an experiment.
class ScoutPlane {
 public:
  /// Sends the scout: full-batch gradient steps with momentum from the task's start. Deterministic.
  explicit ScoutPlane(std::shared_ptr<const Task> task);

  /// Name, labels, note and bounds.
  const Chart& chart() const { return chart_; }
  /// Coordinates of x's projection.
  std::array<double, 2> project(const at::Tensor& x) const;
  /// Inner products of the rows of v (m × d) with the two axes, m × 2, double, on the CPU.
  at::Tensor components(const at::Tensor& v) const;
  /// Training loss at points of the plane; safe from any thread.
  void losses(std::span<const Eigen::Vector2d> points, std::span<double> out) const;

 private:
  std::shared_ptr<const Task> task_;
  at::Tensor origin_;  ///< d
  at::Tensor axes_;    ///< 2 × d, orthonormal, double
  Chart chart_;
};

}  // namespace tiltscape
