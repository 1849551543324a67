// The perturbations panel: what the selected run's step that is shown looked at, the weights it gave, and where it
// should have gone.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/colormaps.h"
#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/followed_step.h"
#include "app/panels/panel.h"
#include "app/theme.h"
#include "app/views/perturbation_view.h"
#include "app/views/weight_shares.h"
#include "app/widgets/caption.h"
#include "app/widgets/row.h"
#include "core/optimizer.h"

namespace tiltscape {
namespace {

constexpr float least_bars = 76.0F;  ///< height of the histogram

/// One line of numbers that ends at `right`, in the window's coordinates.
void right_row(const char* label, const std::string& value, const char* help, float right,
               const ImColor* colour = nullptr) {
  const WithFont small(text_font(), small_size);
  ImGui::PushStyleColor(ImGuiCol_Text, colour != nullptr ? colour->Value : palette().muted.Value);
  ImGui::TextUnformatted(label);
  ImGui::PopStyleColor();
  help_tooltip(help);
  ImGui::SameLine(std::max(0.0F, right - text_extent(mono_font(), mono_size, value.c_str()).x));
  mono(value.c_str());
}

std::string degrees(const Vector& a, const Vector& b) {
  const double lengths = a.norm() * b.norm();
  if (!(lengths > 0.0)) return "–";
  return readable(std::acos(std::clamp(a.dot(b) / lengths, -1.0, 1.0)) * 180.0 / std::numbers::pi, 3) + "°";
}

/// A vector's two coordinates in a chart, which need not be linear.
Eigen::Vector2d in_chart(const Chart& chart, const Vector& x, const Vector& v) {
  const double length = v.norm();
  if (!(length > 0.0)) return {0.0, 0.0};
  const Vector step = 1e-5 * (1.0 + x.norm()) / length * v;
  return (chart.project(x + step) - chart.project(x - step)) / (2.0 * step.norm()) * length;
}

class PerturbationsPanel final : public Panel {
 public:
  explicit PerturbationsPanel(std::function<void()> wake) : followed_(std::move(wake)) {}

  std::string name() const override { return "Perturbations"; }
  PanelPlace place() const override { return PanelPlace::right_bottom; }
  bool settled() const override { return !waiting_; }

  void draw(Laboratory& lab) override {
    const RunView* run = lab.experiment() != nullptr ? lab.selected_run() : nullptr;
    const Snapshot* step = run != nullptr ? lab.shown_snapshot() : nullptr;
    std::string subtitle;
    if (step != nullptr) subtitle = fmt::format("{} of {}", grouped(followed_.take(lab, *run, *step)), run->info.label);
    waiting_ = !lab.replayed_step().settled();
    if (begin_panel({.title = name(), .subtitle = subtitle}, &open) && run != nullptr) {
      ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {10.0F, 3.0F});
      if (step == nullptr) {
        caption(lab.replayed_step().reason().empty() ? "The step is being replayed."
                                                     : "Not shown: " + lab.replayed_step().reason() + ".");
      } else if (step->step == 0) {
        caption("No step was taken yet.");
      } else {
        show(lab, *run, followed_.facts());
        waiting_ = waiting_ || !followed_.settled();
      }
      ImGui::PopStyleVar();
    }
    end_panel();
  }

 private:
  void show(const Laboratory& lab, const RunView& run, const StepFacts& facts) {
    if (map_name_ != lab.scene().view.colormap || map_.empty()) {
      map_name_ = lab.scene().view.colormap;
      map_ = colormap(map_name_);
    }
    const Snapshot& s = facts.snapshot;
    const bool probed = !s.losses.empty();
    const bool picture = facts.problem != nullptr;
    const bool projected = picture && facts.problem->dimension() > 3;
    const bool histogram = probed && (projected || !picture);
    if (!picture && !histogram) return numbers(run, facts);
    const float line = ImGui::GetTextLineHeight() + 3.0F;
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const bool beside = room.x > 0.9F * room.y;
    const float width = beside ? 0.52F * room.x : room.x;
    const float height = beside ? room.y : room.y - 9.0F * line;
    const float bars = !picture ? height - 1.0F : histogram ? std::max(least_bars, 0.36F * height) : 0.0F;
    const float below = histogram ? line + 8.0F : probed ? 3.0F * line + 4.0F : line;
    ImGui::BeginGroup();
    PerturbationScale scale;
    if (picture) {
      const PerturbationInput input = input_of(lab, run, facts);
      const float side = std::max(60.0F, std::min(width, height - below - bars));
      scale = draw_perturbations(input, side);
      key(facts, scale, input, histogram ? width : side, !histogram);
    }
    if (histogram) {
      const PerturbationInput all{.weights = s.weights, .losses = s.losses, .colours = map_};
      scale.drawn = std::max(scale.drawn, draw_weight_shares(all, {width, std::max(least_bars, bars)}).drawn);
    }
    ImGui::EndGroup();
    if (beside) ImGui::SameLine(0.0F, 14.0F);
    ImGui::BeginChild("##numbers", {0.0F, 0.0F});
    numbers(run, facts);
    for (const std::string& arrow : scale.too_short) caption("too short to scale, a hairline at most: " + arrow);
    if (scale.drawn > 0 && scale.drawn < s.probed)
      caption(fmt::format("the {} heaviest of {} points", scale.drawn, grouped(s.probed)));
    if (projected) caption(fmt::format("projected from {} dimensions", facts.problem->dimension()));
    ImGui::EndChild();
  }

