// The [[run]]s of a scene, with their changes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/law.h"
#include "core/random.h"
#include "core/scene_parts.h"

namespace tiltscape::scene_toml {
namespace {

const OptimizerEntry& read_optimizer(const toml::table& keys) {
  if (const auto* node = keys.get("optimizer")) {
    const std::string name = word(*node, "optimizer");
    return located(node->source(), [&]() -> const OptimizerEntry& { return find_optimizer(name); });
  }
  auto known = run_keys();  // a misspelt "optimizer" is named before its absence
  for (const auto& entry : optimizers()) known = names_of(entry.parameters, std::move(known));
  std::ranges::sort(known);
  known.erase(std::unique(known.begin(), known.end()), known.end());
  only_keys(keys, "run", known);
  complain(keys.source(),
           fmt::format("this run has no optimizer; write optimizer = \"{}\"", optimizers().front().name));
}

/// Whether models draw a step's directions again, part by part, where memory is short (core/models/tensor_objective.h).
bool drawn_again(const Settings& settings, const LazyProblem& problem) {
  const ProblemEntry& entry = problem.entry();
  const Setting* law = settings.find("law");
  const bool by_scores = entry.quick_curvature && entry.quick_curvature(problem.settings());
  return entry.model && !by_scores && law != nullptr &&
         draws_parts(Generator::philox, choice_named<Law>(std::get<std::string>(*law)).value());
}

/// Otherwise all directions of a step are held at once, and of samples their gradients; a scene that cannot fit is
/// refused before it starts.
void check_memory(const Settings& settings, const toml::table& keys, LazyProblem& problem) {
  constexpr double most = 2e8;  // doubles: 1.6 GB
  const bool samples = settings.find("samples") != nullptr;
  const std::string_view name = samples ? "samples" : "pairs";
  const double directions = settings.real(name), each = samples ? 2.0 : 1.0;
  if (directions < 1000 || (!samples && drawn_again(settings, problem))) return;
  const auto dimension = static_cast<double>(problem.dimension());
  if (each * directions * dimension <= most) return;
  const auto* node = keys.get(name);
  complain(node != nullptr ? node->source() : keys.source(),
           fmt::format("{} = {} directions in {} dimensions do not fit in memory; at most {} do", name, directions,
                       dimension, std::floor(most / (each * dimension))));
}

std::vector<Change> read_changes(const toml::node& list, const OptimizerEntry& optimizer, Settings settings,
                                 LazyProblem& problem) {
  std::vector<Change> changes;
  for (const auto& node : array(list, "run.change", "a list: [[run.change]]")) {
    const auto& keys = table(node, "run.change");
    only_its_keys(keys, optimizer, "change", {"step"});
    const auto* step = keys.get("step");
    if (step == nullptr)
      complain(keys.source(), "this change has no step; write step = N, the first step with the new settings");
    Change change{.step = count(*step, "change.step", 0, most_steps), .settings = {}};
    if (!changes.empty() && change.step <= changes.back().step)
      complain(step->source(), fmt::format("change.step is {} after {}; steps of changes must increase", change.step,
                                           changes.back().step));
    read_settings(keys, optimizer.parameters, change.settings);
    if (change.settings.empty())
      complain(keys.source(), "this change changes nothing; name a parameter with its new value, such as tilt = 8.0");
    for (const auto& [name, setting] : change.settings) settings.set(name, setting);
    check_settings(optimizer, settings, keys);
    check_memory(settings, keys, problem);
    changes.push_back(std::move(change));
  }
  return changes;
}

RunSpec read_run(const toml::table& keys, const Scene& scene, LazyProblem& problem) {
  const OptimizerEntry& optimizer = read_optimizer(keys);
  only_its_keys(keys, optimizer, "run", run_keys());
  RunSpec run{.optimizer = optimizer.name,
              .label = {},
              .settings = Settings(optimizer.parameters),
              .changes = {},
              .start = {},
              .seed = {},
              .stop = {}};
  if (const auto* node = keys.get("label")) run.label = word(*node, "label");
  read_settings(keys, optimizer.parameters, run.settings);
  check_settings(optimizer, run.settings, keys);
  check_memory(run.settings, keys, problem);
  if (const auto* node = keys.get("start")) run.start = read_start(*node, problem);
  if (const auto* node = keys.get("seed")) run.seed = read_seed(*node, scene);
  if (const auto* node = keys.get("stop")) run.stop = read_stop(*node);
  if (const auto* node = keys.get("change")) run.changes = read_changes(*node, optimizer, run.settings, problem);
  return run;
}

}  // namespace

const std::vector<std::string>& run_keys() {
  static const std::vector<std::string> keys = {"optimizer", "label", "start", "seed", "stop", "change"};
  return keys;
}

std::string optimizers_with(std::string_view parameter) {
  std::vector<std::string> names;
  for (const auto& entry : optimizers())
    if (find_parameter(entry.parameters, parameter) != nullptr) names.push_back(entry.name);
  if (names.empty()) return {};
  return fmt::format("{} {}", fmt::join(names, ", "), names.size() == 1 ? "has" : "have");
}

std::vector<RunSpec> read_runs(const toml::table& document, const Scene& scene, LazyProblem& problem) {
  const auto* list = document.get("run");
  constexpr std::string_view right = "add [[run]] and below it optimizer = \"zest\"";
  if (list == nullptr) complain(document.source(), fmt::format("the scene has no run; {}", right));
  std::vector<RunSpec> runs;
  for (const auto& node : array(*list, "run", "a list of tables: [[run]], with two brackets"))
    runs.push_back(read_run(table(node, "run"), scene, problem));
  if (runs.empty()) complain(list->source(), fmt::format("the scene has no run; {}", right));
  const auto labels = unique_labels(runs);
  for (std::size_t i = 0; i < runs.size(); ++i) runs[i].label = labels[i];
  return runs;
}

}  // namespace tiltscape::scene_toml
