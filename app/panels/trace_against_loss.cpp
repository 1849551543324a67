// The panel "Flatness", trace against loss: how flat a run is for how low it is. Flat minima (Definition 3.1 of arXiv
// 2506.05454) are lowest at the far left.
#include <fmt/format.h>
#include <imgui.h>
#include <implot.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/curve_lines.h"
#include "app/panels/curve_ticks.h"
#include "app/panels/panel.h"
#include "app/panels/run_legend.h"
#include "app/panels/trace_range.h"
#include "app/theme.h"
#include "app/views/paths.h"
#include "app/widgets/caption.h"
#include "app/widgets/row.h"
#include "app/widgets/run_mark.h"

namespace tiltscape {
namespace {

constexpr const char* panel_name = "Flatness";
constexpr float near_mouse = 12.0F;  ///< points, from a record or a minimum to the mouse that reads it

double distance(ImVec2 a, ImVec2 b) { return std::hypot(a.x - b.x, a.y - b.y); }

class TraceAgainstLossPanel final : public Panel {
 public:
  std::string name() const override { return panel_name; }
  PanelPlace place() const override { return PanelPlace::right_top; }
  bool settled() const override { return paths_.complete(); }
  bool again_soon() const override { return !paths_.complete(); }

  void draw(Laboratory& lab) override {
    if (begin_panel({.title = name(), .subtitle = "the flattest minimum is lowest at the left", .scrolls = false},
                    &open) &&
        !lab.runs().empty())
      show(lab);
    end_panel();
  }

 private:
  /// A model's trace takes time, so that it is measured where that is wanted.
  static void offer(Laboratory& lab) {
    caption("No trace is measured in this scene.", 6);
    if (lab.loading()) return;
    if (ImGui::Button("Measure the trace")) {
      lab.remember();
      lab.add_measure("trace");
    }
    help_tooltip(
        "Adds trace to the scene's measures, of a model at every 100th step, which takes time; the runs begin again.");
  }

  void show(Laboratory& lab) {
    const Columns& columns = lab.runs().front().info.columns;
    loss_ = columns.find("loss");
    trace_ = columns.find("trace");
    if (trace_ == Columns::npos) return offer(lab);
    logarithmic_ = !falls_below_zero(lab.runs(), loss_);
    paths_.update(lab.runs(), logarithmic_);
    find_minima(lab);
    if (lab.generation() != generation_) follow_ = true;
    generation_ = lab.generation();
    if (follow_) bounds_ = trace_range(lab.runs(), paths_, minima_, logarithmic_);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {8.0F, 3.0F});
    if (alone) {
      const WithFont small(text_font(), small_size);
      run_legend(lab);
    }
    const std::size_t lines = ImGui::GetContentRegionAvail().y < 200.0F ? 1 : 2;  // of the caption
    axis_name("Hessian trace", 0.0F);
    const float below = static_cast<float>(1 + lines) * text_extent(text_font(), small_size, "X").y + 10.0F;
    plot(lab, std::max(60.0F, ImGui::GetContentRegionAvail().y - below));
    const bool at_edge = std::ranges::any_of(minima_, [](const auto& each) { return each.loss < smallest_shown; });
    axis_name(logarithmic_ && below_shown(lab) ? "Loss; 1e−16 and less at the left"
              : logarithmic_ && at_edge        ? "Loss; minima of f = 0 at the left edge"
                                               : "Loss",
              1.0F);
    caption(minima_.empty() ? definition : fmt::format("{} Diamonds: known minima.", definition), lines);
    ImGui::PopStyleVar();
  }

  static constexpr const char* definition =
      "A low trace says something of a minimum only at the far left: the flat minimum is the least trace among the "
      "minimisers of f (Definition 3.1, arXiv 2506.05454).";

  static void axis_name(const char* text, float align) {
    const WithFont small(text_font(), small_size);
    const float room = ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(text).x;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + align * std::max(0.0F, room));
    muted(text);
  }

  bool below_shown(const Laboratory& lab) const { return falls_below_shown(lab.runs(), loss_); }

  void find_minima(const Laboratory& lab) {
    if (lab.experiment() == nullptr || lab.experiment()->problem == problem_) return;
    problem_ = lab.experiment()->problem;
    minima_ = known_minima(problem_.get());
  }

