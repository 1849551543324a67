// The step panel: the latest step of the selected run, term by term; of an earlier one, what was recorded.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/describe_run.h"
#include "app/panels/panel.h"
#include "app/theme.h"
#include "app/views/perturbation_view.h"
#include "app/widgets/caption.h"
#include "app/widgets/row.h"
#include "core/optimizer.h"

namespace tiltscape {
namespace {

/// A value and, in words beside it or below where there is no room, what it means.
void step_row(const char* label, const std::string& value, const char* help, const std::string& verdict = {},
              const ImColor* colour = nullptr) {
  const WithFont small(text_font(), small_size);
  muted(label);
  help_tooltip(help);
  const float values = ImGui::GetContentRegionMax().x * 0.46F;
  ImGui::SameLine(std::max(values, ImGui::GetItemRectSize().x + 8.0F));
  mono(value.c_str());
  if (verdict.empty()) return;
  ImGui::SameLine();
  if (ImGui::CalcTextSize(verdict.c_str()).x > ImGui::GetContentRegionAvail().x) {
    ImGui::NewLine();
    ImGui::SameLine(values);
  }
  ImGui::PushStyleColor(ImGuiCol_Text, colour->Value);
  ImGui::TextUnformatted(verdict.c_str());
  ImGui::PopStyleColor();
}

class StepPanel final : public Panel {
 public:
  std::string name() const override { return "Step"; }
  PanelPlace place() const override { return PanelPlace::right_bottom; }

  void draw(Laboratory& lab) override {
    const RunView* run = lab.selected_run();
    const bool earlier = run != nullptr && lab.shown_step() && !run->trajectory.empty();
    const std::size_t at = earlier ? shown_row(*run, lab.shown_step()) : 0;
    std::string subtitle;
    if (run != nullptr)
      subtitle =
          fmt::format("{} of {}", grouped(earlier ? run->trajectory.step(at) : run->snapshot.step), run->info.label);
    if (begin_panel({.title = "Step", .subtitle = subtitle}, &open) && run != nullptr) {
      ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {8.0F, 4.0F});
      if (earlier)
        show_record(*run, at);
      else
        show(*run);
      ImGui::PopStyleVar();
    }
    end_panel();
  }

 private:
  /// An earlier step: its record is all that is kept of it.
  static void show_record(const RunView& run, std::size_t at) {
    const Trajectory& trajectory = run.trajectory;
    ImGui::TextUnformatted(find_optimizer(run.info.spec.optimizer).formula.c_str());
    for (const std::size_t column : measured_columns(trajectory.columns())) {
      const std::string& name = trajectory.columns().names[column];
      const auto found = trajectory.last_measured(column, at);  // a measure may be taken less often than records
      if (!found) continue;
      const std::size_t measured = *found;
      std::string text = readable(trajectory.value(measured, column), 5);
      if (const std::size_t error = error_column(trajectory.columns(), column); error != Columns::npos)
        text += " ± " + readable(trajectory.value(measured, error), 2);
      step_row(column_title(name).c_str(), text, column_help(name).c_str(),
               measured == at ? "" : "at step " + grouped(trajectory.step(measured)), &palette().muted);
    }
    const Counts& counts = trajectory.counts(at);
    step_row("Cost", compact(static_cast<double>(counts.cost())),
             "Forward passes of this run until here: 1 a loss, 3 a gradient.");
    step_row("Evaluations", compact(static_cast<double>(counts.evaluations)), "Losses that the optimizer asked for.");
    step_row("Gradients", compact(static_cast<double>(counts.gradients)), "Gradients that the optimizer asked for.");
    caption("An earlier step: its record. Perturbations shows what it looked at, where the run is quick to repeat.");
  }

  static void show(const RunView& run) {
    const Snapshot& s = run.snapshot;
    const OptimizerEntry& entry = find_optimizer(run.info.spec.optimizer);
    const Settings& settings = s.settings;
    ImGui::TextUnformatted(entry.formula.c_str());
    if (s.step == 0) return;
    for (const auto& [name, setting] : run.info.spec.settings)
      if (std::holds_alternative<Schedule>(setting))
        step_row(name.c_str(), readable(settings.real(name, s.step - 1), 4), "Scheduled: as it was in this step.");
    const bool plain = entry.step_kind == StepKind::plain;
    step_row(
        entry.zeroth_order ? "norm of estimate g" : "gradient norm", readable(s.estimate_norm, 4),
        plain ? "Norm of what the step follows." : "Norm of what the running averages took in; the step follows them.");
    step_row("step length", readable(s.length, 4),
             plain ? "Distance between the points before and after: the effective step, η times the norm of g."
                   : "Distance between the points before and after: the effective step.");
    if (!plain) averages(s, entry.step_kind);
    if (settings.find("tilt") != nullptr) tilt(s, settings);
    const std::uint64_t recorded = run.trajectory.empty() ? 0 : run.trajectory.step(run.trajectory.size() - 1);
    step_row("recorded loss", readable(latest(run, "loss"), 5),
             "f at the latest record. The landscape says f at the very point where the run is.",
             recorded == s.step ? "" : "at step " + grouped(recorded), &palette().muted);
    if (!s.losses.empty())
      heaviest(s.losses, s.weights, "heaviest of the points probed",
               [&s](std::size_t i) { return probed_name(s.pairs, i); });
    if (!s.sample_losses.empty())
      heaviest(s.sample_losses, s.sample_weights, "heaviest of the samples, after their ascent",
               [](std::size_t i) { return fmt::format("x{}", i + 1); });
    const auto later = std::ranges::upper_bound(run.changes, s.step, {}, &Change::step);
    if (later != run.changes.begin())
      step_row("changes", std::to_string(later - run.changes.begin()),
               "Settings that were moved on the way; saved with the scene.",
               "last at step " + grouped(std::prev(later)->step), &palette().muted);
  }

