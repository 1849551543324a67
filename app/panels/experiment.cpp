// The experiment panel: problem and start, the runs with their colours, and the parameters of the selected run.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/icons.h"
#include "app/panels/machine.h"
#include "app/panels/movable_starts.h"
#include "app/panels/own_function.h"
#include "app/panels/panel.h"
#include "app/panels/run_list.h"
#include "app/theme.h"
#include "app/widgets/caption.h"
#include "app/widgets/combo.h"
#include "app/widgets/parameter_row.h"
#include "app/widgets/row.h"
#include "app/widgets/wrapped_error.h"
#include "core/bad_input.h"
#include "core/optimizer.h"

namespace tiltscape {
namespace {

class ExperimentPanel final : public Panel {
 public:
  std::string name() const override { return "Experiment"; }
  bool shows_results() const override { return false; }
  PanelPlace place() const override { return PanelPlace::left; }
  bool again_soon() const override { return again_soon_; }

  void draw(Laboratory& lab) override {
    again_soon_ = false;
    if (begin_panel({.title = "Experiment"}, &open)) {
      if (described_ != lab.scene().title) ImGui::SetScrollY(0.0F);  // another scene is read from its beginning
      problem(lab);
      run_list(lab);
      if (lab.selected_run() != nullptr) parameters(lab);
      start(lab);
      machine_.draw(lab);
    }
    end_panel();
  }

 private:
  /// What the gallery says of the scene with this title; nothing of other scenes.
  const std::string& description(const std::string& title) {
    if (described_ != title) {  // the gallery is read once a scene
      described_ = title;
      description_.clear();
      for (const GalleryEntry& entry : gallery())
        if (entry.title == title) description_ = entry.help;
    }
    return description_;
  }

  void problem(Laboratory& lab) {
    std::vector<std::string> titles, names;
    std::vector<std::string> help;
    for (const ProblemEntry* entry : all_problems()) {
      titles.push_back(entry->title);
      names.push_back(entry->name);
      help.push_back(entry->help);
    }
    const ProblemEntry& current = find_problem(lab.scene().problem.name);
    int selected = static_cast<int>(std::ranges::find(names, current.name) - names.begin());
    if (wide_combo("##problem", titles, selected, current.citation.c_str(), help)) {
      lab.remember();
      lab.change_problem(names[static_cast<std::size_t>(selected)]);
      return;
    }
    {
      const WithFont small(text_font(), small_size);
      ImGui::PushStyleColor(ImGuiCol_Text, palette().muted.Value);
      ImGui::TextWrapped("%s", current.formula.c_str());
      ImGui::PopStyleColor();
    }
    help_tooltip((current.help + "\n" + current.citation).c_str());
    caption(description(lab.scene().title), 6);
    const bool own = current.name == expression_entry().name;
    own ? own_function_.draw(lab) : problem_parameters(lab, current, false);
    if (lab.blames_problem()) wrapped_error(lab.error());  // beside the setting, which may have to be filled in
    if (own) return;
    if (std::ranges::none_of(current.parameters, &Parameter::advanced)) return;
    const WithFont small(text_font(), small_size);
    if (ImGui::CollapsingHeader("More settings")) problem_parameters(lab, current, true);
  }

  void problem_parameters(Laboratory& lab, const ProblemEntry& entry, bool advanced) {
    const WithFont usual(text_font());
    for (const Parameter& parameter : entry.parameters) {
      if (parameter.advanced != advanced || !is_used(parameter, lab.scene().problem.settings)) continue;
      Setting value = *lab.scene().problem.settings.find(parameter.name);
      const Edit edit = parameter_row(parameter, value, entry.formula);
      again_soon_ = again_soon_ || edit.waits;
      lab.track(edit.changed, edit.ended);
      if (edit.changed) lab.change_problem_setting(parameter.name, value);
    }
  }

  void parameters(Laboratory& lab) {
    const std::size_t index = lab.selected();
    const RunView& run = lab.runs()[index];
    const OptimizerEntry& entry = find_optimizer(run.info.spec.optimizer);
    ImGui::Dummy({0.0F, 4.0F});
    heading(entry.title.c_str());
    ImGui::SameLine();
    {
      const WithFont small(text_font(), small_size);
      ImGui::PushStyleColor(ImGuiCol_Text, palette().muted.Value);
      if (lab.shown_step())
        ImGui::TextWrapped("as it is now, at step %s", grouped(run.snapshot.step).c_str());
      else
        ImGui::TextWrapped("%s%s", entry.summary.c_str(), entry.reconstruction ? ", a reconstruction" : "");
      ImGui::PopStyleColor();
    }
    help_tooltip((entry.help + "\n" + entry.formula + "\n" + entry.citation).c_str());
    for (const Parameter& parameter : entry.parameters) {
      Setting value = *run.info.spec.settings.find(parameter.name);
      const Edit edit = parameter_row(parameter, value, entry.formula);
      again_soon_ = again_soon_ || edit.waits;
      lab.track(edit.changed, edit.ended);
      if (edit.changed) change(lab, index, entry, parameter.name, value);
    }
    radius(lab, run);
    if (!run.snapshot.message.empty())
      wrapped_error(fmt::format("{} {}", icon::exclamation_triangle, run.snapshot.message));
  }

