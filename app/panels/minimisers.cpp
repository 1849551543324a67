// The minimisers panel: x*(t), where F_t is least as t goes from the mean to the worst case, and where the runs are.
#include <fmt/format.h>
#include <imgui.h>
#include <implot.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/curve_ticks.h"
#include "app/panels/describe_run.h"
#include "app/panels/panel.h"
#include "app/panels/run_average.h"
#include "app/theme.h"
#include "app/widgets/caption.h"
#include "app/widgets/row.h"
#include "app/widgets/run_mark.h"
#include "app/widgets/tilt_bar.h"
#include "core/minimisers.h"

namespace tiltscape {
namespace {

using MinimisersWorker = LatestWorker<MinimisersRequest, Minimisers>;

constexpr double without_tilt = 1.09;  ///< on the axis, right of ∞: methods that have no t
constexpr double axis_low = -0.03, axis_high = 1.14;
constexpr std::size_t most_kept = 8;
constexpr float coordinate_width = 52.0F;

class MinimisersPanel final : public Panel {
 public:
  explicit MinimisersPanel(std::function<void()> wake)
      : worker_([](const MinimisersRequest& request, const MinimisersWorker::Done& done,
                   const MinimisersWorker::Stale& stale) { follow_minimisers(request, done, stale); },
                std::move(wake)) {}

  std::string name() const override { return "Minimisers"; }
  PanelPlace place() const override { return PanelPlace::right_bottom; }
  bool settled() const override { return !waiting_; }

  void draw(Laboratory& lab) override {
    waiting_ = false;
    const Problem* problem = lab.experiment() != nullptr ? lab.experiment()->problem.get() : nullptr;
    const std::string missing = TiltedOracle::missing(problem);
    const char* over = choice_name(lab.surface_neighbourhood());
    const std::string subtitle =
        missing.empty() ? fmt::format("x*(t) over the {}, ρ = {}", over, readable(lab.surface_rho())) : "";
    if (begin_panel({.title = name(), .subtitle = subtitle, .scrolls = false}, &open) && lab.experiment() != nullptr) {
      if (!missing.empty()) {
        caption("No x*(t): " + missing + ".");
      } else {
        request(lab);
        show(lab, *problem);
      }
    }
    end_panel();
  }

 private:
  void coordinate_choice(const Problem& problem) {
    const WithFont small(text_font(), small_size);
    ImGui::SetNextItemWidth(coordinate_width);
    if (ImGui::BeginCombo("##coordinate", problem.coordinate_name(coordinate_).c_str())) {
      for (Eigen::Index i = 0; i < problem.dimension(); ++i)
        if (ImGui::Selectable(problem.coordinate_name(i).c_str(), i == coordinate_)) coordinate_ = i;
      ImGui::EndCombo();
    }
    help_tooltip("Which coordinate of the minimisers is drawn.");
  }

  void request(const Laboratory& lab) {
    const MinimisersRequest next{lab.experiment()->problem, lab.surface_neighbourhood(), lab.surface_rho()};
    if (auto answer = worker_.newest()) {
      if (answer->complete) {
        kept_.push_back(*answer);
        if (kept_.size() > most_kept) kept_.erase(kept_.begin());
      }
      if (answer->request == next) shown_ = std::move(*answer);
    }
    if (shown_.request != next) {
      const auto found = std::ranges::find(kept_, next, &Minimisers::request);
      shown_ = found != kept_.end() ? *found : Minimisers{.request = next};
      if (!shown_.complete) worker_.request(next);
    }
    waiting_ = !shown_.complete;
  }

  /// Where a run is: its t along the axis, and the coordinate at the step that is shown.
  struct Place {
    double t = 0.0, value = 0.0;
  };
  std::optional<Place> place_of(const Laboratory& lab, const RunView& run) const {
    const std::size_t column = run.trajectory.columns().find(fmt::format("x{}", coordinate_));
    if (!run.visible || run.trajectory.empty() || column == Columns::npos) return std::nullopt;
    const double value = run.trajectory.value(shown_row(run, lab.shown_step()), column);
    if (!std::isfinite(value)) return std::nullopt;
    const Settings settings = lab.shown_settings(run);
    if (settings.find("tilt") != nullptr)
      return Place{tilt_to_fraction(settings.real("tilt", lab.shown_step().value_or(run.snapshot.step))), value};
    return Place{settings.find("law") != nullptr ? 0.0 : without_tilt, value};
  }

