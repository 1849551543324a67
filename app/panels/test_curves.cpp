// Broken lines of the held-out examples.
#include "app/panels/test_curves.h"

#include <imgui.h>
#include <implot.h>

#include "app/theme.h"
#include "core/measure.h"

namespace tiltscape {

bool shares_plot(const Columns& columns, std::size_t column) {
  if (column == 0 || column >= columns.names.size()) return false;
  const std::string& beside = find_measure(columns.names[column]).beside;
  return !beside.empty() && columns.find(beside) != Columns::npos;
}

std::size_t test_column(const Columns& columns, std::size_t column) {
  for (const MeasureEntry& entry : measures())
    if (entry.beside == columns.names[column]) return columns.find(entry.name);
  return Columns::npos;
}

void TestCurves::draw(const Laboratory& lab, std::size_t column, bool log_y,
                      const std::vector<CurveStretches>& stretches) {
  const ImVec2 from = ImPlot::GetPlotPos(), size = ImPlot::GetPlotSize();
  std::vector<ImVec2> points;
  ImPlot::PushPlotClipRect();
  for (std::size_t i = 0; i < lab.runs().size(); ++i) {
    const RunView& run = lab.runs()[i];
    if (!run.visible || run.trajectory.empty()) continue;
    const CurveLine line = curve_line(run.trajectory, column, stretches[i], log_y, 0.0);
    points.clear();
    for (std::size_t k = 0; k < line.x.size(); ++k) points.push_back(ImPlot::PlotToPixels(line.x[k], line.y[k]));
    const PathStyle style{.colour = run_style(run.colour).colour,
                          .outline = ImColor(0, 0, 0, 0),
                          .width = i == lab.selected() ? 1.5F : 1.0F,
                          .dashes = 1};
    painter_.draw(*ImPlot::GetPlotDrawList(), points, style, from, {from.x + size.x, from.y + size.y});
  }
  ImPlot::PopPlotClipRect();
}

}  // namespace tiltscape
