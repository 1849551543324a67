// tiltscape list: what there is, for people and as JSON.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/commands/commands.h"
#include "app/commands/wrap.h"
#include "core/bad_input.h"
#include "core/measure.h"
#include "core/optimizer.h"
#include "core/optimizers/choices.h"
#include "core/problem.h"
#include "core/reproductions/reproduction.h"

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
  for (const ProblemEntry* entry : all_problems()) {
    ordered_json json = item(entry->name, entry->title, entry->help);
    json["formula"] = entry->formula;
    json["citation"] = entry->citation;
    json["parameters"] = parameters_json(entry->parameters);
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
  for (const auto& entry : measures()) {
    const bool choice = entry.methods.size() > 1;
    const std::string own = fmt::format("{}{}", entry.has_rho ? " rho" : "", entry.has_tilt ? " tilt" : "");
    std::string help = entry.help;
    if (choice) help += fmt::format(" Methods: {}.", fmt::join(entry.methods, ", "));
    if (!own.empty()) help += fmt::format(" Keys of its own:{}.", own);
    ordered_json json = item(entry.name, entry.title, help);
    json["methods"] = entry.methods;
    list.push_back(json);
  }
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

ordered_json reproductions_json() {
  ordered_json list = ordered_json::array();
  for (const auto& entry : reproductions()) list.push_back(item(entry.name, entry.title, entry.help));
  return list;
}

struct Shelf {
  const char* name;
  ordered_json (*make)();
};

constexpr Shelf shelves[] = {{"problems", problems_json}, {"optimizers", optimizers_json},
                             {"laws", laws_json},         {"estimators", estimators_json},
                             {"measures", measures_json}, {"scenes", scenes_json},
                             {"papers", papers_json},     {"reproductions", reproductions_json}};

/// A name, its title beside it and, where `help` is wanted, what it is below; names take `names` columns.
void print_entry(const ordered_json& entry, std::size_t names, bool help) {
  const std::size_t width = terminal_width(), indent = names + 4;
  const auto name = entry["name"].get<std::string>();
  const std::string gap(names - std::min(names, display_width(name)) + 2, ' ');
  fmt::print("  {}{}{}\n", name, gap, wrapped(entry["title"].get<std::string>(), width, indent, indent));
  if (!help) return;
  fmt::print("{:{}}{}\n", "", indent, wrapped(entry["help"].get<std::string>(), width, indent, indent));
}

std::size_t longest_name(const ordered_json& list) {
  std::size_t longest = 0;
  for (const auto& entry : list) longest = std::max(longest, display_width(entry["name"].get<std::string>()));
  return longest;
}

}  // namespace

int list_command(const std::string& what, bool json) {
  std::vector<std::pair<std::string, ordered_json>> chosen;
  std::vector<std::string> known;
  std::size_t names = 0;
  for (const auto& shelf : shelves) {
    known.emplace_back(shelf.name);
    if (!what.empty() && what != shelf.name) continue;
    chosen.emplace_back(shelf.name, shelf.make());
    names = std::max(names, longest_name(chosen.back().second));
  }
  if (chosen.empty()) throw BadInput(unknown("list", what, known));
  if (json) {
    ordered_json all = ordered_json::array();
    for (auto& [kind, list] : chosen)
      for (ordered_json& entry : list) {
        entry["kind"] = kind;
        all.push_back(std::move(entry));
      }
    fmt::print("{}\n", all.dump(2));
    return 0;
  }
  for (const auto& [kind, list] : chosen) {
    if (what.empty()) fmt::print("{}\n", kind);
    for (const auto& entry : list) print_entry(entry, names, !what.empty());
    if (what.empty()) fmt::print("\n");
  }
  return 0;
}

}  // namespace tiltscape
