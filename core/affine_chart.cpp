// Three points make the plane; the others must lie on it.
#include "core/affine_chart.h"

#include <cmath>

namespace tiltscape {

std::optional<Eigen::Vector2d> AffineChart::lengths() const {
  const Eigen::Vector2d lengths = axes.colwise().norm();
  const double cosine = axes.col(0).dot(axes.col(1)) / (lengths[0] * lengths[1]);
  if (!(std::abs(cosine) < 1e-9)) return std::nullopt;
  return lengths;
}

std::optional<AffineChart> affine_chart(const Chart& chart, const std::array<std::array<double, 2>, 2>& bounds) {
  if (!chart.lift) return std::nullopt;
  const auto [x, y] = bounds;
  const auto corner = chart.lift({x[0], y[0]}), right = chart.lift({x[1], y[0]}), above = chart.lift({x[0], y[1]});
  if (!corner || !right || !above) return std::nullopt;
  AffineChart plane{*corner, Matrix(corner->size(), 2)};
  plane.axes.col(0) = (*right - *corner) / (x[1] - x[0]);
  plane.axes.col(1) = (*above - *corner) / (y[1] - y[0]);
  plane.origin -= plane.axes * Eigen::Vector2d(x[0], y[0]);
  const double close = 1e-9 * (corner->norm() + right->norm() + above->norm());
  for (const Eigen::Vector2d& at :
       {Eigen::Vector2d(x[1], y[1]), Eigen::Vector2d(0.5 * (x[0] + x[1]), 0.5 * (y[0] + y[1])),
        Eigen::Vector2d(0.7 * x[0] + 0.3 * x[1], 0.2 * y[0] + 0.8 * y[1])}) {
    const auto point = chart.lift(at);
    if (!point || !((*point - plane.origin - plane.axes * at).norm() <= close)) return std::nullopt;
  }
  return plane;
}

}  // namespace tiltscape