  void show(const Laboratory& lab, const Problem& problem) {
    coordinate_ = std::min(coordinate_, problem.dimension() - 1);
    if (!shown_.reason.empty()) return caption("No x*(t): " + shown_.reason + ".");
    double low = INFINITY, high = -INFINITY;
    const auto include = [&](double value) { low = std::min(low, value), high = std::max(high, value); };
    for (const auto& basin : shown_.basins)
      for (const MinimiserAt& at : basin) include(at.x[coordinate_]);
    for (const auto& at : shown_.worst_case)
      if (at) include(at->x[coordinate_]);
    for (const RunView& run : lab.runs())
      if (const auto place = place_of(lab, run)) include(place->value);
    if (!(low <= high)) return caption("F_t is being followed …");
    const double margin = std::max(0.1 * (high - low), 0.05);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {8.0F, 2.0F});
    const ImVec2 corner = ImGui::GetCursorPos();
    legend();
    ImGui::SetCursorPos({corner.x + ImGui::GetContentRegionAvail().x - coordinate_width, corner.y});
    coordinate_choice(problem);
    plot(lab, low - margin, high + margin, std::max(60.0F, ImGui::GetContentRegionAvail().y));
    ImGui::PopStyleVar();
  }

  void legend() const {
    const WithFont small(text_font(), small_size);
    const std::string text = !shown_.complete            ? "Following the minima of Fₜ …"
                             : shown_.basins.size() == 1 ? "Dots: the runs, at their t"
                                                         : "Thick: the lowest. Dots: the runs";
    for (const std::string& line : wrapped(text, ImGui::GetContentRegionAvail().x - coordinate_width - 8.0F, 1))
      muted(line.c_str());
    help_tooltip(
        "Minimisers of Fₜ against the tilt, a line a basin, on the tilt bar's scale; the vertical line is the tilt "
        "now. Diamonds: minimisers of the worst case. "
        "Runs without a tilt are at t = 0 where they average, and at the right where they do not.");
  }

  void plot(const Laboratory& lab, double low, double high, float height) {
    const WithFont numbers(mono_font(), 12.0F);
    constexpr ImPlotFlags flags = ImPlotFlags_NoLegend | ImPlotFlags_NoMenus | ImPlotFlags_NoMouseText |
                                  ImPlotFlags_NoTitle | ImPlotFlags_NoBoxSelect;  // the axes are set in every frame
    if (!ImPlot::BeginPlot("##minimisers", {-1.0F, height}, flags)) return;
    ImPlot::SetupAxis(ImAxis_X1, nullptr, ImPlotAxisFlags_NoHighlight);
    ImPlot::SetupAxis(ImAxis_Y1, nullptr, ImPlotAxisFlags_NoHighlight);
    ImPlot::SetupAxisLimits(ImAxis_X1, axis_low, axis_high, ImPlotCond_Always);
    ImPlot::SetupAxisLimits(ImAxis_Y1, low, high, ImPlotCond_Always);
    tilt_ticks();
    set_ticks(ImAxis_Y1,
              axis_ticks(low, high, false,
                         {.length = static_cast<double>(height) - 24.0, .least_gap = 16.0, .end_margin = 4.0}));
    const Palette& p = palette();
    const double now = tilt_to_fraction(lab.surface_tilt());
    ImPlotSpec present;
    present.LineColor = tilt_colour(p, static_cast<float>(now)).Value;
    present.LineWeight = 1.6F;
    ImPlot::PlotInfLines("##now", &now, 1, present);
    basins();
    runs(lab);
    const bool hovered = ImPlot::IsPlotHovered();
    const double at = ImPlot::GetPlotMousePos().x;
    ImPlot::EndPlot();
    if (hovered) tooltip(lab, at);
  }

  /// The tilt bar's own scale, and a place for what has no t.
  static void tilt_ticks() {
    static constexpr double tilts[] = {0.0, 0.1, 1.0, 10.0, 100.0, 1e3, INFINITY};
    static constexpr const char* names[] = {"0", "0.1", "1", "10", "100", "1e3", "∞", "no t"};
    std::vector<double> places;
    for (const double t : tilts) places.push_back(tilt_to_fraction(t));
    places.push_back(without_tilt);
    ImPlot::SetupAxisTicks(ImAxis_X1, places.data(), static_cast<int>(places.size()), names);
  }

