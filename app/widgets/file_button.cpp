// The button and its pop-up.
#include "app/widgets/file_button.h"

#include <imgui.h>

#include "app/icons.h"
#include "app/widgets/file_chooser.h"
#include "app/widgets/icon_button.h"

namespace tiltscape {

bool file_button(const char* id, float size, const std::string& ending, std::string& file) {
  static FileChooser chooser;  // of the one pop-up that can be open
  constexpr const char* pop_up = "Choose a file";
  ImGui::PushID(id);
  if (icon_button(icon::folder, "Look for a file", ButtonLook::framed, size)) {
    chooser.start(FileChooser::Purpose::open, ending, file);
    ImGui::OpenPopup(pop_up);
  }
  bool chosen = false;
  if (ImGui::BeginPopupModal(pop_up, nullptr, ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings)) {
    bool cancelled = false;
    if (const auto path = chooser.draw(cancelled)) {
      file = path->string();
      chosen = true;
    }
    if (chosen || cancelled) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopID();
  return chosen;
}

}  // namespace tiltscape
