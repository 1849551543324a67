// As wide as there is room.
#include "app/widgets/wrapped_error.h"

#include <imgui.h>

#include "app/theme.h"

namespace tiltscape {

void wrapped_error(const std::string& text) {
  ImGui::PushStyleColor(ImGuiCol_Text, palette().bad.Value);
  ImGui::TextWrapped("%s", text.c_str());
  ImGui::PopStyleColor();
}

}  // namespace tiltscape
