// Orbit, pan, zoom, the buttons, and dragging a start over the surface.
#include <algorithm>
#include <cmath>

#include "app/views/landscape_3d_frame.h"
#include "app/views/landscape_marks.h"
#include "app/views/landscape_values.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

using landscape::grasp;

constexpr double degrees_per_point = 0.35;
constexpr double framed_zoom = 1.2;  ///< up to here the box turns about its middle

}  // namespace

void LandscapeView3D::interact(Frame& frame) {
  const Lens::Picture& picture = frame.picture;
  ImGui::PushID(this);
  ImGui::SetCursorScreenPos(picture.low);
  ImGui::SetNextItemAllowOverlap();
  ImGui::InvisibleButton(
      "relief", {picture.high.x - picture.low.x, picture.high.y - picture.low.y},
      ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight | ImGuiButtonFlags_MouseButtonMiddle);
  ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
  const bool hovered = ImGui::IsItemHovered();
  LandscapeOutput& output = frame.output.landscape;
  if (frame.has_surface() && image_.drawn() > 0) {
    if (const auto hit = hovered ? image_.hit(image_.lens().ray(ImGui::GetMousePos())) : std::nullopt)
      output.hovered = image_.box().data(hit->head<2>());
    // a click beside the surface is none
    const auto click = click_.update(hovered && output.hovered, output.hovered.value_or(Eigen::Vector2d::Zero()));
    output.clicked = click;
    output.again_soon = click_.waiting() || image_.settling();
    output.reset = hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    move_start(frame, hovered);
    move_camera(frame, hovered);
    if (output.reset) frame.camera = Camera{.projection = frame.camera.projection};
    if (output.hovered && !output.drag && !frame.moving) {
      const auto seen = [this](const Eigen::Vector2d& p) {
        return image_.visible(image_.box().unit(p)) ? on_screen(p) : std::nullopt;
      };
      draw_landscape_tooltip(frame.input, *output.hovered, named_at(frame.input, ImGui::GetMousePos(), seen));
    }
  }
  const ImVec2 mouse = ImGui::GetMousePos();
  const bool inside = ImGui::IsWindowHovered() && mouse.x >= picture.low.x && mouse.x < picture.high.x &&
                      mouse.y >= picture.low.y && mouse.y < picture.high.y;
  buttons(frame, inside && !frame.moving && frame.has_surface());
  ImGui::PopID();
}

void LandscapeView3D::move_start(Frame& frame, bool hovered) {
  const auto& starts = frame.input.starts;
  const ImVec2 mouse = ImGui::GetMousePos();
  std::optional<std::size_t> near;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const auto p = on_screen(starts[i].at);
    if (starts[i].draggable && p && std::hypot(p->x - mouse.x, p->y - mouse.y) < grasp) near = i;
  }
  if (hovered && near) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (hovered && near && !dragged_ && ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::GetIO().KeyShift) {
    dragged_ = near;
    drag_began_ = drag_last_ = starts[*near].at;
  }
  if (!dragged_ || *dragged_ >= starts.size()) {
    dragged_.reset();
    return;
  }
  const bool cancelled = ImGui::IsKeyPressed(ImGuiKey_Escape, false);
  const bool released = !ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (const auto hit = image_.hit(image_.lens().ray(mouse))) {
    drag_last_ = image_.box().data(hit->head<2>());
    const auto& domain = frame.input.domain;
    for (Eigen::Index i = 0; i < 2; ++i)
      drag_last_[i] = std::min(std::max(drag_last_[i], domain[static_cast<std::size_t>(i)][0]),
                               domain[static_cast<std::size_t>(i)][1]);
  }
  frame.output.landscape.drag =
      LandscapeOutput::Drag{*dragged_, cancelled ? drag_began_ : drag_last_, released && !cancelled, cancelled};
  if (cancelled || released) dragged_.reset();
}

void LandscapeView3D::move_camera(Frame& frame, bool hovered) {
  const ImGuiIO& io = ImGui::GetIO();
  const BoxSides& sides = image_.box().sides();
  if (hovered && io.MouseWheel != 0.0F)
    zoom_at(frame.camera, std::pow(1.0 / 0.85, static_cast<double>(io.MouseWheel)), sides, frame.picture, io.MousePos);
  if (hovered && !dragged_) {
    const bool left = ImGui::IsMouseClicked(ImGuiMouseButton_Left);
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Right) || ImGui::IsMouseClicked(ImGuiMouseButton_Middle) ||
        (left && io.KeyShift)) {
      hold_ = Hold::pan;
    } else if (left) {
      hold_ = Hold::orbit;
      about_.setZero();
      const ImVec2 middle{0.5F * (frame.picture.low.x + frame.picture.high.x),
                          0.5F * (frame.picture.low.y + frame.picture.high.y)};
      if (const auto hit = image_.hit(image_.lens().ray(middle)); hit && frame.camera.zoom > framed_zoom)
        about_ = image_.box().from_unit(*hit);
    }
  }
  if (!ImGui::IsAnyMouseDown()) hold_ = Hold::nothing;
  if (hold_ == Hold::nothing) return;
  frame.moving = std::hypot(io.MouseDelta.x, io.MouseDelta.y) > 0.0F || !ImGui::IsMouseDown(ImGuiMouseButton_Left) ||
                 ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2.0F);
  if (hold_ == Hold::pan) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    const auto height = static_cast<double>(frame.picture.high.y - frame.picture.low.y);
    frame.camera.pan[0] += static_cast<double>(io.MouseDelta.x) / height;
    frame.camera.pan[1] -= static_cast<double>(io.MouseDelta.y) / height;
  } else if (io.MouseDelta.x != 0.0F || io.MouseDelta.y != 0.0F) {
    orbit(frame.camera, -degrees_per_point * static_cast<double>(io.MouseDelta.x),
          degrees_per_point * static_cast<double>(io.MouseDelta.y), about_, sides, frame.picture);
  }
}

void LandscapeView3D::buttons(Frame& frame, bool shown) {
  if (!shown) return;
  const bool keys = !ImGui::GetIO().WantTextInput && ImGui::GetIO().KeyMods == ImGuiMod_None;  // Ctrl S saves
  ImVec2 at{frame.picture.low.x + 8.0F, frame.picture.low.y + 8.0F};
  const auto button = [&](const char* label, const char* help, ImGuiKey key) {
    ImGui::SetCursorScreenPos(at);
    const bool pressed = ImGui::Button(label);
    at.x = ImGui::GetItemRectMax().x + 4.0F;
    help_tooltip(help);
    return pressed || (keys && ImGui::IsKeyPressed(key, false));
  };
  const auto look = [&](double azimuth, double elevation) {
    frame.camera = {.azimuth = azimuth, .elevation = elevation, .zoom = 1.0, .projection = frame.camera.projection};
  };
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(8.0F, 3.0F));
  if (button("Home",
             "The whole surface, as at first (F). Drag turns, right drag or Shift and drag moves, the wheel zooms.",
             ImGuiKey_F))
    look(Camera{}.azimuth, Camera{}.elevation);
  if (button("Top", "From above, as in two dimensions (T)", ImGuiKey_T)) look(0.0, 90.0);
  if (button("Side", "Along the second axis, level with the ground (S)", ImGuiKey_S)) look(0.0, 0.0);
  const bool perspective = frame.camera.projection != "orthographic";
  if (button(perspective ? "Perspective" : "Parallel", "Perspective or parallel (orthographic) projection (P)",
             ImGuiKey_P))
    frame.camera.projection = perspective ? "orthographic" : "perspective";
  ImGui::PopStyleVar();
}

}  // namespace tiltscape
