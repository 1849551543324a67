// Lines of small muted text.
#include "app/views/note.h"

#include <algorithm>

#include "app/fonts.h"
#include "app/theme.h"
#include "app/widgets/caption.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

constexpr std::size_t most_lines = 2;
constexpr float line_height = 17.0F, gap_above = 3.0F;

std::vector<std::string> lines_of(const std::string& note, float width) {
  const WithFont small(text_font(), small_size);
  return wrapped(note, width, most_lines);
}

}  // namespace

std::string joined_note(const std::string& first, const std::string& second) {
  if (first.empty() || second.empty()) return first + second;
  constexpr std::size_t least = 4;  // characters that are no coincidence
  for (std::size_t length = std::min(first.size(), second.size()); length >= least; --length)
    if (first.ends_with(second.substr(0, length))) return first + second.substr(length);
  return first + " · " + second;
}

float note_height(const std::string& note, float width) {
  const std::size_t lines = lines_of(note, width).size();
  return lines == 0 ? 0.0F : gap_above + line_height * static_cast<float>(lines);
}

void draw_note(ImDrawList& list, const std::string& note, ImVec2 at, float width) {
  const std::vector<std::string> lines = lines_of(note, width);
  if (lines.empty()) return;
  float y = at.y + gap_above;
  for (const std::string& line : lines) {
    list.AddText(text_font(), small_size, {at.x, y}, palette().muted, line.c_str());
    y += line_height;
  }
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, y - at.y});
  if (lines.back().ends_with("…")) help_tooltip(note.c_str());
}

}  // namespace tiltscape
