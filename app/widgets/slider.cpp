// The slider's mapping, its mouse and keyboard, and how it is drawn.
#include "app/widgets/slider.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "app/fonts.h"
#include "app/format.h"
#include "app/theme.h"
#include "app/widgets/number_entry.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

/// The lower end of a logarithmic range; six decades when the range begins at 0.
double log_low(const SliderSpec& spec) { return spec.slider_low > 0.0 ? spec.slider_low : spec.slider_high * 1e-6; }

/// What the mouse does on the bar: a press becomes a drag when it moves, and a click when it is let go and no second
/// one follows, so that a double click changes nothing.
class Press {
 public:
  explicit Press(ImGuiID id) : position_(id ^ 0x51ED270BU), state_(id ^ 0x2545F491U), time_(id ^ 0x7F4A7C15U) {}
  enum State { none, pressed, dragged, clicked };

  State state() const { return static_cast<State>(storage_->GetInt(state_)); }
  void become(State state) const { storage_->SetInt(state_, state); }
  /// In the bar; may run past its ends.
  float position() const { return storage_->GetFloat(position_); }
  void move_to(float position) const { storage_->SetFloat(position_, position); }
  void click() const {
    become(clicked);
    storage_->SetFloat(time_, static_cast<float>(ImGui::GetTime()));
  }
  bool is_single() const {
    return static_cast<float>(ImGui::GetTime()) - storage_->GetFloat(time_) > ImGui::GetIO().MouseDoubleClickTime;
  }

 private:
  ImGuiID position_, state_, time_;
  ImGuiStorage* storage_ = ImGui::GetStateStorage();
};

void draw(const SliderSpec& spec, ImVec2 from, ImVec2 to, double value, bool whole, bool lit) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& p = palette();
  list->AddRectFilled(from, to, lit ? p.hovered : p.frame, spacing::frame_radius);
  const WithFont use(mono_font());
  const float y = from.y + (to.y - from.y - ImGui::GetFontSize()) * 0.5F;
  if (spec.display != nullptr) {
    list->PushClipRect(from, to, true);
    list->AddText({from.x + 10.0F, y}, p.text, spec.display);
    list->PopClipRect();
    return;
  }
  const float fraction = static_cast<float>(slider_fraction(spec, value));
  const float x = std::round(from.x + 3.0F + fraction * (to.x - from.x - 6.0F));
  if (x > from.x + spacing::frame_radius) {
    list->AddRectFilled(from, {x, to.y}, mix(lit ? p.hovered : p.frame, p.accent, 0.28F), spacing::frame_radius,
                        ImDrawFlags_RoundCornersLeft);
  }
  list->AddRectFilled({x - 1.5F, from.y + 4.0F}, {x + 1.5F, to.y - 4.0F}, p.accent, 1.5F);
  const std::string text = value == 0.0 && *spec.zero != '\0' ? spec.zero : readable(value, whole ? 15 : 4);
  const float width = ImGui::CalcTextSize(text.c_str()).x;
  list->AddText({from.x + slider_text_place(x - from.x, width, to.x - from.x), y}, p.text, text.c_str());
}

/// Right click: reset, type, and the help.
std::optional<double> context_menu(const SliderSpec& spec, bool& type) {
  std::optional<double> reset;
  if (ImGui::BeginPopupContextItem()) {
    if (ImGui::MenuItem(("Reset to " + readable(spec.fallback, 6)).c_str())) {
      reset = spec.fallback;
    }
    type = ImGui::MenuItem("Type a value", "double click");
    if (*spec.help != '\0') {
      ImGui::Separator();
      ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + 300.0F);
      muted(spec.help);
      ImGui::PopTextWrapPos();
    }
    ImGui::EndPopup();
  }
  return reset;
}

Edit take(double& value, double taken, bool ended) {
  const bool changed = taken != value;
  value = taken;
  return {changed, ended};
}

/// The held mouse: a drag begins under the mouse, or with Shift at the value, and goes on by how far the mouse moves, a
/// tenth as fast with Shift.
Edit drag(const SliderSpec& spec, const Press& press, float left, float width, double& value) {
  const ImGuiIO& io = ImGui::GetIO();
  if (press.state() == Press::dragged) {
    if (io.MouseDelta.x == 0.0F) return {};
    press.move_to(press.position() + io.MouseDelta.x / width * (io.KeyShift ? 0.1F : 1.0F));
  } else {
    if (!ImGui::IsMouseDragging(ImGuiMouseButton_Left, 3.0F)) return {};
    press.become(Press::dragged);
    press.move_to(io.KeyShift ? static_cast<float>(slider_fraction(spec, value)) : (io.MousePos.x - left) / width);
  }
  return take(value, slider_value(spec, press.position(), io.KeyShift ? 4 : 3), false);
}

/// After the mouse was let go.
Edit release(const SliderSpec& spec, const Press& press, double& value, bool was_held) {
  if (was_held && press.state() == Press::pressed) press.click();
  if (press.state() == Press::clicked) {
    if (!press.is_single()) return {.waits = true};
    press.become(Press::none);
    return take(value, slider_value(spec, press.position()), true);
  }
  return {.ended = was_held};
}

