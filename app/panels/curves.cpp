// The curves panel: loss and measures of every run against steps, cost or seconds, on one shared axis.
#include <fmt/format.h>
#include <imgui.h>
#include <implot.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "app/fonts.h"
#include "app/panels/curve_lines.h"
#include "app/panels/curve_slope.h"
#include "app/panels/curve_theory.h"
#include "app/panels/curve_ticks.h"
#include "app/panels/curve_title.h"
#include "app/panels/curve_tooltip.h"
#include "app/panels/describe_run.h"
#include "app/panels/panel.h"
#include "app/panels/run_legend.h"
#include "app/panels/test_curves.h"
#include "app/theme.h"
#include "app/widgets/row.h"
#include "app/widgets/run_mark.h"
#include "core/measure.h"

namespace tiltscape {
namespace {

constexpr float tick_size = 12.0F;
constexpr float plot_padding = 1.0F;
constexpr float axis_width = 122.0F;  ///< of the drop-down

/// What the axis that all curves share measures, and its scale.
void axis_combo(Laboratory& lab) {
  View& view = lab.view();
  const auto choose = [&](const char* text, std::string& chosen, const char* value) {
    if (!ImGui::Selectable(text, chosen == value) || chosen == value) return;
    lab.remember();
    chosen = value;
  };
  ImGui::SetNextItemWidth(axis_width);
  if (ImGui::BeginCombo("##axis", fmt::format("{}, {}", view.x_axis, view.x_scale).c_str())) {
    for (const char* axis : {"step", "cost", "seconds"}) choose(axis, view.x_axis, axis);
    ImGui::Separator();
    for (const char* scale : {"linear", "log"}) choose(scale, view.x_scale, scale);
    ImGui::EndCombo();
  }
  help_tooltip(
      "The axis that all curves share: steps, cost in forward passes (1 a loss, 3 a gradient) or seconds of computing; "
      "linear or logarithmic. Wheel and drag zoom and pan, double click follows the runs again.");
}

class CurvesPanel final : public Panel {
 public:
  std::string name() const override { return "Curves"; }
  PanelPlace place() const override { return PanelPlace::right_top; }

  void draw(Laboratory& lab) override {
    const auto axis_choice = [&] {
      theory_choice(lab, header_room() - axis_width - ImGui::GetStyle().ItemSpacing.x);
      ImGui::SameLine();
      axis_combo(lab);
    };
    if (begin_panel({.title = "Curves", .right = axis_choice}, &open)) plots(lab);
    end_panel();
  }

 private:
  void plots(Laboratory& lab) {
    if (lab.runs().empty()) return;
    if (alone) run_legend(lab);
    const std::string& quantity = lab.scene().view.x_axis;
    const bool logarithmic = lab.scene().view.x_scale == "log";
    fit_ = fit_ || axis_.quantity != quantity || axis_.logarithmic != logarithmic;  // chosen or undone
    axis_.quantity = quantity;
    axis_.logarithmic = logarithmic;
    follow(lab);
    auto columns = measured_columns(lab.runs().front().info.columns);
    const auto shares = [&](std::size_t column) { return shares_plot(lab.runs().front().info.columns, column); };
    std::erase_if(columns, shares);
    const auto silent = [&](std::size_t column) {  // drift where nothing is probed in place
      const std::string& name = lab.runs().front().info.columns.names[column];
      return name == "drift" && !rises_above_zero(lab.runs(), column);
    };
    std::erase_if(columns, silent);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {8.0F, 4.0F});
    const WithFont small(text_font(), small_size);
    const float axis_height = 20.0F;  // the last plot also carries the ticks' labels
    const auto count = static_cast<float>(columns.size());
    const float around = ImGui::GetTextLineHeight() + 2.0F * ImGui::GetStyle().ItemSpacing.y;
    const float height = std::max(50.0F, (ImGui::GetContentRegionAvail().y - axis_height) / count - around);
    areas_.clear();
    take_stretches(lab);
    theory_.update(lab, axis_, stretches_);
    if (ImPlot::BeginAlignedPlots("##aligned")) {
      for (std::size_t i = 0; i < columns.size(); ++i)
        plot(lab, columns[i], height, i + 1 == columns.size() ? axis_height : 0.0F);
      ImPlot::EndAlignedPlots();
    }
    crosshair();
    fit_ = false;
    ImGui::PopStyleVar();
  }

  /// What all the columns' curves share: where a long run's rows lie is what takes time.
  void take_stretches(const Laboratory& lab) {
    stretches_.clear();
    steep_.clear();
    const float width = ImGui::GetContentRegionAvail().x;
    for (const RunView& run : lab.runs()) {
      stretches_.push_back(run.visible ? curve_stretches(run.trajectory, axis_, width, lab.shown_step())
                                       : CurveStretches{});
      steep_.push_back(steep_stretches(run.trajectory, stretches_.back(), scale_of(lab, run)));
    }
  }

