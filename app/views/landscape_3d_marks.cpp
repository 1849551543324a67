// What lies over the picture: minima, runs that have left it, names.
#include <algorithm>
#include <cmath>

#include "app/theme.h"
#include "app/views/landscape_3d_capsules.h"
#include "app/views/landscape_3d_frame.h"
#include "app/views/landscape_marks.h"

namespace tiltscape {
namespace {

using landscape::quiet, landscape::white;

constexpr float ball_radius = 7.5F;   ///< of a current point
constexpr float hidden_mark = 0.45F;  ///< alpha of what a ridge hides
constexpr float hidden_name = 0.75F;  ///< of the name of a run there

ImColor faded(const ImColor& colour, bool seen) { return seen ? colour : with_alpha(colour, hidden_name); }

/// Length 1; upwards where it has none.
ImVec2 unit(ImVec2 way) {
  const float length = std::hypot(way.x, way.y);
  return length > 1e-4F ? ImVec2(way.x / length, way.y / length) : ImVec2(0.0F, -1.0F);
}

}  // namespace

std::optional<ImVec2> LandscapeView3D::on_screen(const Eigen::Vector2d& at, ReliefImage::Layer layer) const {
  const double height = image_.field(layer).height(image_.box().unit(at));
  if (std::isnan(height)) return std::nullopt;
  return image_.lens().project(image_.box().place(at, height));
}

std::optional<LandscapeView3D::Spot> LandscapeView3D::spot(const Frame& frame, const Eigen::Vector2d& at,
                                                           ReliefImage::Layer layer) const {
  const auto p = on_screen(at, layer);
  if (!p || p->x < frame.picture.low.x || p->x > frame.picture.high.x || p->y < frame.picture.low.y ||
      p->y > frame.picture.high.y)
    return std::nullopt;
  return Spot{*p, image_.visible(image_.box().unit(at), layer)};
}

std::optional<LandscapeView3D::Spot> LandscapeView3D::place_of(const Frame& frame, const LandscapePath& path) const {
  const ReliefBox& box = image_.box();
  const Eigen::Vector2d there = box.unit(in_doubles(*path.current));
  if (!there.allFinite()) return std::nullopt;
  const Eigen::Vector2d rim = there.cwiseMax(0.0).cwiseMin(1.0);
  const double height = image_.field(ReliefImage::Layer::solid).height(rim);
  if (std::isnan(height) && rim == there) return std::nullopt;
  const Eigen::Vector3d at = box.from_unit({rim[0], rim[1], std::isnan(height) ? 0.0 : height});
  Spot result{image_.lens().project(at), std::isnan(height) || image_.visible(rim)};
  if (rim != there) {
    constexpr double little = 0.05;
    Eigen::Vector3d way = Eigen::Vector3d::Zero();
    way.head<2>() = (there - rim).cwiseProduct(box.sides().head<2>()).stableNormalized();
    const ImVec2 next = image_.lens().project(at + little * way);
    result.beyond = unit({next.x - result.at.x, next.y - result.at.y});
    result.at = {result.at.x + landscape::arrow_reach * result.beyond.x,
                 result.at.y + landscape::arrow_reach * result.beyond.y};
  }
  constexpr float inset = 10.0F;
  const ImVec2 inside{std::clamp(result.at.x, frame.picture.low.x + inset, frame.picture.high.x - inset),
                      std::clamp(result.at.y, frame.picture.low.y + inset, frame.picture.high.y - inset)};
  const ImVec2 out{result.at.x - inside.x, result.at.y - inside.y};
  if (std::hypot(out.x, out.y) > inset) return Spot{inside, true, unit(out)};
  return result;
}

void LandscapeView3D::draw_marks(const Frame& frame, LabelPlacer& labels) const {
  const LandscapeInput& input = frame.input;
  // a run that has arrived stands for what it has found: marks, which lie over the picture, would hide it
  const auto taken = [&](ImVec2 p) {
    return std::ranges::any_of(input.paths, [&](const LandscapePath& path) {
      const auto at = !path.hidden && path.current ? on_screen(in_doubles(*path.current)) : std::nullopt;
      return at && std::hypot(at->x - p.x, at->y - p.y) < ball_radius;
    });
  };
  for (const LandscapeMark& mark : input.minima) {
    const auto p = spot(frame, mark.at);
    if (!p || taken(p->at)) continue;
    landscape::draw_cross(frame.list, p->at, p->seen ? 1.0F : hidden_mark);
    labels.keep_free(p->at, landscape::cross_reach);
  }
  for (const LandscapeMark* mark : frame.upper_first()) {
    const auto p = spot(frame, mark->at, frame.layer(*mark));
    if (!p || taken(p->at)) continue;
    landscape::draw_diamond(frame.list, p->at, mark->least, p->seen ? 1.0F : hidden_mark);
    labels.keep_free(p->at, landscape::diamond_reach(mark->least) + 1.0F);
  }
}

void LandscapeView3D::draw_leavers(const Frame& frame, LabelPlacer& labels) const {
  for (const LandscapePath& path : frame.input.paths) {
    if (path.hidden || !path.current) continue;
    const auto p = place_of(frame, path);
    if (!p) continue;
    const bool left = p->beyond.x != 0.0F || p->beyond.y != 0.0F;
    if (left) landscape::draw_arrow(frame.list, p->at, p->beyond, path.colour, p->seen ? 1.0F : hidden_name);
    labels.keep_free(p->at, left ? landscape::arrow_reach : 10.0F);
  }
}

void LandscapeView3D::label_things(const Frame& frame, LabelPlacer& labels) const {
  const LandscapeInput& input = frame.input;
  for (const bool selected : {true, false})
    for (const LandscapePath& path : input.paths) {
      if (path.hidden || !path.current || path.selected != selected || path.label.empty()) continue;
      if (const auto p = place_of(frame, path)) labels.add(path.label, p->at, 9.0F, faded(path.colour, p->seen));
    }
  for (const LandscapeStart& start : input.starts)
    if (const auto p = spot(frame, start.at); p && !start.label.empty())
      labels.add(start.label, p->at, 8.0F, faded(quiet, p->seen), true, !p->seen);
  for (const LandscapeMark* mark : frame.upper_first())
    if (const auto p = spot(frame, mark->at, frame.layer(*mark)))
      labels.add(mark->label, p->at, 9.0F, faded(white, p->seen), !mark->least, !p->seen);
  for (const LandscapeMark& mark : input.minima)
    if (const auto p = spot(frame, mark.at); p && !mark.label.empty())
      labels.add(mark.label, p->at, landscape::cross_reach, faded(landscape::minor, p->seen), true, !p->seen);
}

/// Where part of the surface is veiled, in a corner that the axes leave free.
void LandscapeView3D::draw_domain_reason(const Frame& frame, LabelPlacer& labels) const {
  const LandscapeInput& input = frame.input;
  bool veiled = false;
  for (std::size_t axis = 0; axis < 2; ++axis)
    veiled = veiled || input.domain[axis][0] > input.bounds[axis][0] || input.domain[axis][1] < input.bounds[axis][1];
  if (!veiled || input.domain_reason.empty()) return;
  const ImVec2 extent = landscape::quiet_extent(input.domain_reason);
  const ImVec2 low = frame.picture.low, high = frame.picture.high;
  const float right = high.x - 5.0F, bottom = high.y - 5.0F, left = low.x + 5.0F + extent.x,
              top = low.y + 40.0F + extent.y;  // below the buttons
  for (const ImVec2 corner : {ImVec2(right, bottom), ImVec2(left, bottom), ImVec2(right, top), ImVec2(left, top)}) {
    const ImVec2 from{corner.x - extent.x, corner.y - extent.y};
    if (std::ranges::any_of(layout_.axes, [&](const auto& label) {
          return from.x < label.high.x && label.low.x < corner.x && from.y < label.high.y && label.low.y < corner.y;
        }))
      continue;
    landscape::draw_quietly(frame.list, input.domain_reason, corner);
    labels.keep_free(from, corner);
    return;
  }
}

}  // namespace tiltscape
