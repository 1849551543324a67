// Segmented choices, drawn as text with a filled frame behind the chosen one.
#include "app/widgets/segmented.h"

#include <imgui.h>

#include <cmath>

#include "app/fonts.h"
#include "app/theme.h"
#include "app/widgets/row.h"

namespace tiltscape {

namespace {

constexpr float height = 26.0F, padding = 11.0F, gap = 2.0F;

/// Of the heavier face, so that nothing moves when another is chosen.
float width_of(const Segment& segment) {
  return std::ceil(text_extent(heading_font(), 14.0F, segment.label).x) + 2.0F * padding;
}

}  // namespace

float segmented_width(std::span<const Segment> segments) {
  float width = -gap;
  for (const Segment& segment : segments) width += width_of(segment) + gap;
  return width;
}

bool segmented(const char* id, std::span<const Segment> segments, int& selected) {
  const Palette& p = palette();
  bool changed = false;
  ImGui::PushID(id);
  ImGui::BeginGroup();
  for (int i = 0; i < static_cast<int>(segments.size()); ++i) {
    const Segment& segment = segments[static_cast<std::size_t>(i)];
    if (i > 0) {
      ImGui::SameLine(0.0F, gap);
    }
    const bool on = i == selected;
    const WithFont use(on ? heading_font() : text_font(), 14.0F);
    const ImVec2 extent = ImGui::CalcTextSize(segment.label);
    const float width = width_of(segment);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    if (ImGui::InvisibleButton(segment.label, {width, height}, ImGuiButtonFlags_EnableNav) && !on) {
      selected = i;
      changed = true;
    }
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (on || hovered) {
      draw->AddRectFilled(from, {from.x + width, from.y + height}, on ? p.hovered : p.frame, spacing::frame_radius);
    }
    draw->AddText({from.x + (width - extent.x) * 0.5F, from.y + (height - extent.y) * 0.5F},
                  on || hovered ? p.text : p.muted, segment.label);
    help_tooltip(segment.help);
  }
  ImGui::EndGroup();
  ImGui::PopID();
  return changed;
}

}  // namespace tiltscape
