// Drawing icon buttons.
#include "app/widgets/icon_button.h"

#include <imgui.h>

#include <cmath>

#include "app/fonts.h"
#include "app/theme.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

struct Colours {
  ImColor frame;
  ImColor icon;
};

Colours colours(ButtonLook look, bool hovered, bool enabled) {
  const Palette& p = palette();
  const ImColor none(0.0F, 0.0F, 0.0F, 0.0F);
  if (!enabled) {
    return {look == ButtonLook::plain ? none : p.frame, with_alpha(p.muted, 0.5F)};
  }
  switch (look) {
    case ButtonLook::accent:
      return {hovered ? mix(p.accent, p.text, 0.15F) : p.accent, p.on_accent};
    case ButtonLook::framed:
      return {hovered ? p.hovered : p.frame, p.text};
    default:
      return {hovered ? p.hovered : none, hovered ? p.text : p.muted};
  }
}

}  // namespace

bool icon_button(const char* icon, const char* help, ButtonLook look, float size, bool enabled) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  ImGui::BeginDisabled(!enabled);
  const bool pressed = ImGui::InvisibleButton(help, {size, size}, ImGuiButtonFlags_EnableNav);
  ImGui::EndDisabled();
  const Colours use = colours(look, ImGui::IsItemHovered(), enabled);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(from, {from.x + size, from.y + size}, use.frame, spacing::frame_radius);
  const float font_size = std::round(size * (look == ButtonLook::accent ? 0.66F : 0.56F));
  const ImVec2 extent = text_extent(text_font(), font_size, icon);
  // icons fill their em from the top of the line; the offset that aligns them with text is taken back
  draw->AddText(text_font(), font_size,
                {std::round(from.x + (size - extent.x) * 0.5F), std::round(from.y + (size - font_size) * 0.5F - 1.0F)},
                use.icon, icon);
  help_tooltip(help);
  return pressed;
}

}  // namespace tiltscape
