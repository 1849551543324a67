// What the mouse reads of the lines of theory: values where it is, where the others lie, and what they are from.
#include <fmt/format.h>
#include <imgui.h>
#include <implot.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/curve_theory.h"
#include "app/theme.h"
#include "app/widgets/run_mark.h"

namespace tiltscape {
namespace {

constexpr float touch = 6.0F;  ///< points, from the mouse to a line
constexpr float wrap_width = 340.0F;

double value_at(const CurveLine& line, double x) {
  const auto after = std::ranges::lower_bound(line.x, x);
  if (after == line.x.end() || (after == line.x.begin() && *after > x)) return std::nan("");
  const auto i = static_cast<std::size_t>(after - line.x.begin());
  if (i == 0) return line.y[0];
  const double part = (x - line.x[i - 1]) / (line.x[i] - line.x[i - 1]);
  return line.y[i - 1] + part * (line.y[i] - line.y[i - 1]);
}

/// The runs' marks, then a text.
void marked(const Laboratory& lab, const std::vector<std::size_t>& runs, const std::string& text, bool quiet) {
  constexpr float step = 12.0F;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float middle = from.y + 0.5F * ImGui::GetTextLineHeight();
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const RunStyle style = run_style(lab.runs()[runs[i]].colour);
    fill_run_mark(*ImGui::GetWindowDrawList(), {from.x + 5.0F + step * static_cast<float>(i), middle}, 4.0F,
                  style.colour, style.mark);
  }
  ImGui::Dummy({step * static_cast<float>(runs.size()), ImGui::GetTextLineHeight()});
  ImGui::SameLine(0.0F, 6.0F);
  ImGui::PushTextWrapPos(wrap_width);
  quiet ? muted(text.c_str()) : ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
}

void explain(const std::string& text) {
  ImGui::PushTextWrapPos(wrap_width);
  const WithFont small(text_font(), small_size);
  muted(text.c_str());
  ImGui::PopTextWrapPos();
}

std::string outside(double value, const ImPlotRange& y) {
  return value > y.Max ? "  above what is shown" : value < y.Min ? "  below what is shown" : "";
}

constexpr const char* flow_help =
    "Dotted: the flow, S(t)² = 4 + (S₀² − 4) e^(−4ρ²t) with t = η · steps; from arXiv 2506.05454, Example 2.1, for η → "
    "0.";
constexpr const char* finite_help =
    "Dashed: the same with the noise of steps of length η and k pairs, S ← S − 2ηρ²(S − 4/S) + 2η²ρ⁴d²(S/k)[1 + "
    "3ηS/(k(2 "
    "− ηS(1 + 2/k)))]; derived. Both begin where y·z − 1 moves the trace by no more than 1 %, and follow the settings. "
    "They are means over draws: one run scatters about them. For Gaussian directions.";

}  // namespace

void CurveTheory::tooltip(const Laboratory& lab, const std::string& column) const {
  const ImPlotPoint mouse = ImPlot::GetPlotMousePos();
  const ImPlotRange y = ImPlot::GetPlotLimits().Y;
  const float mouse_y = ImGui::GetIO().MousePos.y;
  const auto touched = [&](double value) {
    return std::isfinite(value) && std::abs(ImPlot::PlotToPixels(mouse.x, value).y - mouse_y) <= touch;
  };
  std::vector<std::string> texts;
  const auto without = without_.find(column);
  if (levels(column).empty() && !has_predictions(column) && without == without_.end()) return;
  ImGui::Spacing();
  for (const Level& level : levels(column)) {
    marked(lab, level.runs,
           fmt::format("{} = {}{}", level.line.formula, readable(level.line.level), outside(level.line.level, y)),
           false);
    if (touched(level.line.level)) texts.push_back(level.line.help);
  }
  bool on_prediction = false;
  for (const Prediction& each : predictions_) {
    if (!has_predictions(column)) break;
    const double flow = value_at(each.flow, mouse.x), finite = value_at(each.finite, mouse.x);
    if (!std::isfinite(finite)) continue;
    marked(lab, {each.run},
           fmt::format("predicted {}{}, flow {}{}", readable(finite), outside(finite, y), readable(flow),
                       outside(flow, y)),
           false);
    on_prediction = on_prediction || touched(flow) || touched(finite);
  }
  if (on_prediction) texts.insert(texts.end(), {flow_help, finite_help});
  if (without != without_.end())
    for (const Without& each : without->second) marked(lab, each.runs, each.reason, true);
  for (const std::string& text : texts) explain(text);
}

}  // namespace tiltscape
