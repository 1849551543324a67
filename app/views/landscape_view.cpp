// The frame's layout, and what lies on the surface.
#include "app/views/landscape_view.h"

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/theme.h"
#include "app/views/axes.h"
#include "app/views/landscape_frame.h"

namespace tiltscape {
namespace {

constexpr float header = 28.0F, footer = 22.0F, note_row = 20.0F;
constexpr float bar_gap = 14.0F, bar_width = 12.0F, bar_label = 52.0F, axis_label = 20.0F;
constexpr float current_radius = 6.5F;
const ImColor ink(0.03F, 0.04F, 0.06F, 0.8F);
const ImColor white(1.0F, 1.0F, 1.0F);

float widest(const std::vector<std::string>& labels) {
  float width = 0.0F;
  for (const std::string& label : labels)
    width = std::max(width, text_extent(mono_font(), small_size, label.c_str()).x);
  return width;
}

/// Text that reads upwards, centred at a point: laid out level at `visible`, where nothing cuts it off, then turned.
void upright(ImDrawList& list, ImVec2 centre, ImVec2 visible, const ImColor& colour, const std::string& text) {
  const ImVec2 extent = text_extent(text_font(), small_size, text.c_str());
  const ImVec2 middle{visible.x + 0.5F * extent.x, visible.y + 0.5F * extent.y};
  const int first = list.VtxBuffer.Size;
  list.AddText(text_font(), small_size, visible, colour, text.c_str());
  for (int i = first; i < list.VtxBuffer.Size; ++i) {
    ImVec2& p = list.VtxBuffer[i].pos;
    p = {centre.x + (p.y - middle.y), centre.y - (p.x - middle.x)};
  }
}

std::vector<double> rows(const Bounds& bounds, float height) {
  return linear_ticks(bounds[1][0], bounds[1][1], std::max(2, static_cast<int>(height / 70.0F)));
}

}  // namespace

LandscapeOutput LandscapeView::draw(const LandscapeInput& input, ImVec2 size) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool titled = !input.title.empty() || !input.subtitle.empty();
  Frame frame{input, *ImGui::GetWindowDrawList(),    at, {at.x + size.x, at.y + size.y},
              at,    {at.x + size.x, at.y + size.y}, {}};
  frame.low.y += titled ? header : 4.0F;
  frame.high.y -= footer + axis_label + (input.note.empty() ? 0.0F : note_row);
  const float left = widest(linear_labels(rows(input.bounds, frame.high.y - frame.low.y))) + 10.0F;
  frame.low.x = std::round(frame.low.x + left + axis_label);
  frame.low.y = std::round(frame.low.y);
  frame.high.x = std::round(std::max(frame.low.x + 32.0F, frame.high.x - bar_gap - bar_width - bar_label));
  frame.high.y = std::round(std::max(frame.low.y + 32.0F, frame.high.y));
  layout_.low = frame.low;
  layout_.high = frame.high;

  LandscapeOutput output = interact(frame);
  frame.drag = output.drag;
  draw_surface(frame);
  output.again_soon = output.again_soon || image_.settling();
  draw_axes(frame);
  LabelPlacer labels(frame.low, frame.high);
  frame.list.PushClipRect(frame.low, frame.high, true);
  draw_domain(frame);
  draw_paths(frame);
  draw_marks(frame, labels);
  draw_points(frame, labels);
  labels.draw(frame.list);
  frame.list.PopClipRect();
  frame.list.AddRect(frame.low, frame.high, palette().border, 4.0F);
  if (output.hovered && !output.drag && !panning_) draw_tooltip(frame, *output.hovered);
  layout_.labels = labels.placed();
  return output;
}

