// Geometry of planes, and how much of a path they hold.
#include "core/plane.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tiltscape {

double Plane::distance(const Vector& x) const {
  const Vector offset = x - origin;
  return (offset - axes * (axes.transpose() * offset)).norm();
}

Plane spanned(Vector origin, const Vector& first, const Vector& second) {
  Plane plane{std::move(origin), {first.size(), 2}};
  plane.axes.col(0) = first.stableNormalized();
  const auto across = [&plane](Vector v) {
    for (int i = 0; i < 2; ++i) v -= plane.axes.col(0).dot(v) * plane.axes.col(0);  // twice: the first leaves rounding
    return v;
  };
  Vector rest = across(second.stableNormalized());
  if (!(rest.norm() > 1e-10)) {
    Eigen::Index least = 0;
    plane.axes.col(0).cwiseAbs().minCoeff(&least);
    rest = across(Vector::Unit(first.size(), least));
  }
  plane.axes.col(1) = across(rest.normalized()).normalized();
  return plane;
}

Chart plane_chart(Plane plane, std::string name, std::array<std::string, 2> labels, std::string note) {
  const auto shared = std::make_shared<const Plane>(std::move(plane));
  return {.name = std::move(name),
          .labels = std::move(labels),
          .note = std::move(note),
          .project = [shared](const Vector& x) { return shared->project(x); },
          .lift = [shared](const Eigen::Vector2d& at) { return std::optional<Vector>(shared->lift(at)); },
          .plane = shared};
}

double explained_variance(const Plane& plane, const Points& points) {
  if (points.empty()) return 1.0;
  Vector mean = Vector::Zero(plane.origin.size());
  for (const auto& x : points) mean += *x;
  mean /= static_cast<double>(points.size());
  double total = 0.0, missed = 0.0;
  for (const auto& x : points) {
    const Vector offset = *x - mean;
    total += offset.squaredNorm();
    missed += (offset - plane.axes * (plane.axes.transpose() * offset)).squaredNorm();
  }
  return total > 0.0 ? std::max(0.0, 1.0 - missed / total) : 1.0;
}

std::array<std::array<double, 2>, 2> fitted_bounds(const std::vector<Eigen::Vector2d>& coordinates) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double margin = 0.15, narrowest = 0.3;  // of the side; of the longer side
  Eigen::Array2d low(infinity, infinity), high(-infinity, -infinity);
  for (const Eigen::Vector2d& at : coordinates) {
    if (!at.allFinite()) continue;
    low = low.min(at.array());
    high = high.max(at.array());
  }
  if (!(low <= high).all()) low = high = Eigen::Array2d::Zero();
  double longest = (high - low).maxCoeff();
  if (!(longest > 0.0)) longest = 2.0;
  const Eigen::Array2d middle = 0.5 * (low + high);
  const Eigen::Array2d half = (0.5 + margin) * (high - low).max(narrowest * longest);
  return {{{middle[0] - half[0], middle[0] + half[0]}, {middle[1] - half[1], middle[1] + half[1]}}};
}

}  // namespace tiltscape
