// The landscape's frame: ticks, names, and the veil beyond the problem's domain.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/fonts.h"
#include "app/theme.h"
#include "app/views/axes.h"
#include "app/views/contour_labels.h"
#include "app/views/landscape_frame.h"

namespace tiltscape {

using landscape::footer;

void LandscapeView::draw_axes(const Frame& frame) const {
  const LandscapeInput& input = frame.input;
  const Palette& colours = palette();
  ImDrawList& list = frame.list;
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
  const auto ticks = frame.rows();
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
  turned_text(list, text_font(), small_size, {frame.outer_low.x + 8.0F, 0.5F * (frame.low.y + frame.high.y)},
              -0.5F * std::numbers::pi_v<float>, frame.low, colours.muted, input.labels[1].c_str());
}

void LandscapeView::draw_domain(const Frame& frame, LabelPlacer& labels) const {
  const auto& domain = frame.input.domain;
  const auto& bounds = frame.input.bounds;
  const ImColor veil(0.04F, 0.05F, 0.07F, 0.55F);
  bool any = false;
  // the strips left and right are as high as the picture; those above and below lie between them
  const auto inside = [&](double at) { return std::clamp(at, bounds[0][0], bounds[0][1]); };
  const float left = frame.to_screen(inside(domain[0][0]), bounds[1][0]).x;
  const float right = frame.to_screen(inside(domain[0][1]), bounds[1][0]).x;
  const float top = frame.to_screen(bounds[0][0], std::clamp(domain[1][1], bounds[1][0], bounds[1][1])).y;
  const float bottom = frame.to_screen(bounds[0][0], std::clamp(domain[1][0], bounds[1][0], bounds[1][1])).y;
  const auto side = [&](std::size_t axis, bool upper) {
    const double edge = domain[axis][upper ? 1 : 0];
    if (!std::isfinite(edge) || (upper ? edge >= bounds[axis][1] : edge <= bounds[axis][0])) return;
    const ImVec2 corner = frame.to_screen(axis == 0 ? edge : bounds[0][0], axis == 1 ? edge : bounds[1][0]);
    ImVec2 low = frame.low, high = frame.high;
    if (axis == 0) {
      (upper ? low.x : high.x) = std::clamp(corner.x, frame.low.x, frame.high.x);
    } else {
      (upper ? high.y : low.y) = std::clamp(corner.y, frame.low.y, frame.high.y);
      low.x = left;
      high.x = right;
    }
    frame.list.AddRectFilled(low, high, veil);
    const ImVec2 from = axis == 0 ? ImVec2(corner.x, top) : ImVec2(left, corner.y);
    const ImVec2 to = axis == 0 ? ImVec2(corner.x, bottom) : ImVec2(right, corner.y);
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
  const ImVec2 corner{frame.high.x - 5.0F, frame.high.y - 7.0F};
  const ImVec2 extent = landscape::quiet_extent(frame.input.domain_reason);
  if (corner.x - extent.x < frame.low.x) return;  // no room: the veil must do
  labels.keep_free({corner.x - extent.x, corner.y - extent.y}, corner);
  landscape::draw_quietly(frame.list, frame.input.domain_reason, corner);
}

}  // namespace tiltscape
