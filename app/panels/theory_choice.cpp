// The button and pop-up that switch lines of theory on and off.
#include <imgui.h>

#include <algorithm>
#include <array>

#include "app/icons.h"
#include "app/panels/curve_theory.h"
#include "app/theme.h"
#include "app/widgets/row.h"

namespace tiltscape {
namespace {

struct Choice {
  const char *word, *title, *help;
  const char* problem = "";  ///< the only one that it is of
};
constexpr std::array<Choice, 2> choices = {
    {{"stability", "Where steps stop being stable",
      "2/η for λ₁ of gradient descent; 2k/η for the trace of ZO with Gaussian directions and ρ → 0, above which no "
      "spectrum is stable (arXiv 2604.14669). Other methods have no formula."},
     {"prediction", "Predicted trace on the product valley",
      "How the trace falls along the valley by theory (arXiv 2506.05454, Example 2.1): the flow, dotted, and with the "
      "noise of finite steps, dashed. For ZO with Gaussian directions.",
      "product-valley"}}};

void toggle(Laboratory& lab, const char* word) {
  lab.remember();
  std::vector<std::string>& lines = lab.view().lines;
  const bool on = std::ranges::count(lines, word) > 0;
  std::vector<std::string> next;  // in the order of the choices
  for (const Choice& choice : choices)
    if (choice.word == std::string_view(word) ? !on : std::ranges::count(lines, choice.word) > 0)
      next.emplace_back(choice.word);
  lines = std::move(next);
}

}  // namespace

float theory_choice_width() { return ImGui::CalcTextSize("Lines").x + 2.0F * ImGui::GetStyle().FramePadding.x; }

void theory_choice(Laboratory& lab, float room) {
  const char* label = room < theory_choice_width() ? icon::graph_up : "Lines";
  const bool on = std::ranges::any_of(choices, [&](const Choice& choice) {
    return std::ranges::count(lab.scene().view.lines, choice.word) > 0 &&
           (*choice.problem == '\0' || lab.scene().problem.name == choice.problem);
  });
  if (on) ImGui::PushStyleColor(ImGuiCol_Text, palette().accent.Value);
  const bool opens = ImGui::Button(label);
  if (on) ImGui::PopStyleColor();
  if (opens) ImGui::OpenPopup("lines");
  help_tooltip("Lines of theory beside the curves: where steps stop being stable, and what is predicted.");
  if (!ImGui::BeginPopup("lines")) return;
  for (const Choice& choice : choices) {
    bool chosen = std::ranges::count(lab.scene().view.lines, choice.word) > 0;
    ImGui::BeginDisabled(*choice.problem != '\0' && lab.scene().problem.name != choice.problem && !chosen);
    if (ImGui::Checkbox(choice.title, &chosen)) toggle(lab, choice.word);
    ImGui::EndDisabled();
    help_tooltip(choice.help);
  }
  ImGui::EndPopup();
}

}  // namespace tiltscape
