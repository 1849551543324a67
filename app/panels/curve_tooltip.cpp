// A line a run, then lines of theory.
#include "app/panels/curve_tooltip.h"

#include <fmt/format.h>
#include <imgui.h>
#include <implot.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/curve_lines.h"
#include "app/panels/describe_run.h"
#include "app/panels/test_curves.h"
#include "app/theme.h"

namespace tiltscape {

void curve_tooltip(const Laboratory& lab, std::size_t column, const std::string& quantity, const CurveTheory& theory) {
  const double at = ImPlot::GetPlotMousePos().x;
  const WithFont usual(text_font());
  ImGui::BeginTooltip();
  const bool time = quantity == "seconds";
  double place = at;  // by step, that of the records whose values are listed
  if (quantity == "step") {
    place = 0.0;
    for (const RunView& run : lab.runs())
      if (run.visible && !run.trajectory.empty())
        place = std::max(place, axis_value(run.trajectory, row_before(run.trajectory, at, "step"), "step"));
  }
  const auto whole = static_cast<std::uint64_t>(std::max(0.0, place));
  mono(time ? duration(at).c_str() : fmt::format("{} {}", quantity, grouped(whole)).c_str(), palette().muted);
  float labels = 0.0F;
  for (const RunView& run : lab.runs()) labels = std::max(labels, ImGui::CalcTextSize(run.info.label.c_str()).x);
  for (const RunView& run : lab.runs()) {
    if (!run.visible || run.trajectory.empty()) continue;
    const Trajectory& trajectory = run.trajectory;
    const std::size_t here = row_before(trajectory, at, quantity);
    const std::size_t row = trajectory.last_measured(column, here).value_or(0);
    const bool beyond = axis_value(trajectory, trajectory.size() - 1, quantity) < at;
    const bool diverged = run.snapshot.status == Status::diverged;
    const std::size_t test = test_column(trajectory.columns(), column);
    std::string text = beyond ? (diverged ? "diverged" : "not there yet") : readable(trajectory.value(row, column), 5);
    if (const std::uint64_t step = trajectory.step(row); !beyond && row != here)
      text = fmt::format("{} at step {}", text, grouped(step));
    const std::size_t error = error_column(trajectory.columns(), column);
    if (!beyond && error != Columns::npos) text += " ± " + readable(trajectory.value(row, error), 2);
    if (const std::size_t step = step_error_column(trajectory.columns(), column);
        !beyond && step != Columns::npos && std::isfinite(trajectory.value(row, step)))
      text += fmt::format(" (change ± {})", readable(trajectory.value(row, step), 2));
    if (!beyond && test != Columns::npos)
      text += fmt::format("  test {}",
                          readable(trajectory.value(trajectory.last_measured(test, here).value_or(0), test), 5));
    ImGui::PushStyleColor(ImGuiCol_Text, run_style(run.colour).colour.Value);
    ImGui::TextUnformatted(run.info.label.c_str());
    ImGui::PopStyleColor();
    ImGui::SameLine(ImGui::GetStyle().WindowPadding.x + labels + 20.0F);
    mono(text.c_str());
  }
  theory.tooltip(lab, lab.runs().front().info.columns.names[column]);
  ImGui::EndTooltip();
}

}  // namespace tiltscape
