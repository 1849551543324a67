// Charts that are planes: where points are origin + a e₁ + b e₂.
#pragma once

#include <optional>

#include "core/problem.h"

namespace tiltscape {

struct AffineChart {
  Vector origin;
  Matrix axes;  ///< d × 2

  /// Lengths of the two axes where they are orthogonal and not 0: then a disc in the plane is an ellipse of the chart
  /// with semi-axes radius/length.
  std::optional<Eigen::Vector2d> lengths() const;
};

/// The chart as a plane, by what it lifts at the corners and the middle of `bounds`; nothing where it is curved, has
/// holes or cannot lift.
std::optional<AffineChart> affine_chart(const Chart& chart, const std::array<std::array<double, 2>, 2>& bounds);

}  // namespace tiltscape
