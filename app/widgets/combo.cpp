// Drop-downs with a chevron instead of ImGui's filled triangle.
#include "app/widgets/combo.h"

#include <imgui_internal.h>

#include <algorithm>

#include "app/icons.h"
#include "app/theme.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

Edit drop_down(const char* id, float width, std::span<const std::string> choices, int& selected, const char* help,
               std::span<const std::string> choice_help) {
  const auto is_choice = [&choices](int i) { return i >= 0 && i < static_cast<int>(choices.size()); };
  Edit result;
  ImGui::SetNextItemWidth(width);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {10.0F, (spacing::row_height - ImGui::GetFontSize()) * 0.5F});
  const bool open = ImGui::BeginCombo(id, "", ImGuiComboFlags_NoArrowButton | ImGuiComboFlags_HeightLarge);
  ImGui::PopStyleVar();
  if (open) {
    for (int i = 0; is_choice(i); ++i) {
      const auto at = static_cast<std::size_t>(i);
      if (ImGui::Selectable(choices[at].c_str(), i == selected) && i != selected) {
        selected = i;
        result = {true, true};
      }
      if (at < choice_help.size()) {
        help_tooltip(choice_help[at].c_str());
      }
    }
    ImGui::EndCombo();
  }
  const ImVec2 corner = ImGui::GetItemRectMax();
  const float left = ImGui::GetItemRectMin().x + 10.0F;
  const float y = corner.y - (spacing::row_height + ImGui::GetFontSize()) * 0.5F;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddText(nullptr, 13.0F, {corner.x - 22.0F, y + 1.5F}, palette().muted, icon::chevron_down);
  std::string about(help);
  if (is_choice(selected)) {  // the chosen one, as far as the chevron
    const auto at = static_cast<std::size_t>(selected);
    const ImVec2 extent = ImGui::CalcTextSize(choices[at].c_str());
    const float limit = corner.x - 26.0F;
    ImGui::RenderTextEllipsis(draw, {left, y}, {limit, corner.y}, limit, choices[at].c_str(), nullptr, &extent);
    if (at < choice_help.size()) about.append(about.empty() ? "" : "\n").append(choices[at] + ": " + choice_help[at]);
  }
  help_tooltip(open ? "" : about.c_str());
  return result;
}

}  // namespace

Edit combo(const char* name, std::span<const std::string> choices, int& selected, const char* help,
           std::span<const std::string> choice_help) {
  const RowPlace place = next_row();
  row_label(place, name);
  ImGui::PushID(name);
  ImGui::InvisibleButton("##label", {place.control.x - place.label.x, spacing::row_height});
  help_tooltip(help);
  ImGui::SetCursorScreenPos(place.control);
  const Edit result = drop_down("##choice", place.control_size.x, choices, selected, help, choice_help);
  ImGui::PopID();
  return result;
}

Edit wide_combo(const char* id, std::span<const std::string> choices, int& selected, const char* help,
                std::span<const std::string> choice_help) {
  ImGui::PushID(id);
  const Edit result = drop_down("##choice", ImGui::GetContentRegionAvail().x, choices, selected, help, choice_help);
  ImGui::PopID();
  return result;
}

}  // namespace tiltscape
