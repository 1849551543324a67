// tiltscape list: what there is, for people and as JSON.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands/commands.h"
#include "core/bad_input.h"
#include "core/measure.h"
#include "core/optimizer.h"
#include "core/optimizers/choices.h"
#include "core/problem.h"

namespace tiltscape {
namespace {

using nlohmann::ordered_json;

ordered_json item(const std::string& name, const std::string& title, const std::string& help) {
  return {{"name", name}, {"title", title}, {"help", help}};
}

ordered_json parameters_json(const std::vector<Parameter>& parameters) {
  ordered_json list = ordered_json::array();
  for (const auto& parameter : parameters) {
    ordered_json entry = item(parameter.name, parameter.title, parameter.help);
    if (!parameter.symbol.empty()) entry["symbol"] = parameter.symbol;
    entry["default"] = to_string(parameter.fallback);
    if (!parameter.choices.empty()) entry["choices"] = parameter.choices;
    list.push_back(entry);
  }
  return list;
}

ordered_json problems_json() {
  ordered_json list = ordered_json::array();
  for (const auto* entries : {&landscapes(), &model_entries()})
    for (const auto& entry : *entries) {
      ordered_json json = item(entry.name, entry.title, entry.help);
      json["formula"] = entry.formula;
      json["citation"] = entry.citation;
      json["parameters"] = parameters_json(entry.parameters);
      list.push_back(json);
    }
  return list;
}

ordered_json optimizers_json() {
  ordered_json list = ordered_json::array();
  for (const auto& entry : optimizers()) {
    ordered_json json = item(entry.name, entry.title, entry.help);
    json["formula"] = entry.formula;
    json["citation"] = entry.citation;
    json["reconstruction"] = entry.reconstruction;
    json["parameters"] = parameters_json(entry.parameters);
    list.push_back(json);
  }
  return list;
}

ordered_json choices_json(const std::vector<ChoiceEntry>& choices) {
  ordered_json list = ordered_json::array();
  for (const auto& entry : choices) list.push_back(item(entry.name, entry.title, entry.help));
  return list;
}
ordered_json laws_json() { return choices_json(laws()); }
ordered_json estimators_json() { return choices_json(estimators()); }

ordered_json measures_json() {
  ordered_json list = ordered_json::array();
  for (const auto& entry : measures()) list.push_back(item(entry.name, entry.title, entry.help));
  return list;
}

ordered_json scenes_json() {
  ordered_json list = ordered_json::array();
  for (const auto& entry : gallery()) list.push_back(item(entry.name, entry.title, entry.help));
  return list;
}

ordered_json papers_json() {
  return ordered_json::array(
      {item("flat-minima", "Zeroth-Order Optimization Finds Flat Minima", "Zhang et al., arXiv 2506.05454."),
       item("zest", "Zeroth-Order Sharpness-Aware Learning with Exponential Tilting",
            "Gong & Li, arXiv 2510.16157. Reconstructed here from its abstract, first page and public reviews."),
       item("tsam", "Tilted sharpness-aware minimization", "Li, Zhou, Bilmes, arXiv 2410.22656."),
       item("sam", "Sharpness-Aware Minimization for Efficiently Improving Generalization",
            "Foret, Kleiner, Mobahi, Neyshabur, arXiv 2010.01412."),
       item("mezo", "Fine-Tuning Language Models with Just Forward Passes", "Malladi et al., arXiv 2305.17333.")});
}

struct Shelf {
  const char* name;
  ordered_json (*make)();
};

constexpr Shelf shelves[] = {{"problems", problems_json},     {"optimizers", optimizers_json}, {"laws", laws_json},
                             {"estimators", estimators_json}, {"measures", measures_json},     {"scenes", scenes_json},
                             {"papers", papers_json}};

}  // namespace

int list_command(const std::string& what, bool json) {
  std::vector<std::string> names;
  for (const auto& shelf : shelves) names.emplace_back(shelf.name);
  bool found = what.empty();
  ordered_json all = ordered_json::array();
  for (const auto& shelf : shelves) {
    if (!what.empty() && what != shelf.name) continue;
    found = true;
    const ordered_json list = shelf.make();
    if (json) {
      for (ordered_json entry : list) {
        entry["kind"] = shelf.name;
        all.push_back(std::move(entry));
      }
      continue;
    }
    if (what.empty()) fmt::print("{}\n", shelf.name);
    for (const auto& entry : list) {
      fmt::print("  {:<26} {}\n", entry["name"].get<std::string>(), entry["title"].get<std::string>());
      if (!what.empty()) fmt::print("  {:<26} {}\n", "", entry["help"].get<std::string>());
    }
    if (what.empty()) fmt::print("\n");
  }
  if (!found) throw BadInput(unknown("list", what, names));
  if (json) fmt::print("{}\n", all.dump(2));
  return 0;
}

}  // namespace tiltscape