void LandscapeView::draw_surface(const Frame& frame) {
  const LandscapeInput& input = frame.input;
  if (!frame.has_surface()) {
    frame.list.AddRectFilled(frame.low, frame.high, palette().frame, 4.0F);
    const ImVec2 extent = text_extent(text_font(), text_size, input.reason.c_str());
    frame.list.AddText({0.5F * (frame.low.x + frame.high.x - extent.x), 0.5F * (frame.low.y + frame.high.y - extent.y)},
                       palette().muted, input.reason.c_str());
    return;
  }
  const float points = ImGui::GetIO().DisplayFramebufferScale.x;
  const auto pixels = [points](float length) { return std::max(1, static_cast<int>(std::lround(length * points))); };
  image_.update({input.grid, input.version, input.scale, input.colormap, input.bounds,
                 pixels(frame.high.x - frame.low.x), pixels(frame.high.y - frame.low.y), points, palette().panel},
                ImGui::GetTime());
  frame.list.AddImageRounded(ImTextureRef(image_.texture()), frame.low, frame.high, {0.0F, 1.0F}, {1.0F, 0.0F},
                             IM_COL32_WHITE, 4.0F);
  draw_colour_bar(frame);
}

void LandscapeView::draw_axes(const Frame& frame) const {
  const LandscapeInput& input = frame.input;
  const Palette& colours = palette();
  ImDrawList& list = frame.list;
  if (!input.title.empty() || !input.subtitle.empty()) {
    list.PushClipRect(frame.outer_low, frame.outer_high, true);
    list.AddText(heading_font(), text_size, frame.outer_low, colours.text, input.title.c_str());
    const float width = text_extent(heading_font(), text_size, input.title.c_str()).x;
    list.AddText(text_font(), text_size, {frame.outer_low.x + (width > 0.0F ? width + 16.0F : 0.0F), frame.outer_low.y},
                 colours.muted, input.subtitle.c_str());
    list.PopClipRect();
  }
  const auto columns = linear_ticks(input.bounds[0][0], input.bounds[0][1],
                                    std::max(2, static_cast<int>((frame.high.x - frame.low.x) / 90.0F)));
  const auto column_labels = linear_labels(columns);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const float x = frame.to_screen(columns[i], input.bounds[1][0]).x;
    list.AddLine({x, frame.high.y}, {x, frame.high.y + 4.0F}, colours.border);
    const ImVec2 extent = text_extent(mono_font(), small_size, column_labels[i].c_str());
    list.AddText(mono_font(), small_size, {x - 0.5F * extent.x, frame.high.y + 6.0F}, colours.muted,
                 column_labels[i].c_str());
  }
  const auto ticks = rows(input.bounds, frame.high.y - frame.low.y);
  const auto labels = linear_labels(ticks);
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    const float y = frame.to_screen(input.bounds[0][0], ticks[i]).y;
    const ImVec2 extent = text_extent(mono_font(), small_size, labels[i].c_str());
    list.AddLine({frame.low.x - 4.0F, y}, {frame.low.x, y}, colours.border);
    const float top = std::clamp(y - 0.5F * extent.y, frame.low.y - 4.0F, frame.high.y - extent.y);
    list.AddText(mono_font(), small_size, {frame.low.x - 8.0F - extent.x, top}, colours.muted, labels[i].c_str());
  }
  const float below = frame.high.y + footer + 1.0F;
  const ImVec2 extent = text_extent(text_font(), small_size, input.labels[0].c_str());
  list.AddText(text_font(), small_size, {0.5F * (frame.low.x + frame.high.x - extent.x), below}, colours.muted,
               input.labels[0].c_str());
  upright(list, {frame.outer_low.x + 8.0F, 0.5F * (frame.low.y + frame.high.y)}, frame.low, colours.muted,
          input.labels[1]);
  if (!input.note.empty()) {
    list.PushClipRect(frame.outer_low, frame.outer_high, true);
    list.AddText(text_font(), small_size, {frame.outer_low.x, frame.outer_high.y - note_row + 2.0F}, colours.muted,
                 input.note.c_str());
    list.PopClipRect();
  }
}