  void plot(const Laboratory& lab, float height) {
    const WithFont numbers(mono_font(), 12.0F);
    constexpr ImPlotFlags flags =
        ImPlotFlags_NoLegend | ImPlotFlags_NoMenus | ImPlotFlags_NoMouseText | ImPlotFlags_NoTitle;
    if (!ImPlot::BeginPlot("##trace against loss", {-1.0F, height}, flags)) return;
    auto& [x, y] = bounds_;
    ImPlot::SetupAxis(ImAxis_X1, nullptr, ImPlotAxisFlags_NoHighlight);
    ImPlot::SetupAxis(ImAxis_Y1, nullptr, ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_NoSideSwitch);
    if (logarithmic_) ImPlot::SetupAxisScale(ImAxis_X1, ImPlotScale_Log10);
    ImPlot::SetupAxisLinks(ImAxis_X1, &x[0], &x[1]);
    ImPlot::SetupAxisLinks(ImAxis_Y1, &y[0], &y[1]);
    const double width = static_cast<double>(ImGui::GetContentRegionAvail().x) - 60.0;
    set_ticks(ImAxis_X1,
              axis_ticks(x[0], x[1], logarithmic_, {.length = width, .least_gap = 54.0, .end_margin = 14.0}));
    set_ticks(ImAxis_Y1,
              axis_ticks(y[0], y[1], false,
                         {.length = static_cast<double>(height) - 24.0, .least_gap = 16.0, .end_margin = 4.0}));
    ImPlot::SetupFinish();
    readable_.clear();
    runs(lab);
    minima();
    if (ImPlot::IsPlotHovered()) {
      if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
        follow_ = true;
      else if (ImGui::GetIO().MouseWheel != 0.0F || ImGui::IsMouseDragging(ImGuiMouseButton_Left) ||
               ImGui::IsMouseReleased(ImGuiMouseButton_Right))
        follow_ = false;
      tooltip(lab);
    }
    ImPlot::EndPlot();
  }

  /// Thin paths, then where they end, the selected one on top.
  void runs(const Laboratory& lab) {
    const ImVec2 from = ImPlot::GetPlotPos(), size = ImPlot::GetPlotSize();
    Bounds seen = bounds_;
    if (logarithmic_) seen[0] = {std::log10(bounds_[0][0]), std::log10(bounds_[0][1])};
    std::vector<ImVec2> points;
    ImPlot::PushPlotClipRect();
    for (std::size_t pass = 0; pass < 2; ++pass)
      for (std::size_t i = 0; i < lab.runs().size(); ++i) {
        const RunView& run = lab.runs()[i];
        if (!run.visible || run.trajectory.empty() || (i == lab.selected()) != (pass == 1)) continue;
        points.clear();
        for (const std::size_t row : paths_.rows(run, seen, shown_row(run, lab.shown_step()))) {
          points.push_back(pixels(mark_of(run, row)));
          readable_.push_back({points.back(), i, row});
        }
        const RunStyle style = run_style(run.colour);
        const PathStyle look{.colour = with_alpha(style.colour, pass == 1 ? 0.7F : 0.5F),
                             .outline = ImColor(0, 0, 0, 0),
                             .width = 1.0F,
                             .dashes = style.dashes};
        painter_.draw(*ImPlot::GetPlotDrawList(), points, look, from, {from.x + size.x, from.y + size.y});
      }
    ImPlot::PopPlotClipRect();
    for (std::size_t pass = 0; pass < 2; ++pass)
      for (std::size_t i = 0; i < lab.runs().size(); ++i)
        if ((i == lab.selected()) == (pass == 1)) end(lab, lab.runs()[i], pass == 1);
  }

  TraceMark mark_of(const RunView& run, std::size_t row) const {
    const double loss = run.trajectory.value(row, loss_);
    return {logarithmic_ ? std::max(loss, smallest_shown) : loss, run.trajectory.value(row, trace_)};
  }
  static ImVec2 pixels(const TraceMark& at) { return ImPlot::PlotToPixels(at.loss, at.trace); }

  std::optional<std::size_t> end_row(const Laboratory& lab, const RunView& run) const {
    if (!run.visible || run.trajectory.empty()) return std::nullopt;
    return paths_.end(run, shown_row(run, lab.shown_step()));
  }

  void end(const Laboratory& lab, const RunView& run, bool selected) const {
    const auto row = end_row(lab, run);
    if (!row) return;
    const TraceMark at = mark_of(run, *row);
    const RunStyle style = run_style(run.colour);
    ImPlotSpec spec;
    spec.LineColor = style.colour.Value;
    const std::string id = "##" + std::to_string(run.id);
    if (const double spread = trace_error(run, *row); std::isfinite(spread)) {
      spec.Size = 5.0F;
      spec.LineWeight = 1.5F;
      ImPlot::PlotErrorBars((id + "error").c_str(), &at.loss, &at.trace, &spread, 1, spec);
    }
    spec.Marker =
        run.snapshot.status == Status::diverged && !lab.shown_step() ? ImPlotMarker_Cross : plot_marker(style.mark);
    spec.MarkerSize = selected ? 6.0F : 5.0F;
    spec.LineWeight = 1.0F;
    spec.MarkerFillColor = style.colour.Value;
    spec.MarkerLineColor = spec.Marker == ImPlotMarker_Cross ? style.colour.Value : palette().panel.Value;
    ImPlot::PlotScatter((id + "end").c_str(), &at.loss, &at.trace, 1, spec);
  }