  /// What the picture is drawn with, below it.
  static void key(const StepFacts& facts, const PerturbationScale& scale, const PerturbationInput& input, float width,
                  bool losses) {
    const float right = ImGui::GetCursorPosX() + width;
    if (scale.per_gradient > 0.0)
      right_row("arrows ×", readable(scale.per_gradient),
                "One factor for all arrows: their lengths compare. A hairline shows where a short one points.", right);
    if (input.radius > 0.0)
      if (const auto outline = outline_of(facts.snapshot, facts.average))
        right_row(outline->first, readable(outline->second), "Radius of the neighbourhood that is averaged over.",
                  right);
    if (!losses || input.losses.empty()) return;
    const WithFont small(text_font(), small_size);
    muted("loss");
    ImGui::SameLine();
    draw_loss_bar(input.colours, scale.low, scale.high, right - ImGui::GetCursorPosX());
  }

  PerturbationInput input_of(const Laboratory& lab, const RunView& run, const StepFacts& facts) const {
    PerturbationInput input{.colours = map_};
    const Snapshot& s = facts.snapshot;
    const Chart& plane = *lab.shown_chart().chart();
    const Eigen::Vector2f centre = plane.project(s.before).cast<float>();
    input.centre = {centre[0], centre[1]};
    input.labels = plane.labels;
    input.points = lab.shown_chart().probed(s);
    if (input.points.size() == s.weights.size()) {  // else this plane is newer than the step
      input.weights = s.weights;
      input.losses = s.losses;
      input.pairs = s.pairs;
    }
    // a ball's projection has its radius, but in many dimensions no point comes near it
    const auto outline = outline_of(s, facts.average);
    if (outline && s.before.size() <= 3) input.radius = outline->second;
    const Palette& p = palette();
    const auto add = [&](const std::optional<Vector>& gradient, const char* label, const char* meaning, ImColor colour,
                         bool thick) {
      if (gradient)
        input.arrows.push_back(
            {label, meaning, in_chart(plane, s.before, -*gradient), gradient->norm(), colour, thick});
    };
    add(facts.gradient, "−∇f", "down the gradient at x", p.text, false);
    add(facts.tilted, "−∇Fₜ", "down the exact gradient of Fₜ", p.accent, true);
    const OptimizerEntry& entry = find_optimizer(run.info.spec.optimizer);
    add(facts.step, follows_estimate(entry) ? "−ĝ" : "step/η", "what the step followed", run_style(run.colour).colour,
        false);
    return input;
  }

  /// Whether step and estimate are the same but for η.
  static bool follows_estimate(const OptimizerEntry& entry) {
    return entry.zeroth_order && entry.step_kind == StepKind::plain;
  }

  /// How the outline's radius is written, and how long it is.
  static std::optional<std::pair<const char*, double>> outline_of(const Snapshot& s, const RunAverage& average) {
    if (s.losses.empty() || !(s.rho > 0.0)) return std::nullopt;
    const bool cut = average.reason.empty() && average.neighbourhood == Neighbourhood::gaussian;
    const auto d = s.before.size();
    return std::pair(cut ? "circle 3ρ" : "circle ρ√d",
                     s.rho * neighbourhood_radius(cut ? Neighbourhood::gaussian : Neighbourhood::ball, d));
  }

