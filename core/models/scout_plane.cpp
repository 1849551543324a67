// The scout and its plane.
#include "core/models/scout_plane.h"

#include <algorithm>
#include <cmath>

#include "core/models/evaluate.h"
#include "core/models/model_loss.h"
#include "core/plane_makers.h"

namespace tiltscape {
namespace {

constexpr int scout_steps = 200;
constexpr std::int64_t most_parameters = 1 << 20;   ///< of which 50 points are kept
constexpr std::int64_t most_activations = 1 << 23;  ///< that every step computes, so that it takes no minutes

/// Points of the scout's path (n × d), the start first: heavy-ball steps on the training set. A step size that blows up
/// is divided by four until it does not.
at::Tensor scout_path(const Task& task) {
  const Examples seen =
      task.train.part(0, std::clamp<std::int64_t>(most_activations / task.model->activations(), 1, task.train.size()));
  constexpr double momentum = 0.9;
  constexpr int every = 4;
  for (double rate = 0.1;; rate /= 4) {
    at::Tensor x = task.start(), velocity = at::zeros_like(x);
    std::vector<at::Tensor> path{x.clone()};
    bool fine = true;
    for (int step = 1; step <= scout_steps && fine; ++step) {
      const auto [loss, gradient] = gradient_at(*task.model, seen, x);
      fine = std::isfinite(loss);
      velocity.mul_(momentum).sub_(gradient, rate);
      x.add_(velocity);
      if (step % every == 0) path.push_back(x.clone());
    }
    if (fine || rate < 1e-6) return at::stack(path).to(at::kDouble);
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

Chart scout_plane(const Task& task) {
  use_threads(task.threads);
  if (task.model->dimension() > most_parameters)
    return random_plane(point_of(task.start()), task.model->filters(), task.seed, 0, "the start");
  const at::Tensor path = scout_path(task).cpu().contiguous();
  const Eigen::Map<const Matrix> points(path.const_data_ptr<double>(), path.size(1), path.size(0));
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