  /// The axis follows the runs until the user zooms; double click follows again.
  void follow(const Laboratory& lab) {
    if (lab.generation() != generation_ || fit_) {
      generation_ = lab.generation();
      follow_ = true;
    }
    if (follow_) std::tie(axis_.low, axis_.high) = followed_range(lab.runs(), axis_.quantity, axis_.logarithmic);
  }

  void plot(Laboratory& lab, std::size_t column, float height, float axis_height) {
    const std::string& name = lab.runs().front().info.columns.names[column];
    const bool log_y = (name == "loss" || find_measure(name).log_scale) && !falls_below_zero(lab.runs(), column);
    auto& [low, high] = ranges_[name];
    const Columns& columns = lab.runs().front().info.columns;
    const std::vector<ErrorBand> bands = error_bands(lab, {column, error_column(columns, column)});
    const std::size_t test = test_column(columns, column);
    if (follow_ || !(low < high)) {
      std::tie(low, high) = value_range(lab.runs(), column, axis_, log_y, bands);
      if (test != Columns::npos) {
        const auto [lowest, highest] = value_range(lab.runs(), test, axis_, log_y, {});
        low = std::min(low, lowest);
        high = std::max(high, highest);
      }
      theory_.widen(name, log_y, low, high);
    }
    curve_title(lab, column, log_y, theory_.legend(name, low, high), some_faint(column, name));
    ImPlot::PushStyleVar(ImPlotStyleVar_PlotPadding, ImVec2(12.0F, plot_padding));
    const WithFont numbers(mono_font(), tick_size);
    if (ImPlot::BeginPlot(("##" + name).c_str(), {-1.0F, height + axis_height},
                          ImPlotFlags_NoLegend | ImPlotFlags_NoMenus | ImPlotFlags_NoMouseText | ImPlotFlags_NoTitle)) {
      ImPlot::SetupAxis(ImAxis_X1, nullptr,
                        ImPlotAxisFlags_NoHighlight | (axis_height > 0 ? 0 : ImPlotAxisFlags_NoTickLabels));
      ImPlot::SetupAxis(ImAxis_Y1, nullptr, ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_NoSideSwitch);
      if (axis_.logarithmic) ImPlot::SetupAxisScale(ImAxis_X1, ImPlotScale_Log10);
      if (log_y) ImPlot::SetupAxisScale(ImAxis_Y1, ImPlotScale_Log10);
      ImPlot::SetupAxisLinks(ImAxis_X1, &axis_.low, &axis_.high);
      ImPlot::SetupAxisLinks(ImAxis_Y1, &low, &high);
      const double width = ImGui::GetContentRegionAvail().x - 60.0F;  // beside the labels
      set_ticks(ImAxis_X1, axis_ticks(axis_.low, axis_.high, axis_.logarithmic, {.length = width, .least_gap = 54.0}));
      set_ticks(ImAxis_Y1, axis_ticks(low, high, log_y,
                                      {.length = height - 2.0 * plot_padding, .least_gap = 13.0, .end_margin = 4.0}));
      if (test != Columns::npos) tests_.draw(lab, test, log_y, stretches_);
      curves(lab, column, log_y, bands);
      theory_.draw(lab, name);
      follow_from_input();
      if (ImPlot::IsPlotHovered()) curve_tooltip(lab, column, axis_.quantity, theory_);
      const ImVec2 from = ImPlot::GetPlotPos(), size = ImPlot::GetPlotSize();
      areas_.push_back({from, {from.x + size.x, from.y + size.y}});
      ImPlot::EndPlot();
    }
    ImPlot::PopStyleVar();
  }

  /// Whether a part of the column's curves says nothing of flatness.
  bool some_faint(std::size_t column, const std::string& name) const {
    if (column == 0 || !find_measure(name).curvature) return false;
    return std::ranges::any_of(steep_, [](const auto& run) { return std::ranges::count(run, true) > 0; });
  }

  void follow_from_input() {
    if (!ImPlot::IsPlotHovered()) return;
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
      fit_ = follow_ = true;
    else if (ImGui::GetIO().MouseWheel != 0.0F || ImGui::IsMouseDragging(ImGuiMouseButton_Left) ||
             ImGui::IsMouseReleased(ImGuiMouseButton_Right))
      follow_ = false;
  }

  /// One a run, or none without such a column.
  std::vector<ErrorBand> error_bands(const Laboratory& lab, const MeasuredColumn& column) const {
    std::vector<ErrorBand> bands;
    for (std::size_t i = 0; column.error != Columns::npos && i < lab.runs().size(); ++i)
      bands.push_back(error_band(lab.runs()[i].trajectory, column, stretches_[i]));
    return bands;
  }

