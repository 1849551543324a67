// Starts from TOML: words, coordinates, and another optimizer that goes first; and what optimizers' settings have in
// common with those of runs.
#include <fmt/format.h>

#include <algorithm>

#include "core/scene_parts.h"

namespace tiltscape::scene_toml {
namespace {

/// Where to point when settings contradict one another: a --set among them, or the key that the message speaks of.
const toml::source_region& culprit(const toml::table& keys, const std::vector<Parameter>& parameters,
                                   std::string_view message) {
  const toml::node* found = nullptr;
  for (const Parameter& parameter : parameters) {
    const auto* node = keys.get(parameter.name);
    if (node == nullptr) continue;
    if (from_set(node->source())) return node->source();
    const auto* text = node->as_string();
    const bool named = message.find(parameter.name) != std::string_view::npos ||
                       (text != nullptr && message.find(text->get()) != std::string_view::npos);
    if (named) found = node;
  }
  return found != nullptr ? found->source() : keys.source();
}

/// What the problem has instead while the warm start learns.
Settings read_task(const toml::node& node, LazyProblem& problem) {
  const ProblemEntry& entry = problem.entry();
  if (!entry.model) complain(node.source(), fmt::format("{} is a landscape; leave start.task out", entry.name));
  const auto& keys = table(node, "start.task");
  only_keys(keys, entry.name + " task", names_of(entry.parameters));
  Settings task;
  read_settings(keys, entry.parameters, task);
  Settings whole = problem.settings();
  for (const auto& [key, setting] : task) whole.set(key, setting);
  complete_settings(whole, entry, keys);
  return task;
}

Start read_warm_start(const toml::table& keys, LazyProblem& problem) {
  const auto* from = keys.get("from");
  if (from == nullptr)
    complain(keys.source(),
             "this start has no from; write start = { from = \"gd\", steps = 500, learning_rate = 0.1 }");
  const std::string name = word(*from, "start.from");
  const OptimizerEntry& optimizer =
      located(from->source(), [&]() -> const OptimizerEntry& { return find_optimizer(name); });
  only_its_keys(keys, optimizer, "start", {"from", "steps", "task"});
  WarmStart warm{.optimizer = optimizer.name, .settings = Settings(optimizer.parameters)};
  read_settings(keys, optimizer.parameters, warm.settings);
  check_settings(optimizer, warm.settings, keys);
  if (const auto* steps = keys.get("steps")) warm.steps = count(*steps, "start.steps", 1, most_steps);
  if (const auto* node = keys.get("task")) warm.task = read_task(*node, problem);
  return warm;
}

}  // namespace

void check_settings(const OptimizerEntry& optimizer, const Settings& settings, const toml::table& keys) {
  if (!optimizer.check) return;
  try {
    optimizer.check(settings);
  } catch (const BadInput& error) {
    complain(culprit(keys, optimizer.parameters, error.what()), error.what());
  }
}

/// The keys of a run or change; a setting that only other optimizers have is named as theirs.
void only_its_keys(const toml::table& keys, const OptimizerEntry& optimizer, std::string_view what,
                   std::vector<std::string> more) {
  only_keys(keys, fmt::format("{} {}", optimizer.name, what), names_of(optimizer.parameters, std::move(more)),
            [&](std::string_view key) {
              const std::string others = optimizers_with(key);
              return others.empty() ? "" : fmt::format("{} has no {}; {}", optimizer.name, key, others);
            });
}

Start read_start(const toml::node& node, LazyProblem& problem) {
  constexpr std::string_view words = R"("default", "random", { from = "gd", steps = 500 })";
  if (node.is_string()) {
    if (choice(node, "start", {"default", "random"}) == "default") return DefaultStart{};
    return RandomStart{};
  }
  if (const auto* keys = node.as_table()) return read_warm_start(*keys, problem);
  if (problem.entry().model) wrong_type(node, "start", fmt::format("{} for a model", words));
  std::vector<double> point;
  for (const auto& coordinate : array(node, "start", fmt::format("{} or a list of coordinates", words)))
    point.push_back(real(coordinate, fmt::format("start[{}]", point.size())));
  const auto dimension = static_cast<std::size_t>(problem.dimension());
  if (point.size() != dimension)
    complain(node.source(), fmt::format("start has {} coordinates; {} has {} with these parameters", point.size(),
                                        problem.entry().name, dimension));
  return point;
}

}  // namespace tiltscape::scene_toml
