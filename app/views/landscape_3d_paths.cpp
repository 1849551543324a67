// Laying segments on the surface piece by piece, so that long steps follow its shape.
#include "app/views/landscape_3d_paths.h"

#include <algorithm>
#include <cmath>

#include "app/theme.h"
#include "app/views/landscape_marks.h"

namespace tiltscape {
namespace {

constexpr float fineness = 1800.0F;  ///< the longer side of the box, in what paths are thinned by
constexpr float least_step = 4.0F;   ///< likewise: pieces much shorter than a tube is wide would only make it rough
constexpr float dash_width = 8.0F;   ///< likewise, what lengths of dashes are multiples of
constexpr float tube_lift = 2.6F, lift_between = 0.2F, ball_lift = 1.0F, rim = 0.9F;
constexpr std::size_t lifts =
    8;  ///< of runs, so that those that share a way cover one another; the selected one's is last
/// Of starts and current points: over the tubes that end there.
constexpr float start_lift = 3.0F, current_lift = 2.0F;
const ImColor path_ink(0.03F, 0.04F, 0.06F, 0.75F);
using landscape::white;

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

void PathTubes::add_stroke(Eigen::Vector2d from, Eigen::Vector2d to, const Stripes& look, DashWalk& dash) {
  if (!clip(from, to)) return;
  const Eigen::Vector2d sides = box_->sides().head<2>();
  // a vertex spacing at a time, shorter where a dash begins or ends
  const double spacing = static_cast<double>(fineness) / field_->size();
  const double length = (to - from).cwiseProduct(sides).norm() * static_cast<double>(fineness);
  const auto place = [&](double at) {
    const Eigen::Vector2d unit = length > 0.0 ? Eigen::Vector2d(from + (to - from) * (at / length)) : from;
    return box_->from_unit({unit[0], unit[1], field_->height(unit)});
  };
  Eigen::Vector3d last = place(0.0);
  for (double at = 0.0; at < length;) {
    const double step = std::min({spacing, length - at, std::max(static_cast<double>(dash.left()), 0.05)});
    at = length - at - step < 1e-6 ? length : at + step;
    const Eigen::Vector3d next = place(at);
    const auto& part = dash.on() ? look.dash : look.gap;
    if (part && last.allFinite() && next.allFinite()) {
      capsules_.push_back(*part);
      capsules_.back().a = in_floats(last);
      capsules_.back().b = in_floats(next);
    }
    dash.advance(static_cast<float>(step));
    last = next;
  }
}

void PathTubes::add_path(const LandscapePath& path, std::size_t index) {
  const auto width = static_cast<float>(box_->sides()[0]), depth = static_cast<float>(box_->sides()[1]);
  const auto plan = [&](const std::array<float, 2>& p) {
    const Eigen::Vector2d unit = box_->unit(in_doubles(p));
    return ImVec2(static_cast<float>(unit[0]) * width * fineness, static_cast<float>(unit[1]) * depth * fineness);
  };
  points_.clear();
  for (const auto& p : path.points) points_.push_back(plan(p));
  if (path.current) points_.push_back(plan(*path.current));
  thinner_.thin(points_, {0.0F, 0.0F}, {width * fineness, depth * fineness});
  const auto unit = [&](ImVec2 p) {
    return Eigen::Vector2d(static_cast<double>(p.x / (width * fineness)),
                           static_cast<double>(p.y / (depth * fineness)));
  };
  // gaps are dark, so that a dashed tube is one tube
  const std::size_t level = path.selected ? lifts - 1 : index % (lifts - 1);
  const Capsule tube{.radius = (path.selected ? 2.4F : 1.8F) + rim,
                     .rim = rim,
                     .lift = tube_lift + lift_between * static_cast<float>(level),
                     .fill = path.colour,
                     .edge = path_ink};
  Capsule gap = tube;
  gap.fill = mix(path.colour, path_ink, 0.8F);
  DashWalk dash(path.dashes, dash_width);
  for (const auto& [first, last] : thinner_.pieces()) {
    ImVec2 from = thinner_.kept()[static_cast<std::size_t>(first)];
    for (int i = first + 1; i <= last; ++i) {
      const ImVec2 to = thinner_.kept()[static_cast<std::size_t>(i)];
      if (i < last && std::hypot(to.x - from.x, to.y - from.y) < least_step) continue;
      add_stroke(unit(from), unit(to), {tube, gap}, dash);
      from = to;
    }
  }
}

/// Where the surface enters the problem's domain: a thin dashed line, as from above.
void PathTubes::add_domain(const Bounds& domain) {
  const Stripes look{.dash = Capsule{.radius = 0.7F, .lit = 0.0F, .lift = 4.0F, .fill = with_alpha(white, 0.7F)}};
  for (std::size_t axis = 0; axis < 2; ++axis)
    for (const double edge : domain[axis]) {
      Eigen::Vector2d from(0.0, 0.0), to(1.0, 1.0);
      const auto i = static_cast<Eigen::Index>(axis);
      from[i] = to[i] = box_->unit({edge, edge})[i];
      if (!(from[i] > 0.0 && from[i] < 1.0)) continue;
      DashWalk dash(1, 4.0F);
      add_stroke(from, to, look, dash);
    }
}

void PathTubes::add_ball(const Eigen::Vector2d& at, const Capsule& look) {
  const Eigen::Vector2d unit = box_->unit(at);
  const double height = field_->height(unit);
  if (std::isnan(height)) return;
  Capsule ball = look;
  ball.a = ball.b = in_floats(box_->from_unit({unit[0], unit[1], height}));
  capsules_.push_back(ball);
}

const std::vector<Capsule>& PathTubes::build(const LandscapeInput& input, const ReliefField& field,
                                             const ReliefBox& box) {
  field_ = &field;
  box_ = &box;
  capsules_.clear();
  add_domain(input.domain);
  for (std::size_t i = 0; i < input.paths.size(); ++i)
    if (!input.paths[i].hidden) add_path(input.paths[i], i);
  for (const LandscapePerturbations& cloud : input.perturbations) {
    float total = 0.0F;
    for (const float weight : cloud.weights) total += weight;
    for (std::size_t i = 0; i < cloud.points.size(); ++i) {
      const bool weighted = i < cloud.weights.size() && total > 0.0F;
      const float share = weighted ? cloud.weights[i] / total * static_cast<float>(cloud.points.size()) : 1.0F;
      add_ball(in_doubles(cloud.points[i]), {.radius = std::clamp(3.2F * std::sqrt(share), 1.6F, 12.0F),
                                             .rim = 0.8F,
                                             .lift = ball_lift,
                                             .fill = mix(cloud.colour, white, 0.25F),
                                             .edge = path_ink});
    }
  }
  for (const LandscapeStart& start : input.starts)
    add_ball(start.at, {.radius = 5.5F, .rim = rim, .lift = start_lift, .fill = white, .edge = path_ink});
  for (const LandscapePath& path : input.paths)
    if (!path.hidden && path.current)
      add_ball(in_doubles(*path.current), {.radius = path.selected ? 8.5F : 7.5F,
                                           .rim = 1.4F,
                                           .lift = current_lift,
                                           .fill = path.colour,
                                           .edge = white});
  return capsules_;
}

}  // namespace tiltscape
