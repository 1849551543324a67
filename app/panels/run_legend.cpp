// Names in a row, and on in the next where they do not fit.
#include "app/panels/run_legend.h"

#include <imgui.h>

#include "app/theme.h"

namespace tiltscape {

void run_legend(const Laboratory& lab) {
  constexpr float gap = 16.0F;
  const float end = ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x;
  float x = ImGui::GetCursorPosX();
  bool first = true;
  for (const RunView& run : lab.runs()) {
    if (!run.visible) continue;
    const float width = ImGui::CalcTextSize(run.info.label.c_str()).x;
    if (!first && x + gap + width <= end) {
      ImGui::SameLine(0.0F, gap);
      x += gap + width;
    } else {
      x = ImGui::GetCursorPosX() + width;
    }
    ImGui::PushStyleColor(ImGuiCol_Text, run_style(run.colour).colour.Value);
    ImGui::TextUnformatted(run.info.label.c_str());
    ImGui::PopStyleColor();
    first = false;
  }
}

}  // namespace tiltscape
