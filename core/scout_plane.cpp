// The scout and its plane.
#include "core/scout_plane.h"

#include <algorithm>
#include <cmath>

namespace tiltscape {
namespace {

constexpr int scout_steps = 200;
constexpr double most_rise = 100;  ///< of the loss on the way

/// Points of the scout's path (d × n), the start first: heavy-ball steps on the whole training set. A step size that
/// blows up is divided by four until it does not.
Matrix scout_path(const LossFunction& loss, const Vector& start) {
  constexpr double momentum = 0.9;
  constexpr int every = 4;
  for (double rate = 0.1;; rate /= 4) {
    Vector x = start, velocity = Vector::Zero(x.size()), gradient(x.size());
    Matrix path(x.size(), 1 + scout_steps / every);
    path.col(0) = x;
    double first = 0.0;
    bool fine = true;
    for (int step = 1; step <= scout_steps && fine; ++step) {
      const double here = loss.gradient(x, gradient);
      if (step == 1) first = here;
      fine = std::isfinite(here) && here <= most_rise * std::max(first, 1.0);
      velocity = momentum * velocity - rate * gradient;
      x += velocity;
      if (step % every == 0) path.col(step / every) = x;
    }
    if (fine || rate < 1e-6) return path;
  }
}

/// The box of the path's projections with a margin of 35 % of its longer side.
std::array<std::array<double, 2>, 2> bounds_of(const Matrix& coordinates) {
  std::array<std::array<double, 2>, 2> bounds{};
  double margin = 0.35 * (coordinates.rowwise().maxCoeff() - coordinates.rowwise().minCoeff()).maxCoeff();
  if (!(margin > 0)) margin = 0.35;
  for (Eigen::Index axis = 0; axis < 2; ++axis)
    bounds[static_cast<std::size_t>(axis)] = {coordinates.row(axis).minCoeff() - margin,
                                              coordinates.row(axis).maxCoeff() + margin};
  return bounds;
}

}  // namespace

Chart scout_plane(const LossFunction& loss, const Vector& start) {
  const Matrix points = scout_path(loss, start);
  const Matrix from_start = points.colwise() - points.col(0);
  const Vector chord = from_start.col(from_start.cols() - 1).stableNormalized();
  const Matrix off_chord = from_start - chord * (chord.transpose() * from_start);
  Eigen::Index bend = 0;
  off_chord.colwise().squaredNorm().maxCoeff(&bend);
  Plane plane = spanned(points.col(0), chord, off_chord.col(bend));
  const auto bounds = bounds_of(plane.axes.transpose() * from_start);
  Chart chart = plane_chart(
      std::move(plane), "plane of a GD scout", {"towards the scout's end", "its bend"},
      "A plane through the start that holds a short GD run. The runs leave it: their loss is not the surface's.");
  chart.bounds = bounds;
  return chart;
}

}  // namespace tiltscape
