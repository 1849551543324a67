// What lies on the surface: paths, minima, perturbations, starts, current points and their labels.
#include <algorithm>
#include <cmath>

#include "app/theme.h"
#include "app/views/edge_arrows.h"
#include "app/views/landscape_frame.h"
#include "app/views/probed_places.h"
#include "app/widgets/run_mark.h"

namespace tiltscape {
namespace {

using landscape::ink, landscape::quiet, landscape::white;

constexpr float current_radius = 6.5F;

}  // namespace

void LandscapeView::draw_paths(const Frame& frame, Occupied& occupied) {
  const auto draw_one = [&](const LandscapePath& path) {
    screen_.resize(path.points.size());
    for (std::size_t i = 0; i < path.points.size(); ++i) {
      screen_[i] = frame.to_screen(static_cast<double>(path.points[i][0]), static_cast<double>(path.points[i][1]));
    }
    if (path.current) {
      screen_.push_back(
          frame.to_screen(static_cast<double>((*path.current)[0]), static_cast<double>((*path.current)[1])));
    }
    painter_.draw(frame.list, screen_, {path.colour, ink, path.selected ? 3.0F : 2.0F, 1.0F, path.dashes}, frame.low,
                  frame.high);
    const auto& drawn = painter_.drawn();
    for (const auto& [first, last] : drawn.pieces())
      for (auto i = static_cast<std::size_t>(first); i < static_cast<std::size_t>(last); ++i)
        occupied.add_line(drawn.kept()[i], drawn.kept()[i + 1]);
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
    landscape::draw_diamond(frame.list, p, mark.least);
    labels.keep_free(p, landscape::diamond_reach(mark.least) + 1.0F);
  }
}

/// Areas are weights.
void LandscapeView::draw_probed(const Frame& frame, Occupied& occupied) const {
  for (const LandscapePerturbations& cloud : frame.input.perturbations) {
    float total = 0.0F;
    for (const float weight : cloud.weights) total += weight;
    const float even =
        (total > 0.0F ? total : 1.0F) / static_cast<float>(std::max<std::size_t>(cloud.points.size(), 1));
    ImVec2 low{INFINITY, INFINITY}, high{-INFINITY, -INFINITY};
    for (const ProbedPlace& place :
         probed_places(cloud.points, total > 0.0F ? cloud.weights : std::span<const float>())) {
      const ImVec2 p = frame.to_screen(static_cast<double>(place.at[0]), static_cast<double>(place.at[1]));
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
      if (!frame.contains(p, 12.0F)) continue;
      // radius 3.2 where all weigh the same
      const float radius = std::clamp(3.2F * std::sqrt(place.weight / even), 1.4F, 14.0F);
      frame.list.AddCircleFilled(p, radius, with_alpha(cloud.colour, 0.5F), radius < 4.0F ? 8 : 16);
      frame.list.AddCircle(p, radius, with_alpha(ink, 0.6F), radius < 4.0F ? 8 : 16, 1.0F);
    }
    // the whole cloud, which is the same at every step, unless it fills the picture
    const bool small = high.x - low.x < 0.4F * (frame.high.x - frame.low.x);
    if (small && high.y - low.y < 0.4F * (frame.high.y - frame.low.y)) occupied.add_box(low, high);
  }
}

void LandscapeView::draw_points(const Frame& frame, LabelPlacer& labels, Occupied& occupied) const {
  const LandscapeInput& input = frame.input;
  draw_probed(frame, occupied);
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
      fill_run_mark(frame.list, p, radius + 2.6F, ink, path.mark);
      fill_run_mark(frame.list, p, radius + 1.6F, white, path.mark);
      fill_run_mark(frame.list, p, radius, path.colour, path.mark);
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
      labels.add(mark.label, p, 9.0F, white, !mark.least);
  for (const LandscapeMark& mark : input.minima) {
    const ImVec2 p = frame.to_screen(mark.at);
    if (frame.contains(p) && !mark.label.empty())
      labels.add(mark.label, p, landscape::cross_reach, landscape::minor, true);
  }
}

/// An arrow at the edge towards every run that has left the picture.
void LandscapeView::draw_leavers(const Frame& frame, LabelPlacer& labels) const {
  std::vector<const LandscapePath*> leavers;
  std::vector<ImVec2> points;
  for (const LandscapePath& path : frame.input.paths) {
    if (path.hidden || !path.current) continue;
    const ImVec2 p = frame.to_screen(static_cast<double>((*path.current)[0]), static_cast<double>((*path.current)[1]));
    if (frame.contains(p) || !std::isfinite(p.x) || !std::isfinite(p.y)) continue;
    leavers.push_back(&path);
    points.push_back(p);
  }
  const std::vector<EdgeArrow> arrows = edge_arrows(points, frame.low, frame.high);
  for (std::size_t i = 0; i < arrows.size(); ++i) {
    landscape::draw_arrow(frame.list, arrows[i].tip, arrows[i].towards, leavers[i]->colour);
    labels.keep_free(arrows[i].tip, landscape::arrow_reach);
  }
  for (std::size_t i = 0; i < arrows.size(); ++i)
    labels.add(leavers[i]->label, arrows[i].tip, landscape::arrow_reach, leavers[i]->colour, true);
}

}  // namespace tiltscape
