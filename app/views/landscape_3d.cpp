// The frame's layout, and what lies over the picture.
#include "app/views/landscape_3d.h"

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/theme.h"
#include "app/views/landscape_3d_frame.h"
#include "app/views/landscape_marks.h"
#include "app/views/landscape_values.h"
#include "app/views/note.h"

namespace tiltscape {
namespace {

using landscape::quiet, landscape::white;

constexpr float bar_gap = 10.0F, bar_width = 12.0F, bar_label = 52.0F;
constexpr float ball_radius = 7.5F;  ///< of a current point
constexpr float side_margin = 58.0F, top_margin = 34.0F, bottom_margin = 46.0F;

}  // namespace

ReliefOutput LandscapeView3D::draw(const LandscapeInput& input, const Camera& camera, ImVec2 size) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  Frame frame{.input = input,
              .list = *ImGui::GetWindowDrawList(),
              .outer_low = at,
              .outer_high = {at.x + size.x, at.y + size.y},
              .camera = camera};
  Lens::Picture& picture = frame.picture;
  const float note = note_height(input.note, size.x);
  picture.low = {std::round(at.x), std::round(at.y)};
  picture.high = {std::round(std::max(picture.low.x + 32.0F, at.x + size.x - bar_gap - bar_width - bar_label)),
                  std::round(std::max(picture.low.y + 32.0F, at.y + size.y - (note > 0.0F ? note + 4.0F : 0.0F)))};
  picture.left = picture.right = std::min(side_margin, 0.15F * (picture.high.x - picture.low.x));
  picture.top = top_margin;
  picture.bottom = bottom_margin;
  layout_ = {.picture = picture};
  interact(frame);
  if (frame.has_surface()) {
    draw_picture(frame);
  } else {
    landscape::draw_reason(frame.list, input, picture.low, picture.high);
  }
  draw_note(frame.list, input.note, {at.x, frame.outer_high.y - note}, size.x);
  if (frame.camera != camera) frame.output.camera = frame.camera;
  ImGui::SetCursorScreenPos(frame.outer_low);
  ImGui::Dummy(size);
  return frame.output;
}

void LandscapeView3D::draw_picture(const Frame& frame) {
  const LandscapeInput& input = frame.input;
  const ImVec2 low = frame.picture.low, high = frame.picture.high;
  std::string symbol = input.symbol;
  if (frame.has_beside())
    symbol = frame.beside_is_solid() ? input.beside_symbol + ", " + symbol : symbol + ", " + input.beside_symbol;
  image_.update({.input = &input,
                 .solid = frame.solid(),
                 .glass = frame.glass(),
                 .symbol = symbol,
                 .camera = frame.camera,
                 .picture = frame.picture,
                 .points = ImGui::GetIO().DisplayFramebufferScale.x},
                ImGui::GetTime());
  frame.list.AddImageRounded(ImTextureRef(image_.texture()), low, high, {0.0F, 1.0F}, {1.0F, 0.0F}, IM_COL32_WHITE,
                             4.0F);
  frame.list.PushClipRect(low, high, true);
  layout_.axes = draw_box_labels(frame.list, image_.lens(), image_.box().sides(), image_.axes());
  LabelPlacer labels(low, high);
  for (const auto& taken : layout_.axes) labels.keep_free(taken.low, taken.high);
  draw_marks(frame, labels);
  labels.draw(frame.list);
  layout_.labels = labels.placed();
  frame.list.PopClipRect();
  const float bar_height = std::min(0.6F * (high.y - low.y), 360.0F);
  const float bar_top = 0.5F * (low.y + high.y - bar_height);
  draw_colour_bar(frame.list, image_.scale(), image_.colours(), {high.x + bar_gap, bar_top},
                  {high.x + bar_gap + bar_width, bar_top + bar_height});
}

std::optional<ImVec2> LandscapeView3D::on_screen(const Eigen::Vector2d& at, ReliefImage::Layer layer) const {
  const double height = image_.field(layer).height(image_.box().unit(at));
  if (std::isnan(height)) return std::nullopt;
  return image_.lens().project(image_.box().place(at, height));
}

void LandscapeView3D::draw_marks(const Frame& frame, LabelPlacer& labels) const {
  const LandscapeInput& input = frame.input;
  const auto visible = [this](const Eigen::Vector2d& at) { return image_.visible(image_.box().unit(at)); };
  const auto on_shown = [&](const LandscapeMark& mark) {
    const auto layer = frame.layer(mark);
    return image_.visible(image_.box().unit(mark.at), layer) ? on_screen(mark.at, layer) : std::nullopt;
  };
  const auto vector = [](const std::array<float, 2>& p) {
    return Eigen::Vector2d(static_cast<double>(p[0]), static_cast<double>(p[1]));
  };
  // a run that has arrived stands for what it has found: marks, which lie over the picture, would hide it
  const auto taken = [&](ImVec2 p) {
    return std::ranges::any_of(input.paths, [&](const LandscapePath& path) {
      const auto at = !path.hidden && path.current ? on_screen(vector(*path.current)) : std::nullopt;
      return at && std::hypot(at->x - p.x, at->y - p.y) < ball_radius;
    });
  };
  for (const LandscapeMark& mark : input.minima) {
    const auto p = on_screen(mark.at);
    if (!p || !visible(mark.at) || taken(*p)) continue;
    landscape::draw_cross(frame.list, *p);
    labels.keep_free(*p, landscape::cross_reach);
  }
  // the upper surface's first, whichever of the two is the input's
  std::vector<LandscapeMark> lowest = input.lowest;
  std::ranges::stable_partition(lowest,
                                [&](const auto& mark) { return frame.layer(mark) == ReliefImage::Layer::glass; });
  for (const LandscapeMark& mark : lowest) {
    const auto p = on_shown(mark);
    if (!p || taken(*p)) continue;
    const bool deepest = &mark == lowest.data();
    landscape::draw_diamond(frame.list, *p, deepest);
    labels.keep_free(*p, landscape::diamond_reach(deepest) + 1.0F);
  }
  for (const LandscapePath& path : input.paths)
    if (!path.hidden && path.current)
      if (const auto p = on_screen(vector(*path.current))) labels.keep_free(*p, 10.0F);
  for (const bool selected : {true, false})
    for (const LandscapePath& path : input.paths) {
      if (path.hidden || !path.current || path.selected != selected || path.label.empty()) continue;
      const Eigen::Vector2d at = vector(*path.current);
      // what hides behind a ridge has a fainter name
      if (const auto p = on_screen(at))
        labels.add(path.label, *p, 9.0F, with_alpha(path.colour, visible(at) ? 1.0F : 0.75F));
    }
  for (const LandscapeStart& start : input.starts)
    if (const auto p = on_screen(start.at); p && visible(start.at) && !start.label.empty())
      labels.add(start.label, *p, 8.0F, quiet, true);
  for (const LandscapeMark& mark : lowest)
    if (const auto p = on_shown(mark)) labels.add(mark.label, *p, 9.0F, white, &mark != lowest.data());
  for (const LandscapeMark& mark : input.minima)
    if (const auto p = on_screen(mark.at); p && visible(mark.at) && !mark.label.empty())
      labels.add(mark.label, *p, landscape::cross_reach, landscape::minor, true);
}

}  // namespace tiltscape