  /// What momentum or Adam's moments make of η and the gradient.
  static void averages(const Snapshot& s, StepKind kind) {
    const double eta = s.settings.real("learning_rate");
    if (!(eta > 0.0) || !s.point) return;
    if (kind == StepKind::rescaled)
      step_row(
          "step / (η√d)", readable(s.length / (eta * std::sqrt(static_cast<double>(s.point->size()))), 3),
          "Root mean square of what the coordinates moved by, over η: 1 where the gradient keeps its signs, less where "
          "its noise averages out.");
    else if (s.estimate_norm > 0.0)
      step_row("step / (η |∇f|)", readable(s.length / (eta * s.estimate_norm), 3),
               "What momentum makes of this gradient's step: up to 1/(1 − β) where the slope is steady, more where it "
               "coasts.");
  }

  static void tilt(const Snapshot& s, const Settings& settings) {
    const bool single = !s.sample_losses.empty();  // samples instead of pairs
    const double t = settings.real("tilt", s.step);
    const double k = settings.real(single ? "samples" : "pairs", s.step);
    const double share = s.effective_samples / k;
    const Palette& p = palette();
    const bool acts = s.tilt_spread >= 0.3;
    step_row("t · std f", readable(s.tilt_spread),
             "Standard deviation of the losses times t. The tilt matters where this is about 1 or more.",
             acts ? "tilt acts" : "tilt hardly acts", acts ? &p.good : &p.muted);
    const bool collapsed = !single && share < 0.15;  // where the worst sample is wanted, one is all there is
    step_row("effective samples", fmt::format("{} of {}", readable(s.effective_samples), readable(k)),
             single ? "ESS = 1/Σ w², between 1 and n: how many samples carry the weight."
                    : "ESS = 1/Σ B², between 1 and k: how many pairs carry the weight. It rates the estimator, not the "
                      "outcome.",
             collapsed ? "collapsed" : "", &p.bad);
    if (!single && t > 100 && s.point)
      step_row("bound √d/(tρ)", readable(std::sqrt(static_cast<double>(s.point->size())) / (t * s.rho)),
               "The naive estimate with sphere directions is never longer: it shrinks as 1/t.");
  }

  /// The heaviest points with their losses and weights.
  template <class Name>
  static void heaviest(const std::vector<float>& losses, const std::vector<float>& weights, const char* title,
                       const Name& name) {
    std::vector<std::size_t> order(losses.size());
    std::iota(order.begin(), order.end(), 0);
    const auto shown = static_cast<std::ptrdiff_t>(std::min<std::size_t>(4, order.size()));
    std::partial_sort(order.begin(), order.begin() + shown, order.end(), [&](std::size_t a, std::size_t b) {
      return weights[a] != weights[b] ? weights[a] > weights[b] : losses[a] > losses[b];
    });
    const WithFont small(text_font(), small_size);
    muted(title);
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {4.0F, 1.0F});
    const bool shown_table = ImGui::BeginTable("##probes", 3, ImGuiTableFlags_SizingStretchSame);
    ImGui::PopStyleVar();
    if (!shown_table) return;
    for (const char* column : {"point", "loss", "weight"}) {
      ImGui::TableNextColumn();
      muted(column);
    }
    for (std::ptrdiff_t i = 0; i < shown; ++i) {
      const std::size_t point = order[static_cast<std::size_t>(i)];
      ImGui::TableNextColumn();
      mono(name(point).c_str());
      ImGui::TableNextColumn();
      mono(readable(static_cast<double>(losses[point]), 4).c_str());
      ImGui::TableNextColumn();
      mono(fmt::format("{:.1f} %", 100.0 * static_cast<double>(weights[point])).c_str());
    }
    ImGui::EndTable();
  }
};

}  // namespace

std::unique_ptr<Panel> make_step_panel() { return std::make_unique<StepPanel>(); }

}  // namespace tiltscape
