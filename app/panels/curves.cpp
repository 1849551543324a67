// The curves panel: loss and measures of every run against steps, cost or seconds, on one shared axis.
#include <fmt/format.h>
#include <imgui.h>
#include <implot.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/describe_run.h"
#include "app/panels/panel.h"
#include "app/theme.h"
#include "app/widgets/row.h"
#include "core/measure.h"

namespace tiltscape {
namespace {

constexpr double smallest = 1e-16;  ///< what a log axis shows for zero

/// Where a record lies along the shared axis.
double axis_value(const Trajectory& trajectory, std::size_t row, const std::string& axis) {
  if (axis == "cost") return static_cast<double>(trajectory.counts(row).cost());
  if (axis == "seconds") return trajectory.seconds(row);
  return static_cast<double>(trajectory.step(row));
}

/// The first row at or beyond a place on the axis; all three axes grow with the row.
std::size_t first_row(const Trajectory& trajectory, double at, const std::string& axis) {
  std::size_t low = 0, high = trajectory.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (axis_value(trajectory, middle, axis) < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/// What is drawn of one column of one run: two points for every two pixels, their extremes.
struct Line {
  std::vector<double> x, y;
};

class CurvesPanel final : public Panel {
 public:
  std::string name() const override { return "Curves"; }
  PanelPlace place() const override { return PanelPlace::right_top; }

  void draw(Laboratory& lab) override {
    const auto axis_choice = [&] {
      View& view = lab.view();
      ImGui::SetNextItemWidth(104.0F);
      if (ImGui::BeginCombo("##axis", ("by " + view.x_axis).c_str())) {
        for (const char* axis : {"step", "cost", "seconds"})
          if (ImGui::Selectable(axis, view.x_axis == axis)) {
            view.x_axis = axis;
            fit_ = true;
          }
        ImGui::EndCombo();
      }
      help_tooltip("Steps, cost in forward passes (1 a loss, 3 a gradient), or seconds of computing.");
      ImGui::SameLine();
      const bool is_log = view.x_scale == "log";
      if (ImGui::Button(is_log ? "log" : "linear")) {
        view.x_scale = is_log ? "linear" : "log";
        fit_ = true;
      }
      help_tooltip("Scale of the shared axis. Wheel and drag zoom and pan, double click follows the runs again.");
    };
    if (begin_panel({.title = "Curves", .right = axis_choice}, &open)) plots(lab);
    end_panel();
  }

 private:
  void plots(Laboratory& lab) {
    if (lab.runs().empty()) return;
    log_x_ = lab.scene().view.x_scale == "log";
    if (alone) legend(lab);
    const auto& names = lab.runs().front().info.columns.names;
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const bool coordinate =
          names[i].size() > 1 && names[i][0] == 'x' && std::isdigit(static_cast<unsigned char>(names[i][1])) != 0;
      if (!coordinate && !names[i].ends_with("_stderr")) columns.push_back(i);
    }
    set_range(lab);
    const float title_height = ImGui::GetTextLineHeight() + 2.0F;
    const float available = ImGui::GetContentRegionAvail().y;
    const float axis_height = 22.0F;  // the last plot also carries the ticks' labels
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    const auto count = static_cast<float>(columns.size());
    if (!ImPlot::BeginAlignedPlots("##aligned")) return;
    const float height =
        std::max(46.0F, (available - axis_height - count * (title_height + 2 * spacing) + spacing) / count);
    for (std::size_t i = 0; i < columns.size(); ++i)
      plot(lab, columns[i], height, i + 1 == columns.size() ? axis_height : 0.0F);
    ImPlot::EndAlignedPlots();
    fit_ = false;
  }

  static void legend(const Laboratory& lab) {
    for (const RunView& run : lab.runs()) {
      if (!run.visible) continue;
      ImGui::PushStyleColor(ImGuiCol_Text, run_style(run.colour).colour.Value);
      ImGui::TextUnformatted(run.info.label.c_str());
      ImGui::PopStyleColor();
      ImGui::SameLine(0.0F, 16.0F);
    }
    ImGui::NewLine();
  }

  /// The axis follows the runs until the user zooms; double click follows again.
  void set_range(const Laboratory& lab) {
    if (lab.generation() != generation_) {
      generation_ = lab.generation();
      follow_ = true;
    }
    if (fit_) follow_ = true;
    if (!follow_) return;
    const std::string& axis = lab.scene().view.x_axis;
    double last = 0.0, first = std::numeric_limits<double>::infinity();
    for (const RunView& run : lab.runs())
      if (!run.trajectory.empty()) {
        last = std::max(last, axis_value(run.trajectory, run.trajectory.size() - 1, axis));
        if (run.trajectory.size() > 1) first = std::min(first, axis_value(run.trajectory, 1, axis));
      }
    x_min_ = log_x_ ? std::clamp(first, 1e-4, std::max(last / 10, 1e-3)) : 0.0;
    x_max_ = std::max(last, x_min_ * 1.001 + 1e-9);
    x_max_ = log_x_ ? x_max_ * std::pow(x_max_ / x_min_, 0.03) : x_max_ * 1.02;  // room for the last dot
  }

  void plot(Laboratory& lab, std::size_t column, float height, float axis_height) {
    const std::string& name = lab.runs().front().info.columns.names[column];
    const bool log_y = is_log(name);
    title(lab, name, column);
    ImPlot::PushStyleVar(ImPlotStyleVar_PlotPadding, ImVec2(12.0F, 4.0F));
    if (ImPlot::BeginPlot(("##" + name).c_str(), {-1.0F, height + axis_height},
                          ImPlotFlags_NoLegend | ImPlotFlags_NoMenus | ImPlotFlags_NoMouseText | ImPlotFlags_NoTitle)) {
      ImPlot::SetupAxis(ImAxis_X1, nullptr,
                        ImPlotAxisFlags_NoHighlight | (axis_height > 0 ? 0 : ImPlotAxisFlags_NoTickLabels));
      ImPlot::SetupAxis(ImAxis_Y1, nullptr, ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_NoSideSwitch);
      ImPlot::SetupAxisFormat(ImAxis_X1, format_tick);
      ImPlot::SetupAxisFormat(ImAxis_Y1, format_tick);
      if (log_x_) ImPlot::SetupAxisScale(ImAxis_X1, ImPlotScale_Log10);
      if (log_y) ImPlot::SetupAxisScale(ImAxis_Y1, ImPlotScale_Log10);
      ImPlot::SetupAxisLinks(ImAxis_X1, &x_min_, &x_max_);
      const auto [low, high] = range(lab, column, log_y);
      ImPlot::SetupAxisLimits(ImAxis_Y1, low, high, follow_ ? ImPlotCond_Always : ImPlotCond_Once);
      curves(lab, column, log_y);
      follow_from_input();
      if (ImPlot::IsPlotHovered()) tooltip(lab, column, name);
      ImPlot::EndPlot();
    }
    ImPlot::PopStyleVar();
  }

  static int format_tick(double value, char* buffer, int size, void*) {
    const std::string text = std::abs(value) >= 1e4 ? compact(value) : readable(value, 4);
    const std::size_t count = std::min(text.size(), static_cast<std::size_t>(size - 1));
    std::copy_n(text.begin(), count, buffer);
    buffer[count] = '\0';
    return static_cast<int>(count);
  }

  static void title(const Laboratory& lab, const std::string& name, std::size_t column) {
    const bool loss = name == "loss";
    const std::string text = loss ? "Loss" : find_measure(name).title;
    const WithFont small(text_font(), small_size);
    muted(text.c_str());
    std::string help =
        loss ? "f(x) at every record: exact on landscapes, over the training set for models." : find_measure(name).help;
    const auto& names = lab.runs().front().info.columns.names;
    if (column + 1 < names.size() && names[column + 1] == name + "_stderr") {
      ImGui::SameLine();
      muted("± 1 standard error");
      help += " The band is one standard error to either side.";
    }
    help_tooltip(help.c_str());
  }

  static bool is_log(const std::string& name) {
    return name == "loss" || (name != "loss" && find_measure(name).log_scale);
  }

  /// Lowest and highest value in view, with a margin. A run that diverged does not flatten the others.
  std::pair<double, double> range(const Laboratory& lab, std::size_t column, bool log_y) const {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    const auto diverged = [](const RunView& run) { return run.snapshot.status == Status::diverged; };
    const bool all = std::ranges::all_of(lab.runs(), [&](const RunView& run) { return !run.visible || diverged(run); });
    for (const RunView& run : lab.runs()) {
      if (!run.visible || run.trajectory.empty() || (diverged(run) && !all)) continue;
      const std::size_t first = first_row(run.trajectory, x_min_, lab.scene().view.x_axis);
      const Extremes extremes = run.trajectory.extremes(column, first > 0 ? first - 1 : 0, run.trajectory.size());
      low = std::fmin(low, extremes.low);
      high = std::fmax(high, extremes.high);
    }
    if (!(low <= high)) return {log_y ? 0.1 : 0.0, 1.0};
    if (log_y) {
      low = std::max(low, smallest);
      high = std::max(high, low * 1.1);
      const double margin = std::pow(high / low, 0.06);
      return {low / margin, high * margin};
    }
    const double margin = std::max(0.06 * (high - low), 1e-3 * std::max(std::abs(high), 1e-9));
    return {low - margin, high + margin};
  }

  void follow_from_input() {
    if (!ImPlot::IsPlotHovered()) return;
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
      fit_ = follow_ = true;
    else if (ImGui::GetIO().MouseWheel != 0.0F || ImGui::IsMouseDragging(ImGuiMouseButton_Left) ||
             ImGui::IsMouseReleased(ImGuiMouseButton_Right))
      follow_ = false;
  }

  void curves(const Laboratory& lab, std::size_t column, bool log_y) {
    const auto& names = lab.runs().front().info.columns.names;
    const bool band = column + 1 < names.size() && names[column + 1] == names[column] + "_stderr";
    for (std::size_t pass = 0; pass < 2; ++pass)  // the selected run on top
      for (std::size_t i = 0; i < lab.runs().size(); ++i) {
        const RunView& run = lab.runs()[i];
        if (!run.visible || run.trajectory.empty() || (i == lab.selected()) != (pass == 1)) continue;
        ImPlotSpec spec;
        spec.LineColor = run_style(run.colour).colour.Value;
        spec.LineWeight = pass == 1 ? 2.2F : 1.6F;
        const std::string id = "##" + std::to_string(run.id);
        if (band) error_band(run, column, lab.scene().view.x_axis, spec, id);
        const Line line = sample(run, column, lab.scene().view.x_axis, lab.shown_step(), log_y);
        ImPlot::PlotLine(id.c_str(), line.x.data(), line.y.data(), static_cast<int>(line.x.size()), spec);
        marks(run, line, spec);
      }
    if (lab.shown_step() && lab.scene().view.x_axis == "step") {
      const auto at = static_cast<double>(*lab.shown_step());
      ImPlotSpec spec;
      spec.LineColor = palette().muted.Value;
      ImPlot::PlotInfLines("##shown", &at, 1, spec);
    }
  }

  /// Changes of a run are marked on its curve: it is no longer comparable.
  static void marks(const RunView& run, const Line& line, ImPlotSpec spec) {
    if (line.x.empty()) return;
    spec.Marker = ImPlotMarker_Circle;
    spec.MarkerSize = 3.0F;
    spec.MarkerFillColor = spec.MarkerLineColor = spec.LineColor;
    if (run.snapshot.status == Status::diverged) {
      spec.Marker = ImPlotMarker_Cross;
      spec.MarkerSize = 5.0F;
    }
    ImPlot::PlotScatter("##end", &line.x.back(), &line.y.back(), 1, spec);
  }

  Line sample(const RunView& run, std::size_t column, const std::string& axis, std::optional<std::uint64_t> until,
              bool log_y) const {
    const Trajectory& trajectory = run.trajectory;
    const auto shown = [log_y](double value) { return log_y ? std::max(value, smallest) : value; };
    std::size_t last = trajectory.size();
    if (until) last = std::min(last, trajectory.row_at(*until) + 1);
    std::size_t first = first_row(trajectory, x_min_, axis);
    first = first > 0 ? first - 1 : 0;
    last = std::min(last, first_row(trajectory, x_max_, axis) + 2);
    Line line;
    const auto add = [&](std::size_t row, double value) {
      if (!std::isfinite(value)) return;
      line.x.push_back(std::max(axis_value(trajectory, row, axis), log_x_ ? x_min_ * 1e-3 : 0.0));
      line.y.push_back(shown(value));
    };
    const auto columns = static_cast<std::size_t>(std::max(32.0F, ImPlot::GetPlotSize().x / 2));  // of two pixels
    const double flat =
        ImPlot::GetPlotLimits().Y.Size() * 0.5 / static_cast<double>(std::max(1.0F, ImPlot::GetPlotSize().y));
    std::size_t row = first;
    for (std::size_t bucket = 0; bucket <= columns && row < last; ++bucket) {
      const double fraction = static_cast<double>(bucket + 1) / static_cast<double>(columns);
      const double edge = log_x_ ? x_min_ * std::pow(x_max_ / x_min_, fraction) : x_min_ + (x_max_ - x_min_) * fraction;
      const std::size_t next = bucket == columns ? last : std::clamp(first_row(trajectory, edge, axis), row, last);
      if (next - row <= 3) {
        for (; row < next; ++row) add(row, trajectory.value(row, column));
        continue;
      }
      const Extremes extremes = trajectory.extremes(column, row, next);
      const bool rising = line.y.empty() || line.y.back() < 0.5 * (extremes.low + extremes.high);
      if (!log_y && extremes.high - extremes.low < flat) {
        add(next - 1, trajectory.value(next - 1, column));
      } else {
        add(row, rising ? extremes.low : extremes.high);
        add(row, rising ? extremes.high : extremes.low);
      }
      row = next;
    }
    return line;
  }

  static void error_band(const RunView& run, std::size_t column, const std::string& axis, ImPlotSpec spec,
                         const std::string& id) {
    std::vector<double> x, low, high;
    for (std::size_t row = 0; row < run.trajectory.size(); ++row) {
      const double value = run.trajectory.value(row, column), error = run.trajectory.value(row, column + 1);
      if (!std::isfinite(value) || !std::isfinite(error)) continue;
      x.push_back(axis_value(run.trajectory, row, axis));
      low.push_back(value - error);
      high.push_back(value + error);
    }
    spec.FillColor = spec.LineColor;
    spec.FillAlpha = 0.22F;
    ImPlot::PlotShaded((id + "band").c_str(), x.data(), low.data(), high.data(), static_cast<int>(x.size()), spec);
  }

  void tooltip(const Laboratory& lab, std::size_t column, const std::string& name) const {
    const std::string& axis = lab.scene().view.x_axis;
    const double at = ImPlot::GetPlotMousePos().x;
    ImGui::BeginTooltip();
    mono(fmt::format("{} {}", axis,
                     axis == "seconds" ? duration(at) : grouped(static_cast<std::uint64_t>(std::max(0.0, at))))
             .c_str(),
         palette().muted);
    for (const RunView& run : lab.runs()) {
      if (!run.visible || run.trajectory.empty()) continue;
      std::size_t row = std::min(first_row(run.trajectory, at, axis), run.trajectory.size() - 1);
      while (row > 0 && !std::isfinite(run.trajectory.value(row, column))) --row;
      const bool beyond = axis_value(run.trajectory, run.trajectory.size() - 1, axis) < at;
      std::string text = beyond ? "not there yet" : readable(run.trajectory.value(row, column), 5);
      const auto& names = run.info.columns.names;
      if (!beyond && column + 1 < names.size() && names[column + 1] == name + "_stderr")
        text += " ± " + readable(run.trajectory.value(row, column + 1), 2);
      ImGui::PushStyleColor(ImGuiCol_Text, run_style(run.colour).colour.Value);
      ImGui::TextUnformatted(run.info.label.c_str());
      ImGui::PopStyleColor();
      ImGui::SameLine(170.0F);
      mono(text.c_str());
    }
    ImGui::EndTooltip();
  }

  double x_min_ = 1.0, x_max_ = 10.0;
  bool log_x_ = true;
  bool follow_ = true, fit_ = false;
  std::uint64_t generation_ = 0;
};

}  // namespace

std::unique_ptr<Panel> make_curves_panel() { return std::make_unique<CurvesPanel>(); }

}  // namespace tiltscape
