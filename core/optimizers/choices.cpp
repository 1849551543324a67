// What each direction law and estimator is.
#include "core/optimizers/choices.h"

namespace tiltscape {

const std::vector<ChoiceEntry>& laws() {
  static const std::vector<ChoiceEntry> list = {
      {"gaussian", "Gaussian", "N(0, I). Its exact average is the Gaussian's."},
      {"sphere", "Sphere", "Uniform on the sphere of radius √d. Its exact average is over the ball of radius ρ√d."},
      {"rademacher", "Rademacher", "Independent signs. No exact tilted oracle."},
      {"coordinate", "Coordinate", "√d times a signed coordinate vector. No exact tilted oracle."},
      {"orthogonal", "Orthogonal", "√d times columns of a random orthogonal matrix. No exact tilted oracle."}};
  return list;
}

const std::vector<ChoiceEntry>& estimators() {
  static const std::vector<ChoiceEntry> list = {
      {"naive", "Naive", "Plug-in softmax weights over the 2k losses."},
      {"bias-corrected", "Bias-corrected",
       "Delta-method correction of the plug-in's bias; needs two pairs. The paper's form may differ."},
      {"jackknife", "Jackknife", "Leave-one-pair-out correction; needs two pairs."}};
  return list;
}

namespace {

/// Choices that single methods have.
const std::vector<ChoiceEntry>& other_choices() {
  static const std::vector<ChoiceEntry> list = {
      {"heavy-ball", "Heavy ball", "The gradient at x: v ← βv − η∇f(x)."},
      {"nesterov", "Nesterov", "The gradient at x + βv, where momentum alone would take x: it brakes sooner."},
      {"clipped-gaussian", "Clipped Gaussian", "N(0, r²/d) in every coordinate, shortened to r where it is longer."},
      {"sphere", "Sphere", "Uniform on the sphere of radius r."}};
  return list;
}

}  // namespace

std::vector<std::string> choice_help(const Parameter& parameter) {
  std::vector<std::string> help;
  for (const auto* list : {&laws(), &estimators(), &other_choices()})
    for (const ChoiceEntry& entry : *list)
      if (help.size() < parameter.choices.size() && entry.name == parameter.choices[help.size()])
        help.push_back(entry.help);
  return help.size() == parameter.choices.size() ? help : std::vector<std::string>{};
}

}  // namespace tiltscape