  static void numbers(const RunView& run, const StepFacts& facts) {
    const Snapshot& s = facts.snapshot;
    const Palette& p = palette();
    const OptimizerEntry& entry = find_optimizer(run.info.spec.optimizer);
    const ImColor own = run_style(run.colour).colour;
    const float end = ImGui::GetContentRegionMax().x;
    const auto line = [end](const char* label, const std::string& value, const char* help,
                            const ImColor* colour = nullptr) { right_row(label, value, help, end, colour); };
    const auto length = [](const std::optional<Vector>& v) { return v ? readable(v->norm()) : std::string("–"); };
    const bool plain = entry.step_kind == StepKind::plain;
    const double eta = s.settings.real("learning_rate");
    line(follows_estimate(entry) ? "−ĝ" : "step/η",
         plain       ? readable(s.estimate_norm)
         : eta > 0.0 ? readable(s.length / eta)
                     : "–",
         plain ? "The estimate that the step followed, and its length. Arrows point downhill."
               : "The step over η, which the averages of this method make of its gradients. Arrows point downhill.",
         &own);
    if (!plain)
      line(entry.zeroth_order ? "|ĝ|" : "gradient taken", readable(s.estimate_norm),
           "Norm of the estimate that was taken into the averages; it has no arrow.");
    if (facts.missing.empty())
      line(facts.average.tilt > 0.0 ? "−∇Fₜ" : "−∇Fₜ, t = 0", length(facts.tilted),
           "The exact gradient of the tilted objective over the neighbourhood that belongs to the run's directions, by "
           "quadrature, and its length.",
           &p.accent);
    if (facts.gradient) line("−∇f", length(facts.gradient), "The gradient of f itself at x, and its length.", &p.text);
    if (facts.step && facts.tilted) {
      line(plain ? "angle ĝ, ∇Fₜ" : "angle step, ∇Fₜ", degrees(*facts.step, *facts.tilted),
           plain ? "Angle between the estimate and what it estimates."
                 : "Angle between what the step follows and the gradient that is estimated.");
      line("angle ∇f, ∇Fₜ", degrees(*facts.gradient, *facts.tilted),
           "How far the tilt and the average turn the gradient.");
      if (plain && facts.tilted->norm() > 0.0) {
        line("|ĝ| / |∇Fₜ|", readable(facts.step->norm() / facts.tilted->norm(), 2),
             "Length of the estimate over that of what it estimates.");
        line("with k → ∞", readable(facts.length_factor, 2),
             "What this ratio tends to with ever more pairs: sphere directions have the direction of the ball's ∇Fₜ, "
             "but "
             "are divided by the sphere's mean of exp(t f) where the ball's belongs.");
      }
    } else if (facts.step && facts.gradient && entry.zeroth_order) {
      line(plain ? "angle ĝ, ∇f" : "angle step, ∇f", degrees(*facts.step, *facts.gradient),
           "Angle between what the step follows and the gradient at x.");
    }
    if (s.effective_samples > 0.0) {
      const bool single = !s.sample_losses.empty();
      line(single ? "ESS/n" : "ESS/k",
           fmt::format("{}/{}", readable(s.effective_samples), readable(s.settings.real(single ? "samples" : "pairs"))),
           "Effective samples of all: near 1 where the worst point holds all the weight.");
    }
    line("step", readable(s.length), "Distance between the points before and after: the effective step.");
    if (facts.problem == nullptr)
      caption("no ∇f: a model's takes a pass over its whole training set, beside every step", 6);
    if (!facts.missing.empty()) caption("no exact ∇Fₜ: " + facts.missing, 6);
    if (facts.missing.empty() && facts.average.neighbourhood == Neighbourhood::gaussian)
      caption("∇Fₜ is of the Gaussian cut at 3ρ; the directions are not cut", 6);
    if (!s.sample_losses.empty())
      caption(run.info.label + " takes gradients at points around x that are not drawn; Step lists them");
    else if (s.losses.empty())
      caption(run.info.label + " probes no points");
  }

  FollowedStep followed_;
  bool waiting_ = false;
  std::string map_name_;
  std::vector<std::uint8_t> map_;
};

}  // namespace

std::unique_ptr<Panel> make_perturbations_panel(std::function<void()> wake) {
  return std::make_unique<PerturbationsPanel>(std::move(wake));
}

}  // namespace tiltscape
