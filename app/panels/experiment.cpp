// The experiment panel: problem and start, the runs with their colours, and the parameters of the selected run.
#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/format.h"
#include "app/icons.h"
#include "app/panels/describe_run.h"
#include "app/panels/panel.h"
#include "app/theme.h"
#include "app/widgets/caption.h"
#include "app/widgets/combo.h"
#include "app/widgets/icon_button.h"
#include "app/widgets/parameter_row.h"
#include "app/widgets/row.h"
#include "core/bad_input.h"
#include "core/optimizer.h"

namespace tiltscape {
namespace {

class ExperimentPanel final : public Panel {
 public:
  std::string name() const override { return "Experiment"; }
  PanelPlace place() const override { return PanelPlace::left; }

  void draw(Laboratory& lab) override {
    if (begin_panel({.title = "Experiment"}, &open)) {
      problem(lab);
      runs(lab);
      if (lab.selected_run() != nullptr) parameters(lab);
      start(lab);
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
    for (const auto* entries : {&landscapes(), &model_entries()})
      for (const ProblemEntry& entry : *entries) {
        titles.push_back(entry.title);
        names.push_back(entry.name);
        help.push_back(entry.help);
      }
    const ProblemEntry& current = find_problem(lab.scene().problem.name);
    int selected = static_cast<int>(std::ranges::find(names, current.name) - names.begin());
    if (wide_combo("##problem", titles, selected, (current.help + "\n" + current.citation).c_str(), help)) {
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
    caption(description(lab.scene().title));
    for (const Parameter& parameter : current.parameters) {
      Setting value = *lab.scene().problem.settings.find(parameter.name);
      const Edit edit = parameter_row(parameter, value, current.formula);
      lab.track(edit.changed, edit.ended);
      if (edit.changed) lab.change_problem_setting(parameter.name, value);
    }
  }

  void runs(Laboratory& lab) {
    ImGui::Dummy({0.0F, 4.0F});
    const float y = ImGui::GetCursorPosY();
    ImGui::SetCursorPosY(y + 6.0F);
    heading("Runs");
    ImGui::SameLine(ImGui::GetContentRegionMax().x - 28.0F);
    ImGui::SetCursorPosY(y);
    if (icon_button(icon::plus, "Add an optimizer", ButtonLook::framed, 28.0F)) ImGui::OpenPopup("add");
    if (ImGui::BeginPopup("add")) {
      for (const OptimizerEntry& entry : optimizers()) {
        if (ImGui::MenuItem(fmt::format("{}   {}", entry.title, entry.summary).c_str())) {
          lab.remember();
          lab.add_run(entry.name);
        }
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", entry.help.c_str());
      }
      ImGui::EndPopup();
    }
    std::optional<std::size_t> removed;
    for (std::size_t i = 0; i < lab.runs().size(); ++i) {
      ImGui::PushID(static_cast<int>(lab.runs()[i].id));
      if (run_row(lab, i)) removed = i;
      ImGui::PopID();
    }
    if (lab.loading()) muted("making the runs …");
    if (!lab.error().empty()) {
      ImGui::PushStyleColor(ImGuiCol_Text, palette().bad.Value);
      ImGui::TextWrapped("%s", lab.error().c_str());
      ImGui::PopStyleColor();
    }
    if (removed) {
      lab.remember();
      lab.remove_run(*removed);
    }
  }

  /// Returns whether the run is to go.
  bool run_row(Laboratory& lab, std::size_t index) {
    const RunView& run = lab.runs()[index];
    const Palette& p = palette();
    const bool selected = lab.selected() == index;
    const float width = ImGui::GetContentRegionAvail().x;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float height = 34.0F;
    if (ImGui::InvisibleButton("##run", {width, height})) lab.select(index);
    const bool hovered = ImGui::IsItemHovered();
    help_tooltip(run_details(run).c_str());
    bool remove = false;
    if (ImGui::BeginPopupContextItem("##menu")) {
      if (ImGui::MenuItem(run.visible ? "Hide" : "Show")) lab.show_run(index, !run.visible);
      if (ImGui::MenuItem("Remove", nullptr, false, lab.runs().size() > 1)) remove = true;
      ImGui::Separator();
      std::array<char, 96> label{};
      run.info.label.copy(label.data(), label.size() - 1);
      ImGui::SetNextItemWidth(180.0F);
      if (ImGui::InputText("label", label.data(), label.size(), ImGuiInputTextFlags_EnterReturnsTrue) &&
          label[0] != '\0') {
        lab.remember();
        lab.rename_run(index, label.data());
        ImGui::CloseCurrentPopup();
      }
      ImGui::EndPopup();
    }
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 to{from.x + width, from.y + height};
    const ImColor colour = run_style(run.colour).colour;
    if (selected || hovered)
      draw->AddRectFilled(from, to, with_alpha(p.hovered, selected ? 1.0F : 0.5F), spacing::frame_radius);
    if (selected) draw->AddRectFilled(from, {from.x + 3.0F, to.y}, colour, 2.0F);
    const float middle = from.y + height * 0.5F;
    const ImVec2 dot{from.x + 18.0F, middle};
    if (run.visible)
      draw->AddCircleFilled(dot, 6.0F, colour);
    else
      draw->AddCircle(dot, 5.5F, colour, 0, 1.5F);
    const float text_y = middle - text_size * 0.5F - 1.0F;
    const float limit = to.x - 10.0F - measure_text(run, lab.shown_step(), to.x - 10.0F, middle) - 12.0F;
    const ImVec2 label_extent = text_extent(heading_font(), text_size, run.info.label.c_str());
    {
      const WithFont use(heading_font());
      ImGui::PushStyleColor(ImGuiCol_Text, (run.visible ? p.text : p.muted).Value);
      ImGui::RenderTextEllipsis(draw, {from.x + 34.0F, text_y}, {limit, to.y}, limit, run.info.label.c_str(), nullptr,
                                &label_extent);
      ImGui::PopStyleColor();
    }
    const float summary = from.x + 34.0F + label_extent.x + 14.0F;
    draw->AddText(text_font(), small_size, {summary, text_y + 1.5F}, p.muted,
                  run_summary(run, limit - summary).c_str());
    return remove;
  }

  /// "tr 7.66" at the right end of a row, or how the run ended. Returns its width.
  static float measure_text(const RunView& run, std::optional<std::uint64_t> step, float right, float middle) {
    const Palette& p = palette();
    std::string symbol, value;
    ImColor colour = p.text;
    if (run.snapshot.status == Status::diverged) {
      value = "diverged";
      colour = p.bad;
    } else {
      const bool has_trace = run.trajectory.columns().find("trace") != Columns::npos;
      const bool has_accuracy = run.trajectory.columns().find("test_accuracy") != Columns::npos;
      symbol = has_accuracy ? "test" : has_trace ? "tr" : "f";
      const double number = latest(run, has_accuracy ? "test_accuracy" : has_trace ? "trace" : "loss", step);
      value = std::isfinite(number) ? readable(number, 4) : "";
      if (has_accuracy && std::isfinite(number)) value = fmt::format("{:.1f} %", 100 * number);
    }
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 value_extent = text_extent(mono_font(), mono_size, value.c_str());
    const ImVec2 symbol_extent = text_extent(text_font(), small_size, symbol.c_str());
    const float value_x = right - std::max(value_extent.x, 52.0F);
    draw->AddText(mono_font(), mono_size, {right - value_extent.x, middle - value_extent.y * 0.5F}, colour,
                  value.c_str());
    draw->AddText(text_font(), small_size, {value_x - symbol_extent.x - 8.0F, middle - symbol_extent.y * 0.5F}, p.muted,
                  symbol.c_str());
    return right - (value_x - symbol_extent.x - 8.0F);
  }

  static void parameters(Laboratory& lab) {
    const std::size_t index = lab.selected();
    const RunView& run = lab.runs()[index];
    const OptimizerEntry& entry = find_optimizer(run.info.spec.optimizer);
    ImGui::Dummy({0.0F, 4.0F});
    heading(entry.title.c_str());
    ImGui::SameLine();
    {
      const WithFont small(text_font(), small_size);
      ImGui::PushStyleColor(ImGuiCol_Text, palette().muted.Value);
      ImGui::TextWrapped("%s%s", entry.summary.c_str(), entry.reconstruction ? ", a reconstruction" : "");
      ImGui::PopStyleColor();
    }
    help_tooltip((entry.help + "\n" + entry.formula + "\n" + entry.citation).c_str());
    for (const Parameter& parameter : entry.parameters) {
      Setting value = *run.info.spec.settings.find(parameter.name);
      const Edit edit = parameter_row(parameter, value, entry.formula);
      lab.track(edit.changed, edit.ended);
      if (edit.changed) change(lab, index, entry, parameter.name, value);
    }
    radius(lab, run);
    if (!run.snapshot.message.empty()) {
      ImGui::PushStyleColor(ImGuiCol_Text, palette().bad.Value);
      ImGui::TextWrapped("%s %s", icon::exclamation_triangle, run.snapshot.message.c_str());
      ImGui::PopStyleColor();
    }
  }

  /// Settings that contradict one another are mended the way a user would: estimators that need pairs get them.
  static void change(Laboratory& lab, std::size_t index, const OptimizerEntry& entry, const std::string& name,
                     const Setting& value) {
    Settings all = lab.runs()[index].info.spec.settings;
    all.set(name, value);
    try {
      if (entry.check) entry.check(all);
    } catch (const BadInput&) {
      if (name == "pairs")
        lab.change_run(index, "estimator", std::string("naive"));
      else
        lab.change_run(index, "pairs", std::int64_t{2});
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
    const std::string text = ball ? fmt::format("radius ρ√d = {}", readable(rho * std::sqrt(d)))
                                  : fmt::format("radius ρ = {}", readable(rho));
    const WithFont small(text_font(), small_size);
    muted(text.c_str());
  }

  void start(Laboratory& lab) {
    ImGui::Dummy({0.0F, 4.0F});
    heading("Start");
    const RunView* run = lab.selected_run();
    std::string text = "drawn by the seed";
    const bool drawn =
        find_problem(lab.scene().problem.name).gaussian_start || find_problem(lab.scene().problem.name).model;
    if (const auto* point = std::get_if<std::vector<double>>(&lab.scene().start))
      text = coordinates(*point);
    else if (!drawn && std::holds_alternative<DefaultStart>(lab.scene().start))
      text = "the problem's own";
    if (run != nullptr && !run->trajectory.empty()) {
      const std::size_t x0 = run->trajectory.columns().find("x0");
      std::vector<double> x;
      for (std::size_t i = 0;
           x0 != Columns::npos && run->trajectory.columns().find("x" + std::to_string(i)) != Columns::npos; ++i)
        x.push_back(run->trajectory.value(0, x0 + i));
      if (!x.empty()) text = coordinates(x);
    }
    ImGui::SameLine(ImGui::GetContentRegionMax().x * spacing::label_width);
    mono(text.c_str());
    const bool landscape = lab.experiment() != nullptr && lab.experiment()->problem != nullptr;
    if (landscape && lab.experiment()->problem->dimension() <= 8) {
      const WithFont small(text_font(), small_size);
      muted("drag it in the landscape");
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

  std::string described_, description_;
  std::uint64_t seed_ = 0;
  bool typing_seed_ = false;
};

}  // namespace

std::unique_ptr<Panel> make_experiment_panel() { return std::make_unique<ExperimentPanel>(); }

}  // namespace tiltscape
