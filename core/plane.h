// Planes through the space of points: what a picture of a high-dimensional path is drawn in.
#pragma once

#include "core/problem.h"

namespace tiltscape {

/// Points that are shared, not copied: the runs' and the window's are the same.
using Points = std::vector<std::shared_ptr<const Vector>>;

/// origin + a·axes₀ + b·axes₁. The axes are orthonormal, so that (a, b) are lengths in the space itself.
struct Plane {
  Vector origin;                                  ///< d
  Eigen::Matrix<double, Eigen::Dynamic, 2> axes;  ///< d × 2

  Eigen::Vector2d project(const Vector& x) const { return axes.transpose() * (x - origin); }
  Vector lift(const Eigen::Vector2d& at) const { return origin + axes * at; }
  /// How far x is from its projection.
  double distance(const Vector& x) const;
};

/// The plane through `origin` along two directions, orthonormalised in that order (a second that lies along the first
/// gives way to a direction of the coordinate axes). d ≥ 2; `first` is not 0.
Plane spanned(Vector origin, const Vector& first, const Vector& second);

/// A chart of the plane's coordinates; without bounds.
Chart plane_chart(Plane plane, std::string name, std::array<std::string, 2> labels, std::string note);

/// The share, 0 … 1, of the points' variance about their mean that lies in the plane; 1 where they do not vary.
double explained_variance(const Plane& plane, const Points& points);

/// The box of these coordinates with a margin of 15 % of its sides, none of which is much narrower than the other.
std::array<std::array<double, 2>, 2> fitted_bounds(const std::vector<Eigen::Vector2d>& coordinates);

}  // namespace tiltscape
