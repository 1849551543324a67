// The tilt bar: drawing, mouse and keyboard.
#include "app/widgets/tilt_bar.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "app/fonts.h"
#include "app/format.h"
#include "app/widgets/number_entry.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

constexpr float label_width = 62.0F;
constexpr float field_width = 96.0F;
constexpr float bar_middle = 15.0F;  ///< from the top
constexpr double infinite = std::numeric_limits<double>::infinity();

struct Bar {
  float left;
  float right;
  float y;
  float at(double fraction) const { return left + static_cast<float>(fraction) * (right - left); }
};

void draw_gradient(const Bar& bar) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const Palette& p = palette();
  constexpr float half = 4.0F;
  const float end = bar.at(tilt_to_fraction(1e4)) + 2.0F;
  const float middle = 0.5F * (bar.left + end);
  const std::array<ImColor, 3> stops{p.tilt[0], p.tilt[1], mix(p.tilt[1], p.tilt[2], 0.92F)};
  // round caps by a disc under each end, and two gradients between
  draw->AddCircleFilled({bar.left, bar.y}, half, stops[0]);
  draw->AddCircleFilled({end, bar.y}, half, stops[2]);
  draw->AddRectFilledMultiColor({bar.left, bar.y - half}, {middle, bar.y + half}, stops[0], stops[1], stops[1],
                                stops[0]);
  draw->AddRectFilledMultiColor({middle, bar.y - half}, {end, bar.y + half}, stops[1], stops[2], stops[2], stops[1]);
  draw->AddRectFilled({bar.at(0.972), bar.y - half}, {bar.right + half, bar.y + half}, p.tilt[2], half);
}

/// A text centred under the bar, unless it would touch what is already there.
struct Labels {
  float y;
  std::array<std::array<float, 2>, 16> taken{};
  std::size_t count = 0;

  void add(ImFont* font, float x, const char* text, const ImColor& colour, float clearance = 10.0F) {
    const float width = text_extent(font, small_size, text).x;
    const float from = std::round(x - width * 0.5F);
    const auto touches = [&](const std::array<float, 2>& other) {
      return from < other[1] + clearance && from + width > other[0] - clearance;
    };
    if (count == taken.size() ||
        std::any_of(taken.begin(), taken.begin() + static_cast<std::ptrdiff_t>(count), touches)) {
      return;
    }
    taken.at(count++) = {from, from + width};
    ImGui::GetWindowDrawList()->AddText(font, small_size, {from, y}, colour, text);
  }
};

void draw_labels(const Bar& bar) {
  const Palette& p = palette();
  Labels labels{bar.y + 13.0F};
  const auto half_width = [](const char* text) { return text_extent(text_font(), small_size, text).x * 0.5F; };
  labels.add(mono_font(), bar.left, "0", p.text);
  labels.add(mono_font(), bar.at(1.0), "∞", p.text);
  labels.add(text_font(), bar.left + 18.0F + half_width("mean"), "mean", p.muted);
  labels.add(text_font(), bar.right - 18.0F - half_width("worst case"), "worst case", p.muted);
  for (const auto& [t, text] :
       {std::pair{1.0, "1"}, {10.0, "10"}, {100.0, "100"}, {0.1, "0.1"}, {1e3, "1000"}, {1e4, "10⁴"}}) {
    labels.add(mono_font(), bar.at(tilt_to_fraction(t)), text, p.muted);
  }
  labels.add(text_font(), bar.at(tilt_to_fraction(std::sqrt(10.0))), "every direction", p.muted, 48.0F);
}

void draw_handle(const Bar& bar, double t, const ImColor& dot, bool lit, bool focused) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const Palette& p = palette();
  const ImVec2 middle(bar.at(tilt_to_fraction(t)), bar.y);
  const float radius = lit ? 12.0F : 11.0F;
  draw->AddCircleFilled({middle.x, middle.y + 1.0F}, radius + 2.0F, ImColor(0.0F, 0.0F, 0.0F, 0.22F));
  draw->AddCircleFilled(middle, radius, ImColor(255, 255, 255));
  draw->AddCircle(middle, radius, with_alpha(p.text, 0.25F), 0, 1.0F);
  if (focused) draw->AddCircle(middle, radius + 2.0F, p.accent, 0, 2.0F);  // a box around the bar would cut its labels
  draw->AddCircleFilled(middle, 5.5F, dot);
}

/// Whether keys go to the bar: after a click on it, or when keyboard navigation shows it. ImGui also gives the focus to
/// a window's first item on its own, which must not take the arrows away from the runs; nor must the focus that a
/// closing menu gives back when it has opened another scene.
bool takes_keys(ImGuiID id, bool clicked, std::uint64_t scene) {
  ImGuiStorage* storage = ImGui::GetStateStorage();
  const ImGuiID had = id ^ 0x3C6EF372U;
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  const bool focused = ImGui::IsItemFocused();
  const int now = 1 + static_cast<int>(scene);
  const bool by_click = focused && (clicked || storage->GetInt(id) == now);
  storage->SetInt(id, by_click ? now : 0);
  const int before = storage->GetInt(had);  // the scene in which it had the keys last
  const bool by_keyboard = focused && g.NavCursorVisible && (before == 0 || before == now);
  if (by_click || by_keyboard)
    storage->SetInt(had, now);
  else if (!focused && g.NavWindow == ImGui::GetCurrentWindow())  // from its neighbours it can be reached again
    storage->SetInt(had, 0);
  return by_click || by_keyboard;
}

