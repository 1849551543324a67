// Levels are broken lines in the colours of all their runs by turns, predictions dashed and dotted ones.
#include "app/panels/curve_theory.h"

#include <fmt/format.h>
#include <imgui.h>
#include <implot.h>

#include <algorithm>
#include <cmath>

#include "app/format.h"
#include "app/panels/describe_run.h"
#include "app/theme.h"

namespace tiltscape {
namespace {

constexpr double near_enough = 0.35;  ///< of the range of the curves, that it is widened by for a line
constexpr float dash = 9.0F, gap = 5.0F;

/// A little towards the text: it lies upon the run's own curve where theory is right.
ImColor line_colour(const RunView& run) { return mix(run_style(run.colour).colour, palette().text, 0.3F); }

template <class List>
auto& entry_for(List& list, const auto& same) {
  const auto found = std::ranges::find_if(list, same);
  return found != list.end() ? *found : list.emplace_back();
}

bool shows(const Laboratory& lab, const char* lines) { return std::ranges::count(lab.scene().view.lines, lines) > 0; }

/// Across the whole plot.
void draw_level(const Laboratory& lab, double level, bool surely, const std::vector<std::size_t>& runs) {
  const float y = std::round(ImPlot::PlotToPixels(0.0, level).y);
  const ImVec2 from = ImPlot::GetPlotPos(), size = ImPlot::GetPlotSize();
  if (!(y >= from.y && y <= from.y + size.y)) return;
  ImDrawList& list = *ImPlot::GetPlotDrawList();
  const float length = surely ? 2.0F : dash;
  std::size_t turn = 0;
  for (float x = from.x; x < from.x + size.x; x += length + gap, ++turn) {
    const ImColor colour = run_style(lab.runs()[runs[turn % runs.size()]].colour).colour;
    const float end = std::min(x + length, from.x + size.x);
    list.AddLine({x, y}, {end, y}, surely ? with_alpha(colour, 0.8F) : colour, surely ? 1.0F : 1.5F);
  }
}

}  // namespace

void CurveTheory::update(const Laboratory& lab, const CurveAxis& axis, const std::vector<CurveStretches>& stretches) {
  levels_.clear();
  predictions_.clear();
  without_.clear();
  if (shows(lab, "stability")) add_levels(lab);
  if (shows(lab, "prediction")) add_predictions(lab, axis, stretches);
}

void CurveTheory::add_levels(const Laboratory& lab) {
  for (std::size_t i = 0; i < lab.runs().size(); ++i) {
    const RunView& run = lab.runs()[i];
    if (!run.visible || run.trajectory.empty()) continue;
    const Settings settings = lab.shown_settings(run);
    const StabilityStep step{.optimizer = run.info.spec.optimizer,
                             .settings = settings,
                             .step = lab.shown_step().value_or(run.snapshot.step),
                             .lambda_max = latest(run, "lambda_max", lab.shown_step())};
    const std::string none = no_stability_formula(run.info.spec.optimizer, settings);
    for (const char* column : {"trace", "lambda_max"}) {
      const auto lines = stability_lines(column, step);
      for (const StabilityLine& line : lines) {
        Level& level = entry_for(levels_[column], [&](const Level& each) {
          return each.line.level == line.level && each.line.help == line.help;
        });
        level.line = line;
        level.runs.push_back(i);
      }
      if (!lines.empty()) continue;
      const std::string reason = !none.empty() ? none : "2/η is a limit of λ₁ (lambda_max), not of the trace";
      Without& without = entry_for(without_[column], [&](const Without& each) { return each.reason == reason; });
      without.reason = reason;
      without.runs.push_back(i);
    }
  }
}

void CurveTheory::add_predictions(const Laboratory& lab, const CurveAxis& axis,
                                  const std::vector<CurveStretches>& stretches) {
  valley_.update(lab);
  for (std::size_t i = 0; i < lab.runs().size() && i < stretches.size(); ++i) {
    const RunView& run = lab.runs()[i];
    if (!run.visible) continue;
    if (const std::string reason = valley_.reason(run); !reason.empty()) {
      Without& without = entry_for(without_["trace"], [&](const Without& each) { return each.reason == reason; });
      without.reason = reason;
      without.runs.push_back(i);
    }
    const ValleyPrediction* predicted = valley_.prediction(run);
    if (predicted == nullptr) continue;
    Prediction prediction{.run = i};
    const auto add = [&](std::size_t row) {
      const auto step = static_cast<double>(run.trajectory.step(row));
      if (!std::isfinite(predicted->finite(step))) return;
      const double x =
          std::max(axis_value(run.trajectory, row, axis.quantity), axis.logarithmic ? axis.low * 1e-3 : 0.0);
      for (CurveLine* line : {&prediction.flow, &prediction.finite}) line->x.push_back(x);
      prediction.flow.y.push_back(predicted->flow(step));
      prediction.finite.y.push_back(predicted->finite(step));
    };
    const ValleyStart& start = valley_.start(run);
    const auto& edges = stretches[i].edges;
    if (edges.empty() || start.row >= stretches[i].end) continue;
    if (start.row >= edges.front()) add(start.row);
    for (std::size_t edge = 0; edge < edges.size(); ++edge) {
      const std::size_t row = edge + 1 < edges.size() ? edges[edge] : edges[edge] - 1;
      if (row > start.row && (edge + 1 < edges.size() || row != edges[edge - 1])) add(row);
    }
    predictions_.push_back(std::move(prediction));
  }
}

const std::vector<CurveTheory::Level>& CurveTheory::levels(const std::string& column) const {
  static const std::vector<Level> none;
  const auto found = levels_.find(column);
  return found != levels_.end() ? found->second : none;
}

void CurveTheory::widen(const std::string& column, bool log_y, double& low, double& high) const {
  const auto scale = [log_y](double value) { return log_y ? std::log(value) : value; };
  const double below = scale(low), above = scale(high), room = near_enough * (above - below);
  double least = below, most = above;
  const auto take = [&](double value) {
    const double at = scale(value);
    if (!(at > below - room && at < above + room)) return;
    least = std::min(least, at - 0.06 * (above - below));
    most = std::max(most, at + 0.06 * (above - below));
  };
  for (const Level& level : levels(column)) take(level.line.level);
  if (has_predictions(column))
    for (const Prediction& each : predictions_)
      for (const CurveLine* line : {&each.flow, &each.finite})
        for (const double value : line->y) take(value);
  low = log_y ? std::exp(least) : least;
  high = log_y ? std::exp(most) : most;
}

void CurveTheory::draw(const Laboratory& lab, const std::string& column) {
  ImPlot::PushPlotClipRect();
  for (const Level& level : levels(column)) draw_level(lab, level.line.level, level.line.surely, level.runs);
  if (has_predictions(column)) {
    const ImVec2 from = ImPlot::GetPlotPos(), size = ImPlot::GetPlotSize();
    std::vector<ImVec2> points;
    for (const Prediction& each : predictions_)
      for (const auto& [line, dashes] : {std::pair{&each.flow, 2}, {&each.finite, 1}}) {
        points.clear();
        for (std::size_t i = 0; i < line->x.size(); ++i) points.push_back(ImPlot::PlotToPixels(line->x[i], line->y[i]));
        const PathStyle style{.colour = line_colour(lab.runs()[each.run]),
                              .outline = ImColor(0, 0, 0, 0),
                              .width = dashes == 2 ? 2.0F : 1.5F,
                              .dashes = dashes};
        painter_.draw(*ImPlot::GetPlotDrawList(), points, style, from, {from.x + size.x, from.y + size.y});
      }
  }
  ImPlot::PopPlotClipRect();
}

std::string CurveTheory::legend(const std::string& column, double low, double high) const {
  std::vector<std::string> parts;
  for (const auto& [line, runs] : levels(column)) {
    const char* place = line.level >= high ? "above" : line.level <= low ? "below" : "";
    const std::string part =
        *place == '\0' ? line.formula : fmt::format("{} = {} {}", line.formula, readable(line.level, 3), place);
    if (std::ranges::count(parts, part) == 0) parts.push_back(part);
  }
  std::string text;
  if (!parts.empty()) text = fmt::format("limit {}", fmt::join(parts, ", "));
  if (has_predictions(column)) text += fmt::format("{}dashed: predicted, dotted: flow", text.empty() ? "" : "; ");
  return text;
}

}  // namespace tiltscape
