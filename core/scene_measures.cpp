// The [measures] of a scene, and those a scene has that says nothing of them.
#include <fmt/format.h>

#include <algorithm>

#include "core/measure.h"
#include "core/scene_parts.h"

namespace tiltscape::scene_toml {
namespace {

bool belongs(const MeasureEntry& measure, const ProblemEntry& problem) {
  if (!measure.problem.empty() && measure.problem != problem.name) return false;
  return problem.model ? measure.model : measure.landscape || measure.step;
}

/// Landscapes know their curvature; a model's trace is estimated.
std::string method_of(const std::string& measure, const ProblemEntry& problem) {
  return problem.model && measure == "trace" ? "hutchinson" : "exact";
}

std::vector<std::string> measures_of(const ProblemEntry& problem) {
  std::vector<std::string> names;
  for (const auto& measure : measures())
    if (belongs(measure, problem)) names.push_back(measure.name);
  return names;
}

MeasureSpec read_measure(const toml::key& key, const toml::node& node, const ProblemEntry& problem) {
  const std::string name = without_controls(key.source(), "the name of this measure", std::string(key.str()));
  const auto& entry = located(key.source(), [&]() -> const MeasureEntry& { return find_measure(name); });
  if (!belongs(entry, problem))
    complain(key.source(), fmt::format("measure '{}' does not belong to problem '{}'; it has {}", name, problem.name,
                                       fmt::join(measures_of(problem), ", ")));
  const auto& keys = table(node, "measures." + name);
  only_keys(keys, "measures." + name, {"every", "method", "probes"});
  MeasureSpec spec{.name = name, .every = 0, .method = method_of(name, problem)};
  if (const auto* every = keys.get("every")) spec.every = count(*every, "measures." + name + ".every", 0, most_steps);
  if (const auto* probes = keys.get("probes"))
    spec.probes = static_cast<std::int64_t>(count(*probes, "measures." + name + ".probes", 2, 1'000'000));
  if (const auto* method = keys.get("method")) {
    if (const std::string chosen = choice(*method, "method", {"exact", "hutchinson"}); chosen != spec.method)
      complain(method->source(), fmt::format("measures.{} of {} is not available by method '{}'; write \"{}\"", name,
                                             problem.name, chosen, spec.method));
  }
  return spec;
}

}  // namespace

std::vector<MeasureSpec> read_measures(const toml::node& node, const ProblemEntry& problem) {
  struct Found {
    const toml::key* key;
    const toml::node* value;
    auto order() const {
      return std::tuple(from_set(key->source()), key->source().begin.line, key->source().begin.column);
    }
  };
  std::vector<Found> found;  // tables are sorted by key; measures keep the file's order
  for (const auto& [key, value] : table(node, "measures")) found.push_back({&key, &value});
  std::ranges::stable_sort(found, {}, &Found::order);
  std::vector<MeasureSpec> specs;
  for (const auto& [key, value] : found) specs.push_back(read_measure(*key, *value, problem));
  return specs;
}

std::vector<MeasureSpec> default_measures(const ProblemEntry& problem) {
  const std::vector<std::string> wanted = problem.model ? std::vector<std::string>{"accuracy", "test_accuracy"}
                                                        : std::vector<std::string>{"trace", "lambda_max", "imbalance"};
  std::vector<MeasureSpec> specs;
  for (const auto& measure : measures())
    if (belongs(measure, problem) && std::ranges::count(wanted, measure.name) > 0)
      specs.push_back({.name = measure.name, .every = 0, .method = method_of(measure.name, problem)});
  return specs;
}

}  // namespace tiltscape::scene_toml
