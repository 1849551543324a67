// The scout, its plane, and the training loss over it.
#include "core/models/scout_plane.h"

#include <algorithm>
#include <cmath>

#include "core/models/evaluate.h"

namespace tiltscape {
namespace {

constexpr int scout_steps = 200;

/// Points of the scout's path (n × d), the start first: heavy-ball steps on the whole training set. A step size that
/// blows up is divided by four until it does not.
at::Tensor scout_path(const Task& task) {
  constexpr double momentum = 0.9;
  constexpr int every = 4;
  for (double rate = 0.1;; rate /= 4) {
    at::Tensor x = task.start(), velocity = at::zeros_like(x);
    std::vector<at::Tensor> path{x.clone()};
    bool fine = true;
    for (int step = 1; step <= scout_steps && fine; ++step) {
      const auto [loss, gradient] = gradient_at(*task.model, task.train, x);
      fine = std::isfinite(loss);
      velocity.mul_(momentum).sub_(gradient, rate);
      x.add_(velocity);
      if (step % every == 0) path.push_back(x.clone());
    }
    if (fine || rate < 1e-6) return at::stack(path).to(at::kDouble);
  }
}

/// Unit vector; e₀ where v has no direction of its own.
at::Tensor normalised(const at::Tensor& v, double tiny) {
  const double length = v.norm().item<double>();
  if (std::isfinite(length) && length > tiny) return v / length;
  at::Tensor unit = at::zeros_like(v);
  unit[0] = 1;
  return unit;
}

/// The chord from start to end, and the direction of the path's largest distance from it.
at::Tensor plane_axes(const at::Tensor& path) {
  const at::Tensor from_start = path - path[0];
  const at::Tensor chord = normalised(from_start[-1], 1e-12);
  const at::Tensor off_chord = from_start - at::outer(at::mv(from_start, chord), chord);
  at::Tensor bend = off_chord[off_chord.norm(2, 1).argmax().item<std::int64_t>()];
  bend = bend - chord * at::dot(bend, chord);  // again, so that rounding leaves nothing
  return at::stack({chord, normalised(bend, 1e-12)});
}

/// The box of the path's projections with a margin of 35 % of its longer side.
std::array<std::array<double, 2>, 2> bounds_of(const at::Tensor& coordinates) {
  std::array<std::array<double, 2>, 2> bounds{};
  double longest = 0;
  for (std::int64_t axis = 0; axis < 2; ++axis) {
    auto& [low, high] = bounds[static_cast<std::size_t>(axis)];
    low = coordinates.select(1, axis).min().item<double>();
    high = coordinates.select(1, axis).max().item<double>();
    longest = std::max(longest, high - low);
  }
  if (!(longest > 0)) longest = 1;
  for (auto& [low, high] : bounds) {
    low -= 0.35 * longest;
    high += 0.35 * longest;
  }
  return bounds;
}

}  // namespace

ScoutPlane::ScoutPlane(std::shared_ptr<const Task> task) : task_(std::move(task)) {
  use_threads(task_->threads);
  const at::Tensor path = scout_path(*task_).cpu();
  origin_ = path[0].clone();
  axes_ = plane_axes(path);
  chart_ = {
      .name = "plane of a GD scout",
      .labels = {"towards the scout's end", "its bend"},
      .note =
          "A plane through the start that holds a short GD run. The runs leave it: their loss is not the surface's.",
      .bounds = bounds_of(components(path - origin_)),
      .project = {},
      .lift = {}};
}

std::array<double, 2> ScoutPlane::project(const at::Tensor& x) const {
  const at::Tensor c = at::mv(axes_, x.to(at::kDouble).cpu() - origin_);
  return {c.const_data_ptr<double>()[0], c.const_data_ptr<double>()[1]};
}

at::Tensor ScoutPlane::components(const at::Tensor& v) const { return at::mm(v.to(at::kDouble).cpu(), axes_.t()); }

void ScoutPlane::losses(std::span<const Eigen::Vector2d> points, std::span<double> out) const {
  use_threads(task_->threads);
  constexpr std::size_t most = 1024;  // points at a time, so that many points need little memory
  for (std::size_t first = 0; first < points.size(); first += most) {
    const auto part = points.subspan(first, std::min(most, points.size() - first));
    const at::Tensor coordinates =
        at::from_blob(const_cast<double*>(part.front().data()), {std::ssize(part), 2}, at::kDouble);
    const at::Tensor stack = at::addmm(origin_, coordinates, axes_).to(task_->options);
    stack_losses(*task_->model, task_->train, stack, out.subspan(first, part.size()));
  }
}

}  // namespace tiltscape
