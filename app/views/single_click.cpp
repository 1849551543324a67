// Waiting as long as a second click may take.
#include "app/views/single_click.h"

#include <cmath>

namespace tiltscape {

std::optional<Click> SingleClick::update(bool hovered, const Eigen::Vector2d& at) {
  const ImGuiIO& io = ImGui::GetIO();
  const ImVec2 moved = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0.0F);
  if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && hovered) {
    click_.reset();
  } else if (ImGui::IsItemDeactivated() && ImGui::IsMouseReleased(ImGuiMouseButton_Left) && hovered &&
             io.MouseClickedLastCount[ImGuiMouseButton_Left] == 1 && std::hypot(moved.x, moved.y) < 4.0F) {
    click_ = Click{at, io.KeyShift};
    time_ = ImGui::GetTime();
  }
  if (!click_ || ImGui::GetTime() - time_ <= static_cast<double>(io.MouseDoubleClickTime)) return std::nullopt;
  return std::exchange(click_, std::nullopt);
}

}  // namespace tiltscape