Edit edit(const SliderSpec& spec, double& value, bool whole) {
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  const RowPlace place = next_row();
  const ImGuiID id = window->GetID(spec.name);
  const ImVec2 from = place.control;
  const ImVec2 to(from.x + place.control_size.x, from.y + place.control_size.y);
  const ImRect row({place.label.x, from.y}, to);
  ImGui::ItemSize(row.GetSize());
  if (!ImGui::ItemAdd(row, id, nullptr, ImGuiItemFlags_Inputable)) {
    return {};
  }
  row_label(place, spec.name, spec.symbol);
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  bool hovered = false;
  bool held = false;
  Edit result;
  bool type = g.NavActivateId == id && (g.NavActivateFlags & ImGuiActivateFlags_PreferInput) != 0;
  if (!is_typing(id) && !type) {
    const bool was_held = g.ActiveId == id;
    ImGui::ButtonBehavior(ImRect(from, to), id, &hovered, &held, ImGuiButtonFlags_PressedOnClick);
    const bool by_mouse = held && g.ActiveIdSource == ImGuiInputSource_Mouse;
    const Press press(id);
    const float left = from.x + 3.0F, width = place.control_size.x - 6.0F;
    if (by_mouse && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
      type = g.IO.KeyCtrl || ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
      press.become(type || spec.display != nullptr ? Press::none : Press::pressed);
      press.move_to((g.IO.MousePos.x - left) / width);
    } else if (by_mouse && press.state() != Press::none) {
      result = drag(spec, press, left, width, value);
    } else if (!held) {
      result = release(spec, press, value, was_held);
    }
  }
  if (whole) {
    value = std::round(value);
  }
  draw(spec, from, to, value, whole, hovered || held);
  ImGui::RenderNavCursor(ImRect(from, to), id);
  if (const auto reset = context_menu(spec, type)) {
    result = take(value, *reset, true);
  }
  if (!is_typing(id)) help_tooltip(spec.help);
  const auto objection = [&spec](double typed) {
    if (spec.infinity_allowed && typed == std::numeric_limits<double>::infinity()) return std::string();
    if (spec.high_excluded && typed >= spec.high) return fmt::format("It must be less than {}.", readable(spec.high));
    if (typed > spec.high) return fmt::format("At most {}.", readable(spec.high));
    if (spec.low_excluded && typed <= spec.low) return fmt::format("It must be more than {}.", readable(spec.low));
    return typed < spec.low ? fmt::format("At least {}.", readable(spec.low)) : std::string();
  };
  if (const auto typed = number_entry(spec.name, id, from, to, value, type, objection)) {
    const bool infinite = spec.infinity_allowed && *typed == std::numeric_limits<double>::infinity();
    const double legal = infinite ? *typed : std::clamp(*typed, spec.low, spec.high);
    const bool excluded = (spec.low_excluded && legal <= spec.low) || (spec.high_excluded && legal == spec.high);
    if (infinite || (std::isfinite(legal) && !excluded)) {
      result = take(value, whole ? std::round(legal) : legal, true);
    }
  }
  return result;
}

}  // namespace

float slider_text_place(float handle, float text_width, float frame_width) {
  constexpr float usual = 10.0F, clearance = 6.0F;
  if (handle < usual - clearance || handle > usual + text_width + clearance) return usual;
  const float after = handle + clearance;
  const float before = handle - clearance - text_width;
  if (after + text_width <= frame_width - clearance) return after;
  return std::max(before, 2.0F);
}

double slider_fraction(const SliderSpec& spec, double value) {
  const double fraction =
      spec.logarithmic
          ? value <= log_low(spec) ? 0.0 : std::log(value / log_low(spec)) / std::log(spec.slider_high / log_low(spec))
          : (value - spec.slider_low) / (spec.slider_high - spec.slider_low);
  return std::clamp(fraction, 0.0, 1.0);
}

double slider_value(const SliderSpec& spec, double fraction, int digits) {
  if (fraction <= 0.0) {
    return spec.slider_low;
  }
  if (fraction >= 1.0) {
    return spec.slider_high;
  }
  const double range = spec.slider_high - spec.slider_low;
  if (spec.logarithmic) {
    return rounded(log_low(spec) * std::pow(spec.slider_high / log_low(spec), fraction), digits);
  }
  // a linear range in steps of its own size, not of the value's
  const double step = std::pow(10.0, std::floor(std::log10(range)) + 1.0 - digits);
  const double steps = std::round((spec.slider_low + range * fraction) / step);
  return step < 1.0 ? steps / std::round(1.0 / step) : steps * step;
}

Edit slider(const SliderSpec& spec, double& value) { return edit(spec, value, false); }

Edit slider(const SliderSpec& spec, std::int64_t& value) {
  auto real = static_cast<double>(value);
  Edit result = edit(spec, real, true);
  const auto whole = static_cast<std::int64_t>(std::llround(real));
  result.changed = whole != value;
  value = whole;
  return result;
}

}  // namespace tiltscape