void LandscapeView::draw_domain(const Frame& frame) const {
  const auto& domain = frame.input.domain;
  const auto& bounds = frame.input.bounds;
  const ImColor veil(0.04F, 0.05F, 0.07F, 0.55F);
  bool any = false;
  const auto side = [&](std::size_t axis, bool upper) {
    const double edge = domain[axis][upper ? 1 : 0];
    if (!std::isfinite(edge) || (upper ? edge >= bounds[axis][1] : edge <= bounds[axis][0])) return;
    const ImVec2 corner = frame.to_screen(axis == 0 ? edge : bounds[0][0], axis == 1 ? edge : bounds[1][0]);
    ImVec2 low = frame.low, high = frame.high;
    if (axis == 0) {
      (upper ? low.x : high.x) = std::clamp(corner.x, frame.low.x, frame.high.x);
    } else {
      (upper ? high.y : low.y) = std::clamp(corner.y, frame.low.y, frame.high.y);
    }
    frame.list.AddRectFilled(low, high, veil);
    const ImVec2 from = axis == 0 ? ImVec2(corner.x, frame.low.y) : ImVec2(frame.low.x, corner.y);
    const ImVec2 to = axis == 0 ? ImVec2(corner.x, frame.high.y) : ImVec2(frame.high.x, corner.y);
    const float length = std::max(to.x - from.x, to.y - from.y);
    for (float s = 0.0F; s < length; s += 9.0F) {
      const float e = std::min(s + 5.0F, length);
      const ImVec2 d = axis == 0 ? ImVec2(0.0F, 1.0F) : ImVec2(1.0F, 0.0F);
      frame.list.AddLine({from.x + s * d.x, from.y + s * d.y}, {from.x + e * d.x, from.y + e * d.y},
                         ImColor(1.0F, 1.0F, 1.0F, 0.7F), 1.2F);
    }
    any = true;
  };
  for (const std::size_t axis : {std::size_t{0}, std::size_t{1}}) {
    side(axis, false);
    side(axis, true);
  }
  if (!any || frame.input.domain_reason.empty()) return;
  const char* reason = frame.input.domain_reason.c_str();
  const ImVec2 extent = text_extent(text_font(), small_size, reason);
  const ImVec2 at{frame.high.x - extent.x - 12.0F, frame.high.y - extent.y - 10.0F};
  frame.list.AddRectFilled({at.x - 7.0F, at.y - 3.0F}, {at.x + extent.x + 7.0F, at.y + extent.y + 3.0F},
                           ImColor(0.062F, 0.074F, 0.094F, 0.86F), 5.0F);
  frame.list.AddText(text_font(), small_size, at, ImColor(0.75F, 0.78F, 0.83F), reason);
}

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
    for (const auto& [colour, width] : {std::pair{ink, 4.0F}, std::pair{white, 1.6F}}) {
      frame.list.AddLine({p.x - 5.0F, p.y}, {p.x + 5.0F, p.y}, colour, width);
      frame.list.AddLine({p.x, p.y - 5.0F}, {p.x, p.y + 5.0F}, colour, width);
    }
    labels.keep_free(p, 6.0F);
  }
  if (!frame.input.minimum) return;
  const ImVec2 p = frame.to_screen(frame.input.minimum->at);
  if (!frame.contains(p)) return;
  constexpr float r = 8.0F;
  for (const auto& [colour, width] : {std::pair{ink, 4.5F}, std::pair{white, 2.0F}}) {
    frame.list.AddQuad({p.x - r, p.y}, {p.x, p.y - r}, {p.x + r, p.y}, {p.x, p.y + r}, colour, width);
  }
  labels.keep_free(p, r + 1.0F);
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
  const ImColor quiet(0.85F, 0.88F, 0.92F);
  for (std::size_t i = 0; i < input.starts.size(); ++i) {
    const ImVec2 p = frame.to_screen(frame.drag && frame.drag->start == i ? frame.drag->at : input.starts[i].at);
    if (frame.contains(p) && !input.starts[i].label.empty()) labels.add(input.starts[i].label, p, 9.0F, quiet, true);
  }
  if (input.minimum && !input.minimum->label.empty() && frame.contains(frame.to_screen(input.minimum->at))) {
    labels.add(input.minimum->label, frame.to_screen(input.minimum->at), 9.0F, white);
  }
  for (const LandscapeMark& mark : input.minima) {
    const ImVec2 p = frame.to_screen(mark.at);
    if (frame.contains(p) && !mark.label.empty()) labels.add(mark.label, p, 6.0F, ImColor(0.7F, 0.74F, 0.8F), true);
  }
}

}  // namespace tiltscape