  /// A loss that a logarithmic axis has no place for is at its left end.
  ImVec2 diamond(const KnownMinimum& minimum) const {
    ImVec2 at = pixels({logarithmic_ ? std::max(minimum.loss, smallest_shown) : minimum.loss, minimum.trace});
    if (logarithmic_ && minimum.loss < smallest_shown) at.x = std::max(at.x, ImPlot::GetPlotPos().x + 6.0F);
    return at;
  }

  void minima() const {
    ImDrawList& list = *ImPlot::GetPlotDrawList();
    ImPlot::PushPlotClipRect();
    for (const KnownMinimum& minimum : minima_) {
      const ImVec2 at = diamond(minimum);
      fill_run_mark(list, at, 4.0F, palette().panel, RunMark::diamond);
      outline_run_mark(list, at, 4.0F, palette().text, RunMark::diamond, 1.5F);
    }
    ImPlot::PopPlotClipRect();
  }

  struct Readable {
    ImVec2 at{};
    std::size_t run = 0, row = 0;
  };

  void tooltip(const Laboratory& lab) const {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const auto far = [mouse](ImVec2 at) { return distance(at, mouse); };
    const auto minimum =
        std::ranges::min_element(minima_, {}, [&](const KnownMinimum& each) { return far(diamond(each)); });
    const auto record = std::ranges::min_element(readable_, {}, [&](const Readable& each) { return far(each.at); });
    const bool on_record = record != readable_.end() && far(record->at) <= near_mouse;
    if (on_record) ImPlot::GetPlotDrawList()->AddCircle(record->at, 5.0F, palette().text, 16, 1.5F);
    const WithFont usual(text_font());
    if (!ImGui::BeginTooltip()) return;
    if (minimum != minima_.end() && far(diamond(*minimum)) <= near_mouse) {
      ImGui::TextUnformatted(minimum->label.c_str());
      mono(fmt::format("loss {}   trace {}", readable(minimum->loss, 4), readable(minimum->trace, 4)).c_str(),
           palette().muted);
      ImGui::Spacing();
    }
    if (ImGui::BeginTable("##values", 4, ImGuiTableFlags_SizingFixedFit)) {
      const auto cell = [](const char* text) {
        ImGui::TableNextColumn();
        muted(text);
      };
      for (const char* title : {"", "step", "loss", "trace"}) cell(title);
      if (on_record) {
        values(lab.runs()[record->run], record->row);
        ImGui::TableNextRow();
        for (const char* title : {"ends", "", "", ""}) cell(title);
      }
      for (const RunView& run : lab.runs())
        if (const auto row = end_row(lab, run)) values(run, *row);
      ImGui::EndTable();
    }
    ImGui::EndTooltip();
  }

  void values(const RunView& run, std::size_t row) const {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::PushStyleColor(ImGuiCol_Text, run_style(run.colour).colour.Value);
    ImGui::TextUnformatted(run.info.label.c_str());
    ImGui::PopStyleColor();
    std::string trace = readable(run.trajectory.value(row, trace_), 4);
    if (const double spread = trace_error(run, row); std::isfinite(spread)) trace += " ± " + readable(spread, 2);
    for (const std::string& text :
         {grouped(run.trajectory.step(row)), readable(run.trajectory.value(row, loss_), 3), trace}) {
      ImGui::TableNextColumn();
      mono(text.c_str());
    }
  }

  TracePaths paths_;
  PathPainter painter_;
  std::shared_ptr<const Problem> problem_;
  std::vector<KnownMinimum> minima_;  ///< of `problem_`
  std::vector<Readable> readable_;    ///< what is drawn in this frame
  Bounds bounds_{{{0.1, 1.0}, {0.0, 1.0}}};
  std::size_t loss_ = 0, trace_ = 0;  ///< columns
  bool logarithmic_ = false, follow_ = true;
  std::uint64_t generation_ = 0;
};

}  // namespace

std::unique_ptr<Panel> make_trace_against_loss_panel() { return std::make_unique<TraceAgainstLossPanel>(); }

}  // namespace tiltscape
