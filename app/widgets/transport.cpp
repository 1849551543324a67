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
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

std::string speed_text(double speed) { return std::isinf(speed) ? "max" : readable(speed, 4) + " steps/s"; }

std::optional<double> speed_choice(const TransportView& view) {
  std::optional<double> chosen;
  ImGui::SetNextItemWidth(132.0F);
  bool open = false;
  {
    const WithFont use(mono_font());
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {10.0F, 9.0F});
    open = ImGui::BeginCombo("##speed", speed_text(view.speed).c_str(),
                             ImGuiComboFlags_NoArrowButton | ImGuiComboFlags_HeightLargest);
    ImGui::PopStyleVar();
    if (open) {
      for (const double speed : view.speeds)
        if (ImGui::Selectable(speed_text(speed).c_str(), speed == view.speed)) chosen = speed;
      ImGui::EndCombo();
    }
  }
  if (!open) help_tooltip("Steps that every run takes a second; max is as fast as this machine goes.");
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
  const double fraction =
      std::clamp(static_cast<double>((ImGui::GetIO().MousePos.x - left) / (right - left)), 0.0, 1.0);
  const std::uint64_t pointed = std::min(static_cast<std::uint64_t>(std::llround(fraction * whole)), view.newest);
  std::optional<std::uint64_t> chosen;
  if (held && ImGui::GetCurrentContext()->ActiveIdSource == ImGuiInputSource_Mouse && pointed != view.step)
    chosen = pointed;
  if (hovered && !held)
    help_tooltip(fmt::format("Step {} here. Drag to look at what was; the runs go on.", grouped(pointed)).c_str());
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

/// Text centred on the buttons' height, in a room of its own.
void line_text(ImFont* font, float size, const char* text, const ImColor& colour, float room = 0.0F) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float width = text_extent(font, size, text).x;
  const float x = std::max(0.0F, room - width);  // aligned to the right
  ImGui::GetWindowDrawList()->AddText(font, size, {from.x + x, from.y + (32.0F - size) * 0.5F - 1.0F}, colour, text);
  ImGui::Dummy({std::max(width, room), 32.0F});
}

float mono_width(const std::string& text) { return std::ceil(text_extent(mono_font(), mono_size, text.c_str()).x); }

/// Says whether the latest step is shown, and goes back to it.
bool live_badge(const TransportView& view, float width) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const Palette& p = palette();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  bool pressed = false;
  if (view.live) {
    ImGui::Dummy({width, 32.0F});
    help_tooltip("The latest step is shown. Drag the bar to look at earlier ones.");
  } else {
    pressed = ImGui::InvisibleButton("##live", {width, 32.0F}, ImGuiButtonFlags_EnableNav);
    draw->AddRectFilled({from.x, from.y + 3.0F}, {from.x + width, from.y + 29.0F},
                        ImGui::IsItemHovered() ? p.hovered : p.frame, spacing::frame_radius);
    help_tooltip("An earlier step is shown. Back to the latest one.");
  }
  const std::string text = view.live ? "live" : std::string("live ") + icon::chevron_right;
  const float extent = text_extent(text_font(), 14.0F, text.c_str()).x;
  draw->AddText(text_font(), 14.0F, {from.x + (width - extent) * 0.5F, from.y + 8.0F}, view.live ? p.muted : p.accent,
                text.c_str());
  return pressed;
}

}  // namespace

TransportActions transport(const TransportView& view) {
  constexpr float gap = 18.0F, live_width = 60.0F;
  const Palette& p = palette();
  TransportActions actions;
  const float end = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
  const char* play = view.live ? "Play (Space)" : "Back to the latest step, and play (Space)";
  const char* pause = view.live ? "Pause (Space)" : "Pause the runs, which go on beyond the step shown (Space)";
  actions.toggle =
      icon_button(view.playing ? icon::pause : icon::play, view.playing ? pause : play, ButtonLook::accent);
  ImGui::SameLine();
  actions.step = icon_button(icon::skip_end, view.live ? "One step (→)" : "The next record (→)");
  ImGui::SameLine();
  actions.restart = icon_button(icon::arrow_counterclockwise,
                                "Restart from step 0 with the settings as they are now (R). Changes recorded on the "
                                "way are dropped; undo brings them back.");
  ImGui::SameLine(0.0F, gap);
  line_text(text_font(), 14.0F, "speed", p.muted);
  ImGui::SameLine();
  actions.speed = speed_choice(view);
  ImGui::SameLine(0.0F, gap);

  const std::string step = "step " + grouped(view.step);
  const float step_width = mono_width("step " + grouped(std::max({view.last, view.newest, view.step})));
  float texts = live_width + gap + step_width;
  for (const TransportFact& fact : view.facts) texts += gap + std::max(mono_width(fact.text), mono_width(fact.widest));
  actions.scrub = scrub(view, std::max(end - ImGui::GetCursorScreenPos().x - texts - gap, 60.0F));
  ImGui::SameLine(0.0F, gap);
  actions.live = live_badge(view, live_width);
  ImGui::SameLine(0.0F, gap);
  line_text(mono_font(), mono_size, step.c_str(), p.text, step_width);
  for (const TransportFact& fact : view.facts) {
    ImGui::SameLine(0.0F, gap);
    line_text(mono_font(), mono_size, fact.text.c_str(), p.muted, mono_width(fact.widest));
    help_tooltip(fact.help);
  }
  return actions;
}

}  // namespace tiltscape
