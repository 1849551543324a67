// Text fields over ImGui's, with the text in a string that grows.
#include "app/widgets/text_entry.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/theme.h"

namespace tiltscape {
namespace {

struct Typed {
  std::string* text;
  std::size_t most;
};

int on_event(ImGuiInputTextCallbackData* data) {
  const auto& typed = *static_cast<Typed*>(data->UserData);
  if (data->EventFlag == ImGuiInputTextFlags_CallbackCharFilter) {
    if (data->EventChar == '\n' || data->EventChar == '\r' || data->EventChar == '\t') data->EventChar = ' ';
    return typed.text->size() >= typed.most ? 1 : 0;
  }
  typed.text->resize(std::min(static_cast<std::size_t>(data->BufTextLen), typed.most));
  data->Buf = typed.text->data();
  data->BufTextLen = static_cast<int>(typed.text->size());
  return 0;
}

float height_of(const std::string& text, float width, float padding) {
  const float line = ImGui::GetFontSize();
  const float wrapped = ImGui::CalcTextSize(text.c_str(), nullptr, false, width - 2.0F * padding - line).y;
  return std::clamp(std::round(wrapped / line), 2.0F, 9.0F) * line + 2.0F * padding;
}

}  // namespace

Edit text_entry(const TextEntry& entry, std::string& text) {
  const WithFont use(mono_font(), mono_size);
  const float width = ImGui::GetContentRegionAvail().x - entry.beside;
  constexpr float padding = 7.0F;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {10.0F, padding});
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, entry.wrong ? 1.5F : 0.0F);
  ImGui::PushStyleColor(ImGuiCol_Border, palette().bad.Value);
  constexpr ImGuiInputTextFlags flags = ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_CallbackCharFilter;
  Typed typed{&text, entry.most};
  Edit edit;
  if (entry.wraps) {
    edit.changed = ImGui::InputTextMultiline(
        entry.id, text.data(), text.capacity() + 1, {width, height_of(text, width, padding)},
        flags | ImGuiInputTextFlags_CtrlEnterForNewLine | ImGuiInputTextFlags_WordWrap, on_event, &typed);
  } else {
    ImGui::SetNextItemWidth(width);
    edit.changed = ImGui::InputText(entry.id, text.data(), text.capacity() + 1, flags, on_event, &typed);
  }
  edit.ended = ImGui::IsItemDeactivated();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
  return edit;
}

}  // namespace tiltscape
