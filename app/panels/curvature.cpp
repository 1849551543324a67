// The curvature panel: what is sharp where the selected run is, by every measure, with errors, beside the runs.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/curvature_parts.h"
#include "app/panels/curvature_watch.h"
#include "app/panels/describe_run.h"
#include "app/panels/panel.h"
#include "app/theme.h"
#include "app/widgets/caption.h"
#include "app/widgets/row.h"
#include "app/widgets/segmented.h"
#include "app/widgets/slider.h"
#include "core/curvature/near_minimum.h"
#include "core/measure.h"

namespace tiltscape {
namespace {

constexpr std::array<Segment, 3> curvature_faces = {{
    {"values",
     "Every measure of sharpness, with its standard error. They disagree, which is why they stand side by side."},
    {"spectrum", "The eigenvalues of the Hessian, and their eigenvectors as a plane for the landscape."},
    {"layers", "Which layer of a model the trace comes from."},
}};

constexpr std::array methods = {"auto", "exact", "hutchinson", "hutch++", "zeroth-order"};

class CurvaturePanel final : public Panel {
 public:
  explicit CurvaturePanel(std::function<void()> wake) : watch_(std::move(wake)) {}

  std::string name() const override { return "Curvature"; }
  PanelPlace place() const override { return PanelPlace::right_bottom; }
  bool settled() const override { return !waiting_; }

  void draw(Laboratory& lab) override {
    const RunView* run = lab.experiment() != nullptr ? lab.selected_run() : nullptr;
    const Snapshot* step = run != nullptr ? lab.shown_snapshot() : nullptr;
    waiting_ = !lab.replayed_step().settled();
    std::string subtitle;
    if (run != nullptr && watch_.report() != nullptr)
      subtitle = fmt::format("{} at {}", run->info.label, grouped(watch_.step()));
    if (begin_panel({.title = name(), .subtitle = subtitle}, &open) && run != nullptr) {
      if (step == nullptr) {
        caption(lab.replayed_step().reason().empty() ? "The step is being replayed."
                                                     : "Not shown: " + lab.replayed_step().reason() + ".");
      } else {
        watch_.follow(lab, *run, *step, choice_);
        waiting_ = waiting_ || !watch_.settled();
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {8.0F, 3.0F});
        const std::span<const Segment> all(curvature_faces);
        const bool has_layers = !lab.experiment()->loss->layers().empty();
        if (!has_layers) face_ = std::min(face_, 1);
        segmented("##face", has_layers ? all : all.first(2), face_);
        if (face_ == 0) method_choice(lab);
        show(lab, *run, step->step);
        ImGui::PopStyleVar();
      }
    }
    end_panel();
  }

 private:
  void show(Laboratory& lab, const RunView& run, std::uint64_t now) {
    const CurvatureReport* report = watch_.report();
    if (report == nullptr) return caption("Being measured …");
    std::string where = fmt::format("{} at step {}{}", run.info.label, grouped(watch_.step()),
                                    watch_.step() == now ? "" : fmt::format(", now at {}", grouped(now)));
    if (const CurvatureReport* next = watch_.under_way())
      where += fmt::format(" (of step {} {} after {})", grouped(watch_.next_step()), measured(*next),
                           duration(next->seconds));
    if (!std::isfinite(report->loss) || !std::isfinite(report->gradient_norm))
      return caption("f or its gradient is not finite here: curvature is not defined.");
    if (face_ > 0) caption(where + ".", 2);
    if (face_ == 1) return curvature_spectrum(lab, *report, density_);
    if (face_ == 2) return curvature_layers(*report);
    const bool steep = outweighed(*report);
    facts(*report, where, steep);
    rescaling(*lab.experiment()->loss);
    curvature_values(*report, steep);
  }

  /// "4 of 13 parts are measured"
  static std::string measured(const CurvatureReport& report) {
    return fmt::format("{} of {} parts are measured", report.done, report.parts);
  }

  /// Whether the slope is more than the curvature at the run's scale.
  bool outweighed(const CurvatureReport& report) const {
    const auto trace = std::ranges::find(report.rows, "trace", [](const auto& row) { return row.spec.name; });
    return trace != report.rows.end() && trace->here && trace->here->defined() &&
           slope_outweighs(report.gradient_norm, trace->here->value, watch_.rho());
  }

  void facts(const CurvatureReport& report, const std::string& where, bool steep) const {
    std::string text = fmt::format("{}: f = {}, ‖∇f‖ = {}; with ρ = {}, t = {}", where, readable(report.loss),
                                   readable(report.gradient_norm), readable(watch_.rho()), readable(watch_.tilt()));
    if (report.rescaled_loss)
      text += fmt::format("; f = {} at α = {}", readable(*report.rescaled_loss), readable(choice_.alpha));
    text += report.last ? fmt::format("; {} evaluations, {}", grouped(report.cost), duration(report.seconds))
                        : fmt::format("; {} so far, {}", measured(report), duration(report.seconds));
    if (steep) text += (". Greyed: at this ρ the slope is more than the curvature: no minimum yet, or a kink");
    caption(text + ".", 4);
  }

  void rescaling(const LossFunction& loss) {
    const std::string how = loss.rescaling();
    if (how.empty()) {
      choice_.alpha = 1.0;
      return;
    }
    const std::string help =
        "Another point of the same function, " + how +
        ": f is unchanged there, and so is all that the function does. Measures that move are no property of it.";
    slider({.name = "Rescale",
            .symbol = "α",
            .help = help.c_str(),
            .slider_low = 0.1,
            .slider_high = 10.0,
            .logarithmic = true,
            .fallback = 1.0,
            .low = 1e-3,
            .high = 1e3},
           choice_.alpha);
  }

  /// At the right end of the row of faces.
  void method_choice(const Laboratory& lab) {
    constexpr float width = 124.0F;
    const float place = ImGui::GetContentRegionMax().x - width;
    if (ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x + 8.0F < place) ImGui::SameLine(place);
    const WithFont small(text_font(), small_size);
    ImGui::SetNextItemWidth(width);
    if (ImGui::BeginCombo("##method", ("tr H: " + choice_.method).c_str())) {
      const ProblemSpec& problem = lab.scene().problem;
      const bool too_many = lab.experiment()->loss->dimension() > most_exact &&
                            !quick_when_exact(find_measure("trace"), find_problem(problem.name), problem.settings);
      for (const char* method : methods) {
        const bool off = too_many && std::string_view(method) == "exact";
        if (ImGui::Selectable(method, choice_.method == method, off ? ImGuiSelectableFlags_Disabled : 0))
          choice_.method = method;
      }
      ImGui::EndCombo();
    }
    help_tooltip(
        "How the trace is measured. auto: exact where that is quick, else Hutch++. Estimates take a pilot of 30 "
        "probes, "
        "then as many fresh ones as 2 % standard error needs, up to 2 000 products.");
  }

  CurvatureWatch watch_;
  CurvatureChoice choice_;
  SpectrumDensity density_;
  int face_ = 0;
  bool waiting_ = false;
};

}  // namespace

std::unique_ptr<Panel> make_curvature_panel(std::function<void()> wake) {
  return std::make_unique<CurvaturePanel>(std::move(wake));
}

}  // namespace tiltscape
