// Typing numbers over ImGui's temporary text input.
#include "app/widgets/number_entry.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "app/fonts.h"
#include "app/format.h"
#include "app/theme.h"

namespace tiltscape {
namespace {

/// The number typed so far, kept in the window's storage: ImGui forgets the text in the frame the focus leaves.
struct Pending {
  explicit Pending(ImGuiID id) : low(id ^ 0x9E3779B9U), high(id ^ 0x85EBCA6BU), state(id ^ 0xC2B2AE35U) {}

  bool active() const { return storage->GetBool(state); }
  void stop() const { storage->SetBool(state, false); }
  void set(double value) const {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    storage->SetInt(low, static_cast<int>(bits & 0xFFFFFFFFU));
    storage->SetInt(high, static_cast<int>(bits >> 32U));
    storage->SetBool(state, true);
  }
  double get() const {
    const auto part = [this](ImGuiID key) { return std::uint64_t{static_cast<std::uint32_t>(storage->GetInt(key))}; };
    return std::bit_cast<double>(part(high) << 32U | part(low));
  }

  ImGuiID low;
  ImGuiID high;
  ImGuiID state;
  ImGuiStorage* storage = ImGui::GetStateStorage();
};

/// Below the field.
void object(ImVec2 from, ImVec2 to, const std::string& text) {
  ImGui::GetWindowDrawList()->AddRect(from, to, palette().bad, spacing::frame_radius);
  ImGui::SetNextWindowPos({from.x, to.y + 4.0F});
  const WithFont usual(text_font());
  if (!ImGui::BeginTooltip()) return;
  ImGui::TextUnformatted(text.c_str());
  ImGui::EndTooltip();
}

std::string as_typed(double value) { return std::isinf(value) ? "inf" : fmt::format("{:.10g}", value); }

}  // namespace

bool is_typing(ImGuiID id) { return ImGui::TempInputIsActive(id); }

std::optional<double> number_entry(const char* label, ImGuiID id, ImVec2 from, ImVec2 to, double value, bool start,
                                   const std::function<std::string(double)>& objection) {
  const Pending pending(id);
  const bool escaped = pending.active() && ImGui::IsKeyPressed(ImGuiKey_Escape);
  if (start || is_typing(id)) {
    if (start) {
      pending.set(value);
    }
    std::array<char, 64> buffer{};
    std::strncpy(buffer.data(), as_typed(value).c_str(), buffer.size() - 1);
    const WithFont use(mono_font());
    const float padding = (to.y - from.y - ImGui::GetFontSize()) * 0.5F;
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {10.0F, padding});
    ImVec2& cursor = ImGui::GetCurrentWindow()->DC.CursorPos;
    const ImVec2 before = cursor;
    ImGui::TempInputText(ImRect(from, to), id, label, buffer.data(), static_cast<int>(buffer.size()),
                         ImGuiInputTextFlags_AutoSelectAll);
    cursor = before;
    ImGui::PopStyleVar();
    const std::optional<double> typed = parse_number(buffer.data());
    pending.set(typed.value_or(value));
    const std::string text = !typed      ? fmt::format("Not a number: it stays {}.", readable(value))
                             : objection ? objection(*typed)
                                         : std::string();
    if (!text.empty()) object(from, to, text);
  }
  if (!pending.active() || is_typing(id)) {
    return std::nullopt;
  }
  pending.stop();
  return escaped || pending.get() == value ? std::nullopt : std::optional(pending.get());
}

}  // namespace tiltscape
