// The slice panel: f, F_t and the quadratic model along one line through the selected run's point.
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
#include "app/panels/slice_targets.h"
#include "app/theme.h"
#include "app/widgets/caption.h"
#include "app/widgets/row.h"
#include "app/widgets/tilt_bar.h"
#include "core/slice.h"

namespace tiltscape {
namespace {

using SliceWorker = LatestWorker<SliceRequest, Slice>;

constexpr float direction_width = 146.0F;

constexpr const char* direction_names[] = {"towards the start",   "down the gradient", "along the last step",
                                           "strongest curvature", "along an axis",     "random direction"};

bool same(const Vector& a, const Vector& b) { return a.size() == b.size() && a == b; }

/// What the user chose is the same; the points may have moved on.
bool same_choice(const SliceRequest& a, const SliceRequest& b) {
  return a.loss == b.loss && a.direction == b.direction && a.axis == b.axis && a.seed == b.seed && a.name == b.name &&
         a.reaches == b.reaches && a.half_width == b.half_width && a.neighbourhood == b.neighbourhood &&
         a.rho == b.rho && a.tilt == b.tilt && same(a.start, b.start);
}

class SlicePanel final : public Panel {
 public:
  explicit SlicePanel(std::function<void()> wake)
      : worker_([](const SliceRequest& request, const SliceWorker::Done& done,
                   const SliceWorker::Stale& stale) { make_slice(request, done, stale); },
                std::move(wake)) {}

  std::string name() const override { return "Slice"; }
  PanelPlace place() const override { return PanelPlace::right_bottom; }
  bool settled() const override { return !waiting_; }

  void draw(Laboratory& lab) override {
    const RunView* run = lab.selected_run();
    const bool ready = run != nullptr && lab.experiment() != nullptr && !run->trajectory.empty();
    waiting_ = false;
    if (begin_panel({.title = name(), .subtitle = ready ? run->info.label : "", .scrolls = false}, &open) && ready) {
      request(lab, *run);
      show(lab, *run);
    }
    end_panel();
  }

 private:
  void direction_choice(const Laboratory& lab, const RunView& run) {
    const auto chosen = static_cast<std::size_t>(choice_.direction);
    std::string preview = choice_.direction == SliceDirection::towards ? target_label_ : direction_names[chosen];
    if (choice_.direction == SliceDirection::axis) preview = fmt::format("along axis {}", choice_.axis + 1);
    const WithFont small(text_font(), small_size);
    preview = wrapped(preview, direction_width - ImGui::GetFrameHeight() - 12.0F, 1).front();
    ImGui::SetNextItemWidth(direction_width);
    if (!ImGui::BeginCombo("##direction", preview.c_str(), ImGuiComboFlags_HeightLargest)) {
      help_tooltip("The line's direction. The wheel zooms, a double click goes back.");
      return;
    }
    for (std::size_t i = 0; i < std::size(direction_names); ++i) {
      const auto direction = static_cast<SliceDirection>(i);
      if (direction == SliceDirection::axis) continue;
      if (ImGui::Selectable(direction_names[i], i == chosen)) {
        if (direction == SliceDirection::random && choice_.direction == direction) ++choice_.seed;
        choice_.direction = direction;
        choice_.half_width = 0.0;
      }
      if (direction == SliceDirection::random) help_tooltip("Choosing it again draws another.");
    }
    for (const SliceTarget& target : slice_targets(lab, run, wanted_.x)) {
      const bool current = choice_.direction == SliceDirection::towards && choice_.name == target.name;
      if (!ImGui::Selectable((target.label + "##" + target.name).c_str(), current)) continue;
      choice_.direction = SliceDirection::towards;
      choice_.name = target.name;
      target_label_ = target.label;
      choice_.half_width = 0.0;
    }
    ImGui::SetNextItemWidth(110.0F);
    int axis = static_cast<int>(choice_.axis) + 1;
    if (ImGui::InputInt("axis", &axis)) {
      choice_.axis = std::clamp<Eigen::Index>(axis - 1, 0, wanted_.x.size() - 1);
      choice_.direction = SliceDirection::axis;
      choice_.half_width = 0.0;
    }
    ImGui::EndCombo();
  }

