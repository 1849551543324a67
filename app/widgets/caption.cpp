// Wrapping and shortening captions.
#include "app/widgets/caption.h"

#include <imgui.h>

#include "app/fonts.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

constexpr const char* ellipsis = "…";

/// The longest beginning, in whole words, that leaves room for the ellipsis.
std::string shortened(std::string line, float width) {
  while (!line.empty() && (line.back() == ' ' || ImGui::CalcTextSize((line + ellipsis).c_str()).x > width))
    line.resize(line.back() == ' ' ? line.size() - 1 : line.find_last_of(' ') + 1);  // npos + 1 is 0
  return line + ellipsis;
}

}  // namespace

std::vector<std::string> wrapped(const std::string& text, float width, std::size_t most) {
  std::vector<std::string> lines;
  const char* from = text.data();
  const char* const end = from + text.size();
  while (from < end && lines.size() < most) {
    const char* to = ImGui::GetFont()->CalcWordWrapPosition(ImGui::GetFontSize(), from, end, width);
    lines.emplace_back(from, to);
    from = to;
    while (from < end && *from == ' ') ++from;
  }
  if (from < end && !lines.empty()) lines.back() = shortened(lines.back(), width);
  return lines;
}

void caption(const std::string& text, std::size_t most_lines) {
  if (text.empty()) return;
  {
    const WithFont small(text_font(), small_size);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, 1.0F});
    ImGui::BeginGroup();
    for (const std::string& line : wrapped(text, ImGui::GetContentRegionAvail().x, most_lines)) muted(line.c_str());
    ImGui::PopStyleVar();  // the usual space comes after the group
    ImGui::EndGroup();
  }
  help_tooltip(text.c_str());
}

}  // namespace tiltscape
