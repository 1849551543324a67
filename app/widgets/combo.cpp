// Drop-downs with a chevron instead of ImGui's filled triangle.
#include "app/widgets/combo.h"

#include <imgui.h>

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
  const char* preview = is_choice(selected) ? choices[static_cast<std::size_t>(selected)].c_str() : "";
  const bool open = ImGui::BeginCombo(id, preview, ImGuiComboFlags_NoArrowButton | ImGuiComboFlags_HeightLarge);
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
  const float y = corner.y - (spacing::row_height + ImGui::GetFontSize()) * 0.5F + 1.5F;
  ImGui::GetWindowDrawList()->AddText(nullptr, 13.0F, {corner.x - 24.0F, y}, palette().muted, icon::chevron_down);
  help_tooltip(open ? "" : help);
  return result;
}

}  // namespace

Edit combo(const char* name, std::span<const std::string> choices, int& selected, const char* help,
           std::span<const std::string> choice_help) {
  const RowPlace place = next_row();
  row_label(place, name);
  ImGui::SetCursorScreenPos(place.control);
  ImGui::PushID(name);
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