  void curves(const Laboratory& lab, std::size_t column, bool log_y, const std::vector<ErrorBand>& bands) {
    const Columns& columns = lab.runs().front().info.columns;
    const bool curvature = column > 0 && find_measure(columns.names[column]).curvature;
    const std::vector<ErrorBand> steps = error_bands(
        lab, {.value = column, .error = step_error_column(columns, column), .most = error_column(columns, column)});
    const ImPlotRange y = ImPlot::GetPlotLimits().Y;  // what follows is half a pixel of it
    const double flat = 0.5 * (log_y ? std::log(y.Max / y.Min) : y.Size()) /
                        static_cast<double>(std::max(1.0F, ImPlot::GetPlotSize().y));
    for (std::size_t pass = 0; pass < 2; ++pass)  // the selected run on top
      for (std::size_t i = 0; i < lab.runs().size(); ++i) {
        const RunView& run = lab.runs()[i];
        if (!run.visible || run.trajectory.empty() || (i == lab.selected()) != (pass == 1)) continue;
        ImPlotSpec spec;
        spec.LineColor = run_style(run.colour).colour.Value;
        spec.LineWeight = pass == 1 ? 2.2F : 1.6F;
        const std::string id = "##" + std::to_string(run.id);
        if (!bands.empty()) shade(bands[i], spec, id + "band", pass == 1 ? 0.2F : 0.08F);  // four of them would be mud
        if (!steps.empty()) shade(steps[i], spec, id + "steps", 0.4F);
        const CurveLine line =
            curve_line(run.trajectory, column, stretches_[i], log_y, flat, curvature ? steep_[i] : std::vector<bool>{});
        draw_curve(id, line, spec);
        end_mark(run, line, spec);
        mark_changes(change_marks(run, column, axis_, log_y, lab.shown_step()), spec);
      }
    if (lab.shown_step() && axis_.quantity == "step") {
      const auto at = static_cast<double>(*lab.shown_step());
      ImPlotSpec spec;
      spec.LineColor = palette().muted.Value;
      ImPlot::PlotInfLines("##shown", &at, 1, spec);
    }
  }

  /// A dot where the run is, a cross where it diverged.
  static void end_mark(const RunView& run, const CurveLine& line, ImPlotSpec spec) {
    if (line.x.empty()) return;
    const bool diverged = run.snapshot.status == Status::diverged;
    spec.Marker = diverged ? ImPlotMarker_Cross : plot_marker(run_style(run.colour).mark);
    spec.MarkerSize = diverged ? 5.0F : 3.0F;
    spec.MarkerFillColor = spec.MarkerLineColor = spec.LineColor;
    ImPlot::PlotScatter("##end", &line.x.back(), &line.y.back(), 1, spec);
  }

  /// Hollow diamonds: from there on the run is no longer comparable with unchanged ones.
  static void mark_changes(const CurveLine& marks, ImPlotSpec spec) {
    spec.Marker = ImPlotMarker_Diamond;
    spec.MarkerSize = 4.0F;
    spec.MarkerLineColor = spec.LineColor;
    spec.MarkerFillColor = palette().panel.Value;
    ImPlot::PlotScatter("##changes", marks.x.data(), marks.y.data(), static_cast<int>(marks.x.size()), spec);
  }

  static void shade(const ErrorBand& band, ImPlotSpec spec, const std::string& id, float alpha) {
    spec.FillColor = spec.LineColor;
    spec.FillAlpha = alpha;
    ImPlot::PlotShaded(id.c_str(), band.x.data(), band.low.data(), band.high.data(), static_cast<int>(band.x.size()),
                       spec);
  }

  /// One line through all plots where the mouse is in one of them.
  void crosshair() const {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const auto holds = [&](const std::array<ImVec2, 2>& area) {
      return mouse.x >= area[0].x && mouse.x <= area[1].x && mouse.y >= area[0].y && mouse.y <= area[1].y;
    };
    if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) || std::ranges::none_of(areas_, holds)) return;
    for (const auto& [from, to] : areas_)
      ImGui::GetWindowDrawList()->AddLine({mouse.x, from.y}, {mouse.x, to.y}, with_alpha(palette().text, 0.55F));
  }

  CurveAxis axis_;
  std::map<std::string, std::pair<double, double>> ranges_;  ///< of each column, as shown
  std::vector<std::array<ImVec2, 2>> areas_;                 ///< of the plots in this frame
  std::vector<CurveStretches> stretches_;                    ///< of the runs in this frame
  std::vector<std::vector<bool>> steep_;                     ///< of their stretches
  CurveTheory theory_;                                       ///< of this frame
  TestCurves tests_;
  bool follow_ = true, fit_ = false;
  std::uint64_t generation_ = 0;
};

}  // namespace

std::unique_ptr<Panel> make_curves_panel() { return std::make_unique<CurvesPanel>(); }

}  // namespace tiltscape
