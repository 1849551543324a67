// Laying out rows of label and control.
#include "app/widgets/row.h"

#include <imgui_internal.h>

#include <algorithm>

#include "app/fonts.h"
#include "app/theme.h"

namespace tiltscape {

RowPlace next_row() {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float width = std::max(ImGui::GetContentRegionAvail().x, 120.0F);
  const float label = std::clamp(width * spacing::label_width, std::min(118.0F, width * 0.6F), 190.0F);
  return {{from.x, from.y + (spacing::row_height - text_size) * 0.5F - 1.0F},
          {from.x + label, from.y},
          {width - label, spacing::row_height}};
}

void row_label(const RowPlace& place, const char* name, const char* symbol) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float symbol_width = *symbol != '\0' ? ImGui::CalcTextSize(symbol).x + 5.0F : 0.0F;
  const float limit = place.control.x - 8.0F - symbol_width;
  const ImVec2 extent = ImGui::CalcTextSize(name);
  ImGui::RenderTextEllipsis(draw, place.label, {limit, place.label.y + extent.y + 2.0F}, limit, name, nullptr, &extent);
  if (*symbol != '\0') {
    const float x = std::min(place.label.x + extent.x, limit) + 5.0F;
    draw->AddText({x, place.label.y}, palette().muted, symbol);
  }
}

void help_tooltip(const char* text) {
  constexpr ImGuiHoveredFlags flags = ImGuiHoveredFlags_DelayNormal | ImGuiHoveredFlags_NoSharedDelay |
                                      ImGuiHoveredFlags_NoNavOverride | ImGuiHoveredFlags_AllowWhenDisabled;
  if (*text == '\0' || !ImGui::IsItemHovered(flags)) return;
  const ImGuiIO& io = ImGui::GetIO();
  constexpr float room = 150.0F;  // at the bottom of the window it stands above: below lies what it is about
  if (io.DisplaySize.y - ImGui::GetItemRectMax().y < room && ImGui::GetItemRectMin().y > room)
    ImGui::SetNextWindowPos({io.MousePos.x, ImGui::GetItemRectMin().y - 6.0F}, ImGuiCond_Always,
                            {io.MousePos.x / io.DisplaySize.x, 1.0F});
  if (!ImGui::BeginTooltip()) return;
  ImGui::PushTextWrapPos(340.0F);
  ImGui::TextUnformatted(text);
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

std::optional<double> tooltip_due() {
  constexpr double next_frame = 0.01;
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  if (g.HoverItemDelayId == 0) return {};
  const double left = static_cast<double>(g.Style.HoverDelayNormal - g.HoverItemDelayTimer);
  if (left > 0.0) return left + next_frame;
  const bool hidden = std::any_of(g.Windows.begin(), g.Windows.end(), [](const ImGuiWindow* window) {  // to be measured
    return window->Active && (window->Flags & ImGuiWindowFlags_Tooltip) != 0 && window->Hidden;
  });
  return hidden ? std::optional(next_frame) : std::nullopt;
}

}  // namespace tiltscape
