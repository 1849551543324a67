// Laying segments on the surface piece by piece, so that long steps follow its shape.
#include "app/views/landscape_3d_paths.h"

#include <algorithm>
#include <cmath>

#include "app/theme.h"

namespace tiltscape {
namespace {

constexpr float fineness = 1800.0F;  ///< the longer side of the box, in what paths are thinned by
constexpr float tube_lift = 2.5F, ball_lift = 1.0F, rim = 0.9F;
const ImColor ink(0.03F, 0.04F, 0.06F, 0.75F);
const ImColor white(1.0F, 1.0F, 1.0F);

std::array<float, 3> array(const Eigen::Vector3d& p) {
  return {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])};
}

Eigen::Vector2d vector(const std::array<float, 2>& p) { return {static_cast<double>(p[0]), static_cast<double>(p[1])}; }

/// The part of a segment within the unit square; false where there is none.
bool clip(Eigen::Vector2d& from, Eigen::Vector2d& to) {
  const Eigen::Vector2d step = to - from;
  double first = 0.0, last = 1.0;
  for (Eigen::Index i = 0; i < 2; ++i) {
    if (step[i] == 0.0) {
      if (from[i] < 0.0 || from[i] > 1.0) return false;
      continue;
    }
    const double a = -from[i] / step[i], b = (1.0 - from[i]) / step[i];
    first = std::max(first, std::min(a, b));
    last = std::min(last, std::max(a, b));
  }
  if (!(first <= last)) return false;
  to = (from + last * step).cwiseMax(0.0).cwiseMin(1.0);
  from = (from + first * step).cwiseMax(0.0).cwiseMin(1.0);
  return true;
}

}  // namespace

void PathTubes::add_stroke(Eigen::Vector2d from, Eigen::Vector2d to, const LandscapePath& path, DashWalk& dash) {
  if (!clip(from, to)) return;
  const Eigen::Vector2d sides = box_->sides().head<2>();
  // a vertex spacing at a time, shorter where a dash begins or ends
  const double spacing = static_cast<double>(fineness) / field_->size();
  const double length = (to - from).cwiseProduct(sides).norm() * static_cast<double>(fineness);
  const auto place = [&](double at) {
    const Eigen::Vector2d unit = length > 0.0 ? Eigen::Vector2d(from + (to - from) * (at / length)) : from;
    return box_->from_unit({unit[0], unit[1], field_->height(unit)});
  };
  Capsule tube{
      .radius = (path.selected ? 2.4F : 1.8F) + rim, .rim = rim, .lift = tube_lift, .fill = path.colour, .edge = ink};
  Eigen::Vector3d last = place(0.0);
  for (double at = 0.0; at < length;) {
    const double step = std::min({spacing, length - at, std::max(static_cast<double>(dash.left()), 0.05)});
    at = length - at - step < 1e-6 ? length : at + step;
    const Eigen::Vector3d next = place(at);
    if (dash.on() && last.allFinite() && next.allFinite()) {
      tube.a = array(last);
      tube.b = array(next);
      capsules_.push_back(tube);
    }
    dash.advance(static_cast<float>(step));
    last = next;
  }
}

void PathTubes::add_path(const LandscapePath& path) {
  const auto width = static_cast<float>(box_->sides()[0]), depth = static_cast<float>(box_->sides()[1]);
  const auto plan = [&](const std::array<float, 2>& p) {
    const Eigen::Vector2d unit = box_->unit(vector(p));
    return ImVec2(static_cast<float>(unit[0]) * width * fineness, static_cast<float>(unit[1]) * depth * fineness);
  };
  points_.clear();
  for (const auto& p : path.points) points_.push_back(plan(p));
  if (path.current) points_.push_back(plan(*path.current));
  thinner_.thin(points_, {0.0F, 0.0F}, {width * fineness, depth * fineness});
  const auto unit = [&](int i) {
    const ImVec2 p = thinner_.kept()[static_cast<std::size_t>(i)];
    return Eigen::Vector2d(static_cast<double>(p.x / (width * fineness)),
                           static_cast<double>(p.y / (depth * fineness)));
  };
  DashWalk dash(path.dashes, 2.0F * (path.selected ? 2.4F : 1.8F));
  for (const auto& [first, last] : thinner_.pieces())
    for (int i = first; i < last; ++i) add_stroke(unit(i), unit(i + 1), path, dash);
}

void PathTubes::add_ball(const Eigen::Vector2d& at, const Capsule& look) {
  const Eigen::Vector2d unit = box_->unit(at);
  const double height = field_->height(unit);
  if (std::isnan(height)) return;
  Capsule ball = look;
  ball.a = ball.b = array(box_->from_unit({unit[0], unit[1], height}));
  capsules_.push_back(ball);
}

const std::vector<Capsule>& PathTubes::build(const LandscapeInput& input, const ReliefField& field,
                                             const ReliefBox& box) {
  field_ = &field;
  box_ = &box;
  capsules_.clear();
  for (const LandscapePath& path : input.paths)
    if (!path.hidden) add_path(path);
  for (const LandscapePerturbations& cloud : input.perturbations) {
    float total = 0.0F;
    for (const float weight : cloud.weights) total += weight;
    for (std::size_t i = 0; i < cloud.points.size(); ++i) {
      const bool weighted = i < cloud.weights.size() && total > 0.0F;
      const float share = weighted ? cloud.weights[i] / total * static_cast<float>(cloud.points.size()) : 1.0F;
      add_ball(vector(cloud.points[i]), {.radius = std::clamp(3.2F * std::sqrt(share), 1.6F, 12.0F),
                                         .rim = 0.8F,
                                         .lift = ball_lift,
                                         .fill = mix(cloud.colour, white, 0.25F),
                                         .edge = ink});
    }
  }
  for (const LandscapeStart& start : input.starts)
    add_ball(start.at, {.radius = 5.5F, .rim = rim, .lift = ball_lift, .fill = white, .edge = ink});
  for (const LandscapePath& path : input.paths)
    if (!path.hidden && path.current)
      add_ball(
          vector(*path.current),
          {.radius = path.selected ? 8.5F : 7.5F, .rim = 1.4F, .lift = ball_lift, .fill = path.colour, .edge = white});
  return capsules_;
}

}  // namespace tiltscape