  /// Settings that contradict one another are mended the way a user would: estimators that need pairs get them.
  static void change(Laboratory& lab, std::size_t index, const OptimizerEntry& entry, const std::string& name,
                     const Setting& value) {
    Settings all = lab.runs()[index].info.spec.settings;
    all.set(name, value);
    try {
      if (entry.check) entry.check(all);
    } catch (const BadInput&) {
      const std::string estimator = to_string(*all.find("estimator"));  // the only setting that others contradict
      if (name == "pairs") {
        lab.change_run(index, "estimator", std::string("naive"));
        lab.notify(fmt::format("The {} estimator needs two pairs: with k = 1 it is now the naive one.", estimator));
      } else {
        lab.change_run(index, "pairs", std::int64_t{2});
        lab.notify(fmt::format("The {} estimator needs two pairs: k is now 2.", estimator));
      }
    }
    lab.change_run(index, name, value);
  }

  /// ρ means two radii: show the one that applies (reference, section 5e).
  static void radius(const Laboratory& lab, const RunView& run) {
    const Experiment* experiment = lab.experiment();
    if (experiment == nullptr || experiment->problem == nullptr || run.info.spec.settings.find("rho") == nullptr)
      return;
    const double rho = run.info.spec.settings.real("rho", run.snapshot.step);
    const bool ball = run.info.spec.settings.find("law") != nullptr;
    const double d = static_cast<double>(experiment->problem->dimension());
    const Settings& settings = run.info.spec.settings;
    std::string text = fmt::format("radius ρ = {}", readable(rho));
    if (ball) text = fmt::format("radius ρ√d = {}", readable(rho * std::sqrt(d)));
    if (settings.find("offset") != nullptr) text += ", of ε/(|x| + T₀)";
    if (settings.find("spread") != nullptr)
      text = fmt::format("reaches r + ρ = {}", readable(settings.real("spread", run.snapshot.step) + rho));
    const WithFont small(text_font(), small_size);
    muted(text.c_str());
  }

  void start(Laboratory& lab) {
    ImGui::Dummy({0.0F, 4.0F});
    heading("Start");
    const RunView* run = lab.selected_run();
    std::string text = lab.scene().problem.name == "torchscript" ? "the module's own" : "drawn by the seed";
    const bool drawn =
        find_problem(lab.scene().problem.name).gaussian_start || find_problem(lab.scene().problem.name).model;
    if (const auto* point = std::get_if<std::vector<double>>(&lab.scene().start))
      text = coordinates(*point);
    else if (const auto* warm = std::get_if<WarmStart>(&lab.scene().start))
      text = fmt::format("{} steps of {}", grouped(warm->steps), find_optimizer(warm->optimizer).title);
    else if (!drawn && std::holds_alternative<DefaultStart>(lab.scene().start))
      text = "the problem's own";
    if (run != nullptr && !run->trajectory.empty()) {
      if (const auto x = run->trajectory.point(0)) text = coordinates({x->begin(), x->end()});
    }
    ImGui::SameLine(ImGui::GetContentRegionMax().x * spacing::label_width);
    mono(text.c_str());
    if (lab.experiment() != nullptr) {
      const WithFont small(text_font(), small_size);
      const bool movable = MovableStarts::movable(lab.experiment()->problem.get());
      muted(movable ? "drag it in the landscape, or click there" : "too many dimensions to place it by mouse");
      if (!movable)
        help_tooltip(
            "Up to eight dimensions a start is put where the landscape is clicked. This one is the problem's own or "
            "drawn by the seed.");
    }
    if (ImGui::Button("Random")) {
      lab.remember();
      lab.change_start(RandomStart{});
    }
    help_tooltip(
        "Draws the start by the scene's seed: N(0, I) for the product valley and quadratics, uniform in the picture "
        "otherwise.");
    ImGui::SameLine();
    if (ImGui::Button("Default")) {
      lab.remember();
      lab.change_start(DefaultStart{});
    }
    ImGui::SameLine();
    if (!typing_seed_) seed_ = lab.scene().seed;
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - 40.0F);
    ImGui::InputScalar("seed", ImGuiDataType_U64, &seed_);
    typing_seed_ = ImGui::IsItemActive();
    if (ImGui::IsItemDeactivatedAfterEdit() && seed_ != lab.scene().seed) {
      lab.remember();
      lab.change_seed(seed_);
    }
    help_tooltip("Seed of starts, directions and minibatches. Runs share their directions. Enter restarts with it.");
  }

  static std::string coordinates(const std::vector<double>& x) {
    std::string text = "(";
    for (std::size_t i = 0; i < x.size() && i < 4; ++i) text += (i > 0 ? ", " : "") + readable(x[i]);
    return text + (x.size() > 4 ? ", …)" : ")");
  }

  MachineRows machine_;
  OwnFunction own_function_;
  std::string described_, description_;
  std::uint64_t seed_ = 0;
  bool typing_seed_ = false;
  bool again_soon_ = false;
};

}  // namespace

std::unique_ptr<Panel> make_experiment_panel() { return std::make_unique<ExperimentPanel>(); }

}  // namespace tiltscape