  /// One question at a time while the point moves on, so that answers come at all; another choice ends it.
  void request(const Laboratory& lab, const RunView& run) {
    SliceRequest next = choice_;
    next.loss = lab.experiment()->loss;
    next.problem = lab.experiment()->problem;
    const Eigen::Index d = next.loss->dimension();
    next.axis = std::min(next.axis, d - 1);
    if (run.snapshot.point != nullptr) next.x = *run.snapshot.point;
    if (const Snapshot* step = lab.shown_snapshot(); step != nullptr && step->point != nullptr) {
      next.x = *step->point;
      next.before = step->before;
    } else if (lab.shown_step()) {  // until it is replayed: where the record says it is
      next.x = run.trajectory.point(shown_row(run, lab.shown_step())).value_or(next.x);
    }
    if (next.direction == SliceDirection::towards) aim(next, slice_targets(lab, run, next.x));
    next.start = start_of(run).value_or(Vector());
    next.neighbourhood = lab.surface_neighbourhood();
    next.rho = lab.surface_rho();
    next.tilt = lab.surface_tilt();
    if (auto answer = worker_.newest()) {
      busy_ = busy_ && !(answer->complete && answer->request.id == wanted_.id);
      // f alone comes first: worth showing where nothing better is there
      if (answer->complete || !same_choice(answer->request, slice_.request)) slice_ = std::move(*answer);
    }
    const bool asked = same_choice(next, wanted_) && same(next.x, wanted_.x) && same(next.target, wanted_.target);
    if (next.x.size() == d && !asked) {
      if (!busy_ || !same_choice(next, wanted_)) {
        next.id = wanted_.id + 1;
        wanted_ = next;
        worker_.request(next);
        busy_ = true;
      }
      waiting_ = true;
    }
    waiting_ = waiting_ || busy_ || !lab.replayed_step().settled();
  }

  /// At where the chosen target is now; at nothing where it has gone.
  void aim(SliceRequest& next, const std::vector<SliceTarget>& targets) {
    const auto found = std::ranges::find(targets, next.name, &SliceTarget::name);
    next.target = found == targets.end() ? Vector() : found->at;
    if (found == targets.end()) return;
    next.reaches = found->reaches;
    target_label_ = found->label;
  }

