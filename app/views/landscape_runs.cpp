// What lies on the surface: paths, minima, perturbations, starts, current points and their labels.
#include <algorithm>
#include <cmath>

#include "app/theme.h"
#include "app/views/landscape_frame.h"

namespace tiltscape {
namespace {

using landscape::ink, landscape::quiet, landscape::white;

constexpr float current_radius = 6.5F;

}  // namespace

void LandscapeView::draw_paths(const Frame& frame) {
  const auto draw_one = [&](const LandscapePath& path) {
    screen_.resize(path.points.size());
    for (std::size_t i = 0; i < path.points.size(); ++i) {
      screen_[i] = frame.to_screen(static_cast<double>(path.points[i][0]), static_cast<double>(path.points[i][1]));
    }
    if (path.current) {
      screen_.push_back(
          frame.to_screen(static_cast<double>((*path.current)[0]), static_cast<double>((*path.current)[1])));
    }
    painter_.draw(frame.list, screen_, {path.colour, ink, path.selected ? 2.4F : 1.8F, 1.0F, path.dashes}, frame.low,
                  frame.high);
  };
  for (const bool selected : {false, true}) {
    for (const LandscapePath& path : frame.input.paths) {
      if (!path.hidden && path.selected == selected) draw_one(path);
    }
  }
}

void LandscapeView::draw_marks(const Frame& frame, LabelPlacer& labels) const {
  // the labels of marks come last, in draw_points: runs are more important
  for (const LandscapeMark& mark : frame.input.minima) {
    const ImVec2 p = frame.to_screen(mark.at);
    if (!frame.contains(p)) continue;
    landscape::draw_cross(frame.list, p);
    labels.keep_free(p, landscape::cross_reach);
  }
  for (const LandscapeMark& mark : frame.input.lowest) {
    const ImVec2 p = frame.to_screen(mark.at);
    if (!frame.contains(p)) continue;
    const bool deepest = &mark == frame.input.lowest.data();
    landscape::draw_diamond(frame.list, p, deepest);
    labels.keep_free(p, landscape::diamond_reach(deepest) + 1.0F);
  }
}

void LandscapeView::draw_points(const Frame& frame, LabelPlacer& labels) const {
  const LandscapeInput& input = frame.input;
  for (const LandscapePerturbations& cloud : input.perturbations) {
    float total = 0.0F;
    for (const float weight : cloud.weights) total += weight;
    const float even = 1.0F / static_cast<float>(std::max<std::size_t>(cloud.points.size(), 1));
    for (std::size_t i = 0; i < cloud.points.size(); ++i) {
      const ImVec2 p =
          frame.to_screen(static_cast<double>(cloud.points[i][0]), static_cast<double>(cloud.points[i][1]));
      if (!frame.contains(p, 12.0F)) continue;
      // radius 3.2 where all weigh the same
      const float share = i < cloud.weights.size() && total > 0.0F ? cloud.weights[i] / (total * even) : 1.0F;
      const float radius = std::clamp(3.2F * std::sqrt(share), 1.4F, 14.0F);
      frame.list.AddCircleFilled(p, radius, with_alpha(cloud.colour, 0.5F), radius < 4.0F ? 8 : 16);
      frame.list.AddCircle(p, radius, with_alpha(ink, 0.6F), radius < 4.0F ? 8 : 16, 1.0F);
    }
  }
  for (std::size_t i = 0; i < input.starts.size(); ++i) {
    const bool held = frame.drag && frame.drag->start == i;
    const ImVec2 p = frame.to_screen(held ? frame.drag->at : input.starts[i].at);
    if (!frame.contains(p, 10.0F)) continue;
    const float radius = held || dragged_ == i ? 9.0F : 7.5F;
    frame.list.AddCircle(p, radius, ink, 24, 5.0F);
    frame.list.AddCircle(p, radius, white, 24, 2.2F);
    frame.list.AddCircleFilled(p, 2.2F, white, 10);
    labels.keep_free(p, radius + 2.0F);
  }
  for (const bool selected : {false, true}) {
    for (const LandscapePath& path : input.paths) {
      if (path.hidden || !path.current || path.selected != selected) continue;
      const ImVec2 p =
          frame.to_screen(static_cast<double>((*path.current)[0]), static_cast<double>((*path.current)[1]));
      if (!frame.contains(p, current_radius)) continue;
      const float radius = selected ? current_radius + 1.0F : current_radius;
      frame.list.AddCircleFilled(p, radius + 2.6F, ink, 24);
      frame.list.AddCircleFilled(p, radius + 1.6F, white, 24);
      frame.list.AddCircleFilled(p, radius, path.colour, 24);
      labels.keep_free(p, radius + 2.0F);
    }
  }
  for (const bool selected : {true, false}) {
    for (const LandscapePath& path : input.paths) {
      if (path.hidden || !path.current || path.selected != selected || path.label.empty()) continue;
      const ImVec2 p =
          frame.to_screen(static_cast<double>((*path.current)[0]), static_cast<double>((*path.current)[1]));
      if (frame.contains(p)) labels.add(path.label, p, current_radius + 2.0F, path.colour);
    }
  }
  for (std::size_t i = 0; i < input.starts.size(); ++i) {
    const ImVec2 p = frame.to_screen(frame.drag && frame.drag->start == i ? frame.drag->at : input.starts[i].at);
    if (frame.contains(p) && !input.starts[i].label.empty()) labels.add(input.starts[i].label, p, 9.0F, quiet, true);
  }
  for (const LandscapeMark& mark : input.lowest)
    if (const ImVec2 p = frame.to_screen(mark.at); frame.contains(p))
      labels.add(mark.label, p, 9.0F, white, &mark != input.lowest.data());
  for (const LandscapeMark& mark : input.minima) {
    const ImVec2 p = frame.to_screen(mark.at);
    if (frame.contains(p) && !mark.label.empty())
      labels.add(mark.label, p, landscape::cross_reach, landscape::minor, true);
  }
}

/// An arrow at the edge towards every run that has left the picture.
void LandscapeView::draw_leavers(const Frame& frame, LabelPlacer& labels) const {
  for (const LandscapePath& path : frame.input.paths) {
    if (path.hidden || !path.current) continue;
    const ImVec2 p = frame.to_screen(static_cast<double>((*path.current)[0]), static_cast<double>((*path.current)[1]));
    if (frame.contains(p) || !std::isfinite(p.x) || !std::isfinite(p.y)) continue;
    constexpr float inset = 10.0F;
    const ImVec2 tip{std::clamp(p.x, frame.low.x + inset, frame.high.x - inset),
                     std::clamp(p.y, frame.low.y + inset, frame.high.y - inset)};
    const float away = std::max(1.0F, std::hypot(p.x - tip.x, p.y - tip.y));
    landscape::draw_arrow(frame.list, tip, {(p.x - tip.x) / away, (p.y - tip.y) / away}, path.colour);
    labels.keep_free(tip, landscape::arrow_reach);
    labels.add(path.label, tip, landscape::arrow_reach, path.colour, true);
  }
}

}  // namespace tiltscape
