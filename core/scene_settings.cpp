// Settings and stops from TOML: numbers, words and schedules, checked against the parameters' descriptions.
#include <fmt/format.h>

#include <algorithm>

#include "core/scene_parts.h"

namespace tiltscape::scene_toml {
namespace {

const toml::node& required(const toml::table& table, std::string_view key, const std::string& what,
                           std::string_view example) {
  const toml::node* node = table.get(key);
  if (node == nullptr) complain(table.source(), fmt::format("{} has no {}; write {}", what, key, example));
  return *node;
}

/// { schedule = "cosine", from = …, to = …, steps = … }; a constant has `from` alone.
Setting read_schedule(const toml::table& table, const Parameter& parameter) {
  const std::string& what = parameter.name;
  only_keys(table, what + " schedule", {"schedule", "from", "to", "steps"});
  const std::string example = what + " = { schedule = \"cosine\", from = 0.05, to = 0.01, steps = 1000 }";
  const std::string shape =
      choice(required(table, "schedule", what, example), what + ".schedule", {"constant", "linear", "cosine", "step"});
  const double from = real(required(table, "from", what, example), what + ".from");
  if (shape == "constant") {
    for (const char* key : {"to", "steps"})
      if (const auto* node = table.get(key))
        complain(node->source(),
                 fmt::format("{}: a constant schedule has no {}; write {} = {}", what, key, what, from));
    return from;
  }
  Schedule schedule{.from = from,
                    .to = real(required(table, "to", what, example), what + ".to"),
                    .steps = count(required(table, "steps", what, example), what + ".steps", 1, most_steps)};
  schedule.shape = shape == "linear"   ? Schedule::Shape::linear
                   : shape == "cosine" ? Schedule::Shape::cosine
                                       : Schedule::Shape::step;
  return schedule;
}

/// A learning rate may fall to 0 at the end of its schedule although it may not be 0 all along.
Setting checked_schedule(const Schedule& schedule, const Parameter& parameter) {
  if (parameter.name != "learning_rate" || schedule.to != 0.0) return parameter.checked(schedule);
  Schedule inside = schedule;
  inside.to = schedule.from;
  parameter.checked(inside);
  return schedule;
}

WordList read_words(const toml::node& node, const std::string& what) {
  WordList words;
  for (const auto& each : array(node, what, "a list of texts: [\"x\", \"y\"]"))
    words.push_back(word(each, fmt::format("{}[{}]", what, words.size())));
  return words;
}

Intervals read_intervals(const toml::node& node, const std::string& what) {
  constexpr std::string_view right = "a list of intervals: [[-2, 2], [-1, 3]]";
  Intervals intervals;
  for (const auto& each : array(node, what, right)) {
    const std::string name = fmt::format("{}[{}]", what, intervals.size());
    const auto& ends = array(each, name, "an interval [low, high]");
    if (ends.size() != 2)
      complain(each.source(), fmt::format("{} has {} numbers; it must be [low, high]", name, ends.size()));
    intervals.push_back({real(ends[0], name + "[0]"), real(ends[1], name + "[1]")});
  }
  return intervals;
}

}  // namespace

Setting read_setting(const toml::node& node, const Parameter& parameter) {
  return located(node.source(), [&]() -> Setting {
    if (parameter.kind == Kind::words) return parameter.checked(read_words(node, parameter.name));
    if (parameter.kind == Kind::intervals) return parameter.checked(read_intervals(node, parameter.name));
    if (parameter.kind == Kind::text) return parameter.checked(word(node, parameter.name));
    if (const auto* schedule = node.as_table()) {
      const Setting setting = read_schedule(*schedule, parameter);
      const auto* moving = std::get_if<Schedule>(&setting);
      return moving != nullptr ? checked_schedule(*moving, parameter) : parameter.checked(setting);
    }
    if (const auto* integer = node.as_integer()) return parameter.checked(integer->get());
    if (const auto* number = node.as_floating_point()) return parameter.checked(number->get());
    if (node.is_string()) return parameter.checked(word(node, parameter.name));
    const bool chosen = parameter.kind == Kind::choice && !parameter.choices.empty();
    wrong_type(node, parameter.name,
               chosen                           ? fmt::format("one of \"{}\"", fmt::join(parameter.choices, "\", \""))
               : parameter.kind == Kind::choice ? "a word in quotes"
                                                : "a number");
  });
}

void read_settings(const toml::table& table, const std::vector<Parameter>& parameters, Settings& settings) {
  for (const Parameter& parameter : parameters)
    if (const auto* node = table.get(parameter.name)) settings.set(parameter.name, read_setting(*node, parameter));
}

std::vector<std::string> names_of(const std::vector<Parameter>& parameters, std::vector<std::string> more) {
  for (const Parameter& parameter : parameters) more.push_back(parameter.name);
  return more;
}

void complete_settings(Settings& settings, const ProblemEntry& entry, const toml::table& keys) {
  if (!entry.complete) return;
  try {
    entry.complete(settings);
  } catch (const BadInput& error) {
    const std::string_view message = error.what();
    for (const auto& [key, node] : keys)
      if (message.starts_with(key.str())) complain(node.source(), message);
    complain(keys.source(), message);
  }
}

const Problem& LazyProblem::landscape() {
  if (!made_) made_ = make_problem(entry_, settings_, seed_, outside_);
  return *made_;
}

Eigen::Index LazyProblem::dimension() {
  return entry_.parameter_count ? entry_.parameter_count(settings_) : landscape().dimension();
}

Stop read_stop(const toml::node& node) {
  const auto& keys = table(node, "stop");
  only_keys(keys, "stop", {"steps", "cost", "loss"});
  if (keys.empty()) complain(node.source(), "stop is empty; write stop = { steps = 10_000 }, or cost = …, or loss = …");
  Stop stop;
  if (const auto* steps = keys.get("steps")) stop.steps = count(*steps, "stop.steps", 1, most_steps);
  if (const auto* cost = keys.get("cost")) stop.cost = count(*cost, "stop.cost", 1, most_cost);
  if (const auto* loss = keys.get("loss")) stop.loss = real(*loss, "stop.loss");
  return stop;
}

namespace {

/// The largest seed that the scene's generator and TOML take.
std::uint64_t most_seed(const Scene& scene) {
  if (scene.generator == Generator::numpy) return std::numeric_limits<std::uint32_t>::max();
  return std::numeric_limits<std::int64_t>::max();
}

}  // namespace

std::uint64_t read_seed(const toml::node& node, const Scene& scene) {
  const std::uint64_t seed = count(node, "seed", 0, std::numeric_limits<std::int64_t>::max());
  if (seed > most_seed(scene))
    complain(node.source(), fmt::format("seed is {}; the generator \"numpy\" takes seeds below 4294967296", seed));
  return seed;
}

std::uint64_t read_seeds(const toml::node& node, const Scene& scene) {
  const std::uint64_t seeds = count(node, "seeds", 1, 100'000);
  for (const RunSpec& run : scene.runs)
    if (const std::uint64_t first = run.seed.value_or(scene.seed); seeds - 1 > most_seed(scene) - first)
      complain(node.source(),
               fmt::format("seeds is {} from seed {} on; the last one may be {}", seeds, first, most_seed(scene)));
  return seeds;
}

}  // namespace tiltscape::scene_toml
