// The direction laws and estimators, described once: for tooltips, menus and `tiltscape list`.
#pragma once

#include <string>
#include <vector>

#include "core/parameter.h"

namespace tiltscape {

struct ChoiceEntry {
  std::string name;   ///< the word in scenes: "bias-corrected"
  std::string title;  ///< "Bias-corrected"
  std::string help;   ///< one sentence or two
};

/// Every law, in the order of Choices<Law>.
const std::vector<ChoiceEntry>& laws();
/// Every estimator, in the order of Choices<Estimator>.
const std::vector<ChoiceEntry>& estimators();

/// The help of each of a parameter's choices, in their order; empty where the parameter has none that are described.
std::vector<std::string> choice_help(const Parameter& parameter);

}  // namespace tiltscape