/// Arrow keys, Home and End while the bar has the focus.
double by_keyboard(ImGuiID id, double t) {
  const auto pressed = [id](ImGuiKey key) {
    ImGui::SetKeyOwner(key, id);
    return ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, id);
  };
  const double step = ImGui::GetIO().KeyShift ? 0.001 : 0.01;
  const double forward = (pressed(ImGuiKey_RightArrow) ? step : 0.0) - (pressed(ImGuiKey_LeftArrow) ? step : 0.0);
  if (pressed(ImGuiKey_Home)) {
    return 0.0;
  }
  if (pressed(ImGuiKey_End)) {
    return infinite;
  }
  if (forward == 0.0) {
    return t;
  }
  if (t == 0.0 && forward > 0.0) {
    return 0.001;
  }
  if (t >= 1e4) {
    return forward > 0.0 ? infinite : std::isinf(t) ? 1e4 : fraction_to_tilt(tilt_to_fraction(t) + forward, 4);
  }
  return fraction_to_tilt(tilt_to_fraction(t) + forward, 4);
}

/// The bar itself: what the mouse and the keys make of t.
Edit bar_item(const Bar& bar, double& t, const TiltBarSpec& spec) {
  const ImRect area({bar.left - 14.0F, bar.y - 15.0F}, {bar.right + 14.0F, bar.y + 13.0F});
  const ImGuiID id = ImGui::GetID("##tilt bar");
  if (!ImGui::ItemAdd(area, id)) {
    return {};
  }
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  const bool was_held = g.ActiveId == id;
  bool hovered = false;
  bool held = false;
  ImGui::ButtonBehavior(area, id, &hovered, &held, ImGuiButtonFlags_PressedOnClick);
  const bool by_mouse = held && g.ActiveIdSource == ImGuiInputSource_Mouse;
  double next = t;
  bool ended = was_held && !held;
  if (by_mouse && (g.IO.MouseDelta.x != 0.0F || !was_held)) {
    next = fraction_to_tilt((g.IO.MousePos.x - bar.left) / (bar.right - bar.left));
  }
  const bool focused = takes_keys(id, by_mouse, spec.scene);
  if (focused && !held) {
    next = by_keyboard(id, t);
    ended = ended || next != t;
  }
  const Edit result{next != t, ended};
  t = next;
  draw_gradient(bar);
  draw_handle(bar, t, spec.handle, hovered || held, focused);
  if (hovered && !held)
    help_tooltip(fmt::format("t = {} here. {}",
                             readable(fraction_to_tilt((g.IO.MousePos.x - bar.left) / (bar.right - bar.left))),
                             spec.help)
                     .c_str());
  return result;
}

Edit field(ImVec2 from, double& t) {
  const ImVec2 to(from.x + field_width, from.y + spacing::row_height);
  const char* label = "##tilt field";
  const ImGuiID id = ImGui::GetID(label);
  if (!ImGui::ItemAdd(ImRect(from, to), id, nullptr, ImGuiItemFlags_Inputable)) {
    return {};
  }
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  bool hovered = false;
  bool held = false;
  bool type = g.NavActivateId == id && (g.NavActivateFlags & ImGuiActivateFlags_PreferInput) != 0;
  if (!is_typing(id) && !type) {
    type = ImGui::ButtonBehavior(ImRect(from, to), id, &hovered, &held, ImGuiButtonFlags_PressedOnClick);
    const Palette& p = palette();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(from, to, hovered ? p.hovered : p.frame, spacing::frame_radius);
    const std::string text = readable(t, 4);
    draw->AddText(mono_font(), mono_size, {from.x + 10.0F, from.y + 8.0F}, p.text, text.c_str());
    ImGui::RenderNavCursor(ImRect(from, to), id);
    help_tooltip("The tilt: 0 is the mean, inf the worst case");
  }
  const auto typed = number_entry(label, id, from, to, t, type);
  if (!typed || *typed < 0.0) {
    return {};
  }
  const double next = std::isinf(*typed) ? *typed : std::min(*typed, 1e4);
  const Edit result{next != t, true};
  t = next;
  return result;
}

}  // namespace

Edit tilt_bar(double& t, const TiltBarSpec& spec) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::ItemSize({width, tilt_bar_height});
  const Palette& p = palette();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddText(heading_font(), text_size, {from.x, from.y + 6.0F}, p.text, "Tilt t");
  const Bar bar{from.x + label_width + 14.0F, from.x + width - field_width - 30.0F, from.y + bar_middle};
  draw_labels(bar);
  Edit result = bar_item(bar, t, spec);
  const Edit typed = field({from.x + width - field_width, from.y}, t);
  if (*spec.note != '\0') {
    draw->AddText(text_font(), small_size, {from.x + width - field_width, from.y + 33.0F}, p.muted, spec.note);
  }
  return {result.changed || typed.changed, result.ended || typed.ended};
}

}  // namespace tiltscape
