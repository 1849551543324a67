// The transport row.
#include "app/widgets/transport.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/fonts.h"
#include "app/format.h"
#include "app/icons.h"
#include "app/theme.h"
#include "app/widgets/icon_button.h"

namespace tiltscape {
namespace {

std::string speed_text(double speed) { return std::isinf(speed) ? "max" : "×" + readable(speed, 4); }

std::optional<double> speed_choice(const TransportView& view) {
  std::optional<double> chosen;
  ImGui::SetNextItemWidth(66.0F);
  const WithFont use(mono_font());
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {10.0F, 9.0F});
  const bool open = ImGui::BeginCombo("##speed", speed_text(view.speed).c_str(),
                                      ImGuiComboFlags_NoArrowButton | ImGuiComboFlags_HeightLargest);
  ImGui::PopStyleVar();
  if (open) {
    for (const double speed : view.speeds) {
      if (ImGui::Selectable(speed_text(speed).c_str(), speed == view.speed)) {
        chosen = speed;
      }
    }
    ImGui::EndCombo();
  }
  return chosen;
}

/// The bar: everything up to `last`, what is computed lighter, what is shown in the accent.
std::optional<std::uint64_t> scrub(const TransportView& view, float width) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const ImRect area(from, {from.x + width, from.y + 32.0F});
  const ImGuiID id = ImGui::GetID("##scrub");
  ImGui::ItemSize(area.GetSize());
  if (!ImGui::ItemAdd(area, id)) {
    return {};
  }
  bool hovered = false;
  bool held = false;
  ImGui::ButtonBehavior(area, id, &hovered, &held, ImGuiButtonFlags_PressedOnClick);
  const float left = from.x + 8.0F;
  const float right = from.x + width - 8.0F;
  const auto whole = static_cast<double>(std::max<std::uint64_t>({view.last, view.newest, 1}));
  const auto place = [&](std::uint64_t step) {
    return left + static_cast<float>(static_cast<double>(step) / whole) * (right - left);
  };
  std::optional<std::uint64_t> chosen;
  const ImGuiIO& io = ImGui::GetIO();
  if (held && ImGui::GetCurrentContext()->ActiveIdSource == ImGuiInputSource_Mouse) {
    const double fraction = std::clamp(static_cast<double>((io.MousePos.x - left) / (right - left)), 0.0, 1.0);
    const std::uint64_t step = std::min(static_cast<std::uint64_t>(std::llround(fraction * whole)), view.newest);
    chosen = step != view.step ? std::optional(step) : std::nullopt;
  }
  const Palette& p = palette();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float y = from.y + 16.0F;
  const float x = place(std::min(view.step, view.newest));
  draw->AddRectFilled({left, y - 2.0F}, {right, y + 2.0F}, p.frame, 2.0F);
  draw->AddRectFilled({left, y - 2.0F}, {place(view.newest), y + 2.0F}, mix(p.frame, p.muted, 0.5F), 2.0F);
  draw->AddRectFilled({left, y - 2.0F}, {x, y + 2.0F}, p.accent, 2.0F);
  draw->AddCircleFilled({x, y}, hovered || held ? 8.0F : 7.0F, p.text);
  ImGui::RenderNavCursor(area, id);
  return chosen;
}

/// Text centred on the buttons' height.
void line_text(ImFont* font, float size, const char* text, const ImColor& colour) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const ImVec2 extent = text_extent(font, size, text);
  ImGui::GetWindowDrawList()->AddText(font, size, {from.x, from.y + (32.0F - size) * 0.5F - 1.0F}, colour, text);
  ImGui::Dummy({extent.x, 32.0F});
}

}  // namespace

TransportActions transport(const TransportView& view) {
  const Palette& p = palette();
  TransportActions actions;
  const float end = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
  actions.toggle = icon_button(view.playing ? icon::pause : icon::play, view.playing ? "Pause (Space)" : "Play (Space)",
                               ButtonLook::accent, 32.0F, view.can_play || view.playing);
  ImGui::SameLine();
  actions.step = icon_button(icon::skip_end, "One step (→)", ButtonLook::framed, 32.0F, view.can_play);
  ImGui::SameLine();
  actions.restart = icon_button(icon::arrow_counterclockwise, "Restart (R)");
  ImGui::SameLine(0.0F, 18.0F);
  line_text(text_font(), 14.0F, "speed", p.muted);
  ImGui::SameLine();
  actions.speed = speed_choice(view);
  ImGui::SameLine(0.0F, 18.0F);

  const std::string step = "step " + grouped(view.step);
  const std::string widest = "step " + grouped(std::max({view.last, view.newest, view.step}));
  const float step_width = std::ceil(text_extent(mono_font(), mono_size, widest.c_str()).x);
  const float details_width = std::ceil(text_extent(mono_font(), mono_size, view.details).x);
  const float texts = step_width + (details_width > 0.0F ? details_width + 28.0F : 0.0F);
  const float width = std::max(end - ImGui::GetCursorScreenPos().x - texts - 18.0F, 60.0F);
  actions.scrub = scrub(view, width);
  ImGui::SameLine(0.0F, 18.0F);
  line_text(mono_font(), mono_size, step.c_str(), p.text);
  const ImVec2 line = ImGui::GetItemRectMin();
  ImGui::GetWindowDrawList()->AddText(mono_font(), mono_size, {end - details_width, line.y + 8.0F}, p.muted,
                                      view.details);
  return actions;
}

}  // namespace tiltscape
