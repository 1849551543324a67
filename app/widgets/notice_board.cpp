// A small window that nothing can be done with: it must not take the mouse from what lies below.
#include "app/widgets/notice_board.h"

#include <imgui_internal.h>

#include <algorithm>

#include "app/theme.h"

namespace tiltscape {
namespace {

constexpr float widest = 460.0F;
constexpr float room_above = 70.0F;

/// Long enough to be read twice.
double seconds_for(const std::string& text) { return 4.0 + 0.06 * static_cast<double>(text.size()); }

/// With spaces between digits that no line ends at.
std::string unbroken(const std::string& text) {
  std::string result;
  const auto digit = [&text](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ' && i > 0 && digit(i - 1) && digit(i + 1))
      result += "\u00a0";
    else
      result += text[i];
  }
  return result;
}

}  // namespace

void NoticeBoard::draw(const Notice& notice, float bottom) {
  const ImGuiIO& io = ImGui::GetIO();
  if (notice.number != number_) {
    number_ = notice.number;
    until_ = ImGui::GetTime() + seconds_for(notice.text);
    x_ = io.MousePos.x + 12.0F;
    y_ = std::max(io.MousePos.y - 8.0F, room_above);  // what the mouse reads is below it
  }
  if (!until_ || ImGui::GetTime() > *until_) return until_.reset();
  if (notice.at_mouse)
    ImGui::SetNextWindowPos({std::clamp(x_, 0.0F, std::max(0.0F, io.DisplaySize.x - widest)), y_}, ImGuiCond_Always,
                            {0.0F, 1.0F});
  else
    ImGui::SetNextWindowPos({0.5F * io.DisplaySize.x, bottom - 8.0F}, ImGuiCond_Always, {0.5F, 1.0F});
  constexpr ImGuiWindowFlags flags =
      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoDocking |
      ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_AlwaysAutoResize;
  ImGui::PushStyleColor(ImGuiCol_WindowBg, palette().hovered.Value);
  ImGui::PushStyleColor(ImGuiCol_Border, palette().accent.Value);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12.0F, 8.0F});
  if (ImGui::Begin("##notice", nullptr, flags)) {
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    ImGui::PushTextWrapPos(std::min(widest, io.DisplaySize.x - 40.0F));
    ImGui::TextUnformatted(unbroken(notice.text).c_str());
    ImGui::PopTextWrapPos();
  }
  ImGui::End();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(2);
}

}  // namespace tiltscape