  void basins() const {
    for (std::size_t i = 0; i < shown_.basins.size(); ++i) {
      std::vector<double> t, x, t_lowest, x_lowest;
      const auto add = [&](const MinimiserAt& at) {
        t.push_back(tilt_to_fraction(at.tilt));
        x.push_back(at.x[coordinate_]);
        t_lowest.push_back(t.back());
        x_lowest.push_back(shown_.lowest(at.tilt) == i ? x.back() : NAN);
      };
      for (const MinimiserAt& at : shown_.basins[i]) add(at);
      const bool has_worst = i < shown_.worst_case.size() && shown_.worst_case[i];
      if (has_worst) add(*shown_.worst_case[i]);
      ImPlotSpec spec;
      spec.LineColor = palette().text.Value;
      spec.LineWeight = 1.1F;
      ImPlot::PlotLine(fmt::format("##basin{}", i).c_str(), t.data(), x.data(), static_cast<int>(t.size()), spec);
      spec.LineWeight = 2.8F;
      ImPlot::PlotLine(fmt::format("##lowest{}", i).c_str(), t_lowest.data(), x_lowest.data(),
                       static_cast<int>(t_lowest.size()), spec);
      if (!has_worst) continue;
      spec.Marker = ImPlotMarker_Diamond;
      spec.MarkerSize = shown_.lowest(INFINITY) == i ? 4.5F : 3.0F;
      spec.MarkerFillColor = spec.MarkerLineColor = spec.LineColor;
      ImPlot::PlotScatter(fmt::format("##worst{}", i).c_str(), &t.back(), &x.back(), 1, spec);
    }
  }

  void runs(const Laboratory& lab) const {
    for (std::size_t pass = 0; pass < 2; ++pass)  // the selected one on top
      for (std::size_t i = 0; i < lab.runs().size(); ++i) {
        const RunView& run = lab.runs()[i];
        const auto place = place_of(lab, run);
        if (!place || (i == lab.selected()) != (pass == 1)) continue;
        ImPlotSpec spec;
        const RunStyle style = run_style(run.colour);
        spec.Marker = run.snapshot.status == Status::diverged ? ImPlotMarker_Cross : plot_marker(style.mark);
        spec.MarkerSize = pass == 1 ? 5.5F : 4.5F;
        spec.MarkerFillColor = style.colour.Value;
        spec.MarkerLineColor = palette().panel.Value;
        ImPlot::PlotScatter(("##run" + std::to_string(run.id)).c_str(), &place->t, &place->value, 1, spec);
      }
  }

  void tooltip(const Laboratory& lab, double at) const {
    const WithFont usual(text_font());
    if (!ImGui::BeginTooltip()) return;
    if (at <= 1.02) {
      const double t = fraction_to_tilt(std::clamp(at, 0.0, 1.0));
      mono(("t = " + readable(t)).c_str(), palette().muted);
      const bool border = at > 0.5 * (tilt_to_fraction(1e4) + 1.0);
      for (const auto& worst : shown_.worst_case)
        if (border && worst)
          mono(fmt::format("x* = {}   max f = {}", readable(worst->x[coordinate_], 4), readable(worst->value, 4))
                   .c_str());
      if (border && shown_.complete && !shown_.lowest(INFINITY))
        muted("the worst case has no minimum that Newton's method finds");
      for (const auto& basin : shown_.basins) {
        if (border) break;
        const auto nearest = std::ranges::min_element(
            basin, {}, [&](const MinimiserAt& each) { return std::abs(tilt_to_fraction(each.tilt) - at); });
        if (std::abs(tilt_to_fraction(nearest->tilt) - at) > 0.08) continue;
        mono(fmt::format("x* = {}   Fₜ = {}", readable(nearest->x[coordinate_], 4), readable(nearest->value, 4))
                 .c_str());
      }
    }
    for (const RunView& run : lab.runs()) {
      const auto place = place_of(lab, run);
      if (!place || std::abs(place->t - at) > 0.03) continue;
      ImGui::PushStyleColor(ImGuiCol_Text, run_style(run.colour).colour.Value);
      ImGui::TextUnformatted(run.info.label.c_str());
      ImGui::PopStyleColor();
      ImGui::SameLine();
      mono(readable(place->value, 4).c_str());
    }
    ImGui::EndTooltip();
  }

  MinimisersWorker worker_;
  Eigen::Index coordinate_ = 0;
  Minimisers shown_;
  std::vector<Minimisers> kept_;  ///< complete ones, the newest last
  bool waiting_ = false;
};

}  // namespace

std::unique_ptr<Panel> make_minimisers_panel(std::function<void()> wake) {
  return std::make_unique<MinimisersPanel>(std::move(wake));
}

}  // namespace tiltscape
