// What the mouse does on the landscape: drags starts, clicks, zooms at the cursor, pans, resets.
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/views/landscape_frame.h"
#include "app/views/landscape_marks.h"

namespace tiltscape {
namespace {

using landscape::grasp;

float distance(ImVec2 a, ImVec2 b) { return std::hypot(a.x - b.x, a.y - b.y); }

Eigen::Vector2d within(const Eigen::Vector2d& p, const Bounds& bounds, const Bounds& domain) {
  Eigen::Vector2d result = p;
  for (Eigen::Index i = 0; i < 2; ++i) {
    const auto axis = static_cast<std::size_t>(i);
    result[i] =
        std::clamp(p[i], std::max(bounds[axis][0], domain[axis][0]),
                   std::max(std::max(bounds[axis][0], domain[axis][0]), std::min(bounds[axis][1], domain[axis][1])));
  }
  return result;
}

}  // namespace

LandscapeOutput LandscapeView::interact(const Frame& frame) {
  LandscapeOutput output;
  ImGui::PushID(this);
  ImGui::SetCursorScreenPos(frame.low);
  ImGui::InvisibleButton(
      "surface", {frame.high.x - frame.low.x, frame.high.y - frame.low.y},
      ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight | ImGuiButtonFlags_MouseButtonMiddle);
  ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) output.hovered = frame.to_data(ImGui::GetMousePos());
  if (!move_split(frame, hovered, output) && !move_start(frame, hovered, output)) {
    click(frame, hovered, output);
    move_view(frame, hovered, output);
    zoom_to_box(frame, hovered, output);
  }
  ImGui::PopID();
  return output;
}

/// Whether the split has the mouse.
bool LandscapeView::move_split(const Frame& frame, bool hovered, LandscapeOutput& output) {
  splitting_ = splitting_ && frame.splits() && ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (!frame.splits()) return false;
  const float x = ImGui::GetMousePos().x;
  const bool near = hovered && std::abs(x - frame.split_x()) < grasp;
  if (near && !dragged_ && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) splitting_ = true;
  if (near || splitting_) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (splitting_) output.split = std::clamp((x - frame.low.x) / (frame.high.x - frame.low.x), 0.0F, 1.0F);
  return splitting_;
}

/// Whether a start has the mouse.
bool LandscapeView::move_start(const Frame& frame, bool hovered, LandscapeOutput& output) {
  const ImVec2 mouse = ImGui::GetMousePos();
  const auto& starts = frame.input.starts;
  std::optional<std::size_t> near;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    if (starts[i].draggable && distance(mouse, frame.to_screen(starts[i].at)) < grasp) near = i;
  }
  if (hovered && near) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (hovered && near && !dragged_ && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    dragged_ = near;
    drag_began_ = starts[*near].at;
    drag_offset_ = drag_began_ - frame.to_data(mouse);
  }
  if (dragged_ && *dragged_ < starts.size()) {
    const bool cancelled = ImGui::IsKeyPressed(ImGuiKey_Escape, false);
    const bool released = !ImGui::IsMouseDown(ImGuiMouseButton_Left);
    const Eigen::Vector2d at = within(frame.to_data(mouse) + drag_offset_, frame.input.bounds, frame.input.domain);
    output.drag = LandscapeOutput::Drag{*dragged_, cancelled ? drag_began_ : at, released && !cancelled, cancelled};
    if (cancelled || released) dragged_.reset();
    return true;
  }
  dragged_.reset();
  return false;
}

void LandscapeView::click(const Frame& frame, bool hovered, LandscapeOutput& output) {
  output.reset = hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  output.clicked = click_.update(hovered, frame.to_data(ImGui::GetMousePos()));
  output.again_soon = click_.waiting();
}

void LandscapeView::move_view(const Frame& frame, bool hovered, LandscapeOutput& output) {
  const ImGuiIO& io = ImGui::GetIO();
  Bounds bounds = frame.input.bounds;
  if (hovered && io.MouseWheel != 0.0F) {
    const Eigen::Vector2d centre = frame.to_data(io.MousePos);
    const double factor = std::pow(0.85, static_cast<double>(io.MouseWheel));
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const double c = centre[static_cast<Eigen::Index>(axis)];
      for (double& edge : bounds[axis]) edge = c + (edge - c) * factor;
      // neither below what doubles and floats resolve nor beyond sense
      const double width = bounds[axis][1] - bounds[axis][0];
      if (!(width > 1e-5 * std::max(1e-3, std::abs(c))) || width > 1e9) return;
    }
    output.bounds = bounds;
  }
  // the buttons of ImPlot's plots: left and middle pan, right draws a box to zoom to
  const bool held = ImGui::IsMouseDown(ImGuiMouseButton_Left) || ImGui::IsMouseDown(ImGuiMouseButton_Middle);
  if (hovered && (ImGui::IsMouseClicked(ImGuiMouseButton_Left) || ImGui::IsMouseClicked(ImGuiMouseButton_Middle))) {
    panning_ = true;
  }
  panning_ = panning_ && held;
  if (!panning_ ||
      !(ImGui::IsMouseDragging(ImGuiMouseButton_Left, 4.0F) || ImGui::IsMouseDragging(ImGuiMouseButton_Middle, 0.0F)))
    return;
  ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  if (io.MouseDelta.x == 0.0F && io.MouseDelta.y == 0.0F) return;
  const Eigen::Vector2d shift =
      frame.to_data({io.MousePos.x - io.MouseDelta.x, io.MousePos.y - io.MouseDelta.y}) - frame.to_data(io.MousePos);
  for (std::size_t axis = 0; axis < 2; ++axis) {
    for (double& edge : bounds[axis]) edge += shift[static_cast<Eigen::Index>(axis)];
  }
  output.bounds = bounds;
}

void LandscapeView::zoom_to_box(const Frame& frame, bool hovered, LandscapeOutput& output) {
  if (hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right)) box_ = ImGui::GetMousePos();
  if (!box_ || ImGui::IsMouseDown(ImGuiMouseButton_Right)) {
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) box_.reset();
    return;
  }
  const auto [low, high] = frame.box(*std::exchange(box_, std::nullopt), ImGui::GetMousePos());
  if (high.x - low.x < 8.0F || high.y - low.y < 8.0F) return;
  const Eigen::Vector2d from = frame.to_data({low.x, high.y}), to = frame.to_data({high.x, low.y});
  output.bounds = Bounds{{{from[0], to[0]}, {from[1], to[1]}}};
}

}  // namespace tiltscape
