// What is said above a column's curves, as far as there is room, and in full under the mouse.
#include "app/panels/curve_title.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "app/fonts.h"
#include "app/panels/curve_lines.h"
#include "app/panels/describe_run.h"
#include "app/panels/test_curves.h"
#include "app/widgets/row.h"
#include "core/measure.h"

namespace tiltscape {

void curve_title(const Laboratory& lab, std::size_t column, bool log_y, const std::string& lines, bool some_faint) {
  const Columns& columns = lab.runs().front().info.columns;
  const std::string& name = columns.names[column];
  ImGui::BeginGroup();
  muted(column_title(name).c_str());
  std::string help = column_help(name);
  if (error_column(columns, column) != Columns::npos) {
    ImGui::SameLine();
    const char* full = "± 1 standard error; dark: of its changes";
    const bool fits = ImGui::CalcTextSize(full).x < ImGui::GetContentRegionAvail().x;
    muted(fits && lines.empty() ? full : "± 1 standard error");
    help +=
        " The wide band is one standard error of the value to either side; the narrow, darker one is that of its "
        "change since the measurement before, which is smaller, as a run keeps its probes.";
  }
  if (test_column(columns, column) != Columns::npos) {
    ImGui::SameLine();
    muted("dashed: test");
    help += " Dashed: the same over the held-out examples.";
  }
  if (log_y && falls_below_shown(lab.runs(), column)) {
    ImGui::SameLine();
    muted("1e−16 and less at the bottom");
  }
  const char* faint = "faint: no minimum there yet";
  if (some_faint && ImGui::CalcTextSize(faint).x < ImGui::GetContentRegionMax().x - ImGui::GetItemRectMax().x) {
    ImGui::SameLine();
    muted(faint);
  }
  if (!lines.empty()) {
    ImGui::SameLine();
    if (ImGui::CalcTextSize(lines.c_str()).x < ImGui::GetContentRegionAvail().x) muted(lines.c_str());
    help += fmt::format(" Lines of theory, {}: hover them.", lines);
  }
  if (column > 0 && find_measure(name).curvature)
    help += " Faint where the gradient is not small, ‖∇f‖ > ½ρ|tr H| at the run's own ρ: no minimum is there yet.";
  if (std::ranges::any_of(lab.runs(), [](const RunView& run) { return !run.changes.empty(); }))
    help += " Hollow diamonds: settings of the run were changed there.";
  if (log_y) help += " Logarithmic; 0 and what is below 1e−16 is drawn there.";
  ImGui::EndGroup();
  help_tooltip(help.c_str());
}

}  // namespace tiltscape