  void show(const Laboratory& lab, const RunView& run) {
    const Palette& p = palette();
    const ImVec2 corner = ImGui::GetCursorPos();
    ImGui::SetCursorPosX(corner.x + ImGui::GetContentRegionAvail().x - direction_width);
    direction_choice(lab, run);
    ImGui::SetCursorPos({corner.x, corner.y + 4.0F});
    if (slice_.request.loss == nullptr) return;
    if (!slice_.reason.empty()) {
      ImGui::SetCursorPos({corner.x, corner.y + spacing::row_height + 4.0F});
      return caption("No line: " + slice_.reason + ".");
    }
    const ImColor tilted = tilt_colour(p, static_cast<float>(tilt_to_fraction(slice_.request.tilt)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {8.0F, 2.0F});
    legend(tilted);
    const float caption_height = ImGui::GetTextLineHeight() + 2.0F;
    const ImVec2 room = ImGui::GetContentRegionAvail();
    plot(run, tilted, std::max(60.0F, room.y - caption_height));
    caption(slice_.tilted.values.empty() && !slice_.complete ? "Fₜ is being averaged …"
            : slice_.tilted.values.empty()
                ? "no Fₜ: " + slice_.tilted_note
                : fmt::format("Fₜ at t = {} over {}", readable(slice_.request.tilt), slice_.tilted_note),
            1);
    ImGui::PopStyleVar();
  }

  void legend(const ImColor& tilted) const {
    const WithFont small(text_font(), small_size);
    const auto entry = [](const char* text, const ImColor& colour) {
      ImGui::PushStyleColor(ImGuiCol_Text, colour.Value);
      ImGui::TextUnformatted(text);
      ImGui::PopStyleColor();
      ImGui::SameLine(0.0F, 14.0F);
    };
    entry("f", palette().text);
    if (!slice_.tilted.values.empty()) entry(fmt::format("Fₜ, t = {}", readable(slice_.request.tilt)).c_str(), tilted);
    entry("quadratic", palette().muted);
    ImGui::NewLine();
    ImGui::Dummy({0.0F, 2.0F});
  }

  /// Of f and F_t: the quadratic may leave the picture.
  std::pair<double, double> value_range() const {
    double low = INFINITY, high = -INFINITY;
    for (const SliceCurve* curve : {&slice_.loss, &slice_.tilted})
      for (const double value : curve->values)
        if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
    if (!(low <= high)) return {0.0, 1.0};
    const double margin = std::max(0.07 * (high - low), 1e-9 * std::max(1.0, std::abs(high)));
    return {low - margin, high + margin};
  }

  void plot(const RunView& run, const ImColor& tilted, float height) {
    const WithFont numbers(mono_font(), 12.0F);
    constexpr ImPlotFlags flags = ImPlotFlags_NoLegend | ImPlotFlags_NoMenus | ImPlotFlags_NoMouseText |
                                  ImPlotFlags_NoTitle | ImPlotFlags_NoBoxSelect;  // the axes are set in every frame
    if (!ImPlot::BeginPlot("##slice", {-1.0F, height}, flags)) return;
    const double w = slice_.half_width;
    const auto [low, high] = value_range();
    ImPlot::SetupAxis(ImAxis_X1, nullptr, ImPlotAxisFlags_NoHighlight);
    ImPlot::SetupAxis(ImAxis_Y1, nullptr, ImPlotAxisFlags_NoHighlight);
    ImPlot::SetupAxisLimits(ImAxis_X1, -w, w, ImPlotCond_Always);
    ImPlot::SetupAxisLimits(ImAxis_Y1, low, high, ImPlotCond_Always);
    const double width = static_cast<double>(ImGui::GetContentRegionAvail().x) - 60.0;
    set_ticks(ImAxis_X1, axis_ticks(-w, w, false, {.length = width, .least_gap = 50.0, .end_margin = 14.0}));
    set_ticks(ImAxis_Y1,
              axis_ticks(low, high, false,
                         {.length = static_cast<double>(height) - 24.0, .least_gap = 16.0, .end_margin = 4.0}));
    const Palette& p = palette();
    const auto line = [](const char* id, const SliceCurve& curve, const ImColor& colour, float weight) {
      ImPlotSpec spec;
      spec.LineColor = colour.Value;
      spec.LineWeight = weight;
      ImPlot::PlotLine(id, curve.s.data(), curve.values.data(), static_cast<int>(curve.s.size()), spec);
    };
    SliceCurve model{.s = slice_.loss.s, .values = {}};
    for (const double s : model.s) model.values.push_back(slice_.quadratic(s));
    line("##quadratic", model, with_alpha(p.muted, 0.55F), 4.0F);  // wide: it often lies under f
    line("##tilted", slice_.tilted, tilted, 2.2F);
    line("##f", slice_.loss, p.text, 1.8F);
    const auto dot = [&](const char* id, double s, double value, const ImColor& colour, float size) {
      ImPlotSpec spec;
      spec.Marker = ImPlotMarker_Circle;
      spec.MarkerSize = size;
      spec.MarkerFillColor = spec.MarkerLineColor = colour.Value;
      ImPlot::PlotScatter(id, &s, &value, 1, spec);
    };
    if (slice_.mark) dot("##mark", slice_.mark->s, slice_.mark->value, p.muted, 3.5F);
    dot("##here", 0.0, slice_.value, run_style(run.colour).colour, 5.0F);
    const bool hovered = ImPlot::IsPlotHovered();
    const double at = ImPlot::GetPlotMousePos().x;
    ImPlot::EndPlot();
    if (!hovered) return;
    if (const float wheel = ImGui::GetIO().MouseWheel; wheel != 0.0F)
      choice_.half_width = std::clamp(w * std::pow(1.2, -static_cast<double>(wheel)), 1e-9, 1e9);
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) choice_.half_width = 0.0;
    tooltip(at);
  }

  static double interpolated(const SliceCurve& curve, double s) {
    const auto above = std::ranges::lower_bound(curve.s, s);
    if (above == curve.s.begin() || above == curve.s.end()) return std::nan("");
    const auto i = static_cast<std::size_t>(above - curve.s.begin());
    const double part = (s - curve.s[i - 1]) / (curve.s[i] - curve.s[i - 1]);
    return (1.0 - part) * curve.values[i - 1] + part * curve.values[i];
  }

  void tooltip(double s) const {
    const WithFont usual(text_font());
    if (!ImGui::BeginTooltip()) return;
    const auto entry = [](const char* name, double value) {
      muted(name);
      ImGui::SameLine(80.0F);
      mono(std::isnan(value) ? "–" : readable(value, 4).c_str());
    };
    entry("distance", s);
    entry("f", interpolated(slice_.loss, s));
    if (!slice_.tilted.values.empty()) entry("Fₜ", interpolated(slice_.tilted, s));
    entry("quadratic", slice_.quadratic(s));
    ImGui::EndTooltip();
  }

  SliceWorker worker_;
  SliceRequest choice_, wanted_;
  std::string target_label_;
  Slice slice_;
  bool busy_ = false, waiting_ = false;
};

}  // namespace

std::unique_ptr<Panel> make_slice_panel(std::function<void()> wake) {
  return std::make_unique<SlicePanel>(std::move(wake));
}

}  // namespace tiltscape
