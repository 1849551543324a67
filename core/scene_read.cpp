// Scenes from TOML: the whole document, its defaults, and what needs several of its parts.
#include "core/scene.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/scene_parts.h"

namespace tiltscape {
namespace {

using namespace scene_toml;

const std::vector<std::string> scene_keys = {"format",  "title",     "problem",  "start",        "seed",
                                             "seeds",   "generator", "stop",     "record_every", "device",
                                             "threads", "run",       "measures", "view"};

ProblemSpec read_problem(const toml::table& document) {
  const auto* node = document.get("problem");
  if (node == nullptr)
    complain(document.source(), "the scene has no problem; write problem = { name = \"sharpness-valley\" }");
  if (const auto* text = node->as_string())
    complain(node->source(), fmt::format("problem is text; write problem = {{ name = \"{}\" }}", text->get()));
  const auto& keys = table(*node, "problem");
  const auto* name = keys.get("name");
  if (name == nullptr) complain(node->source(), "problem has no name; write problem = { name = \"sharpness-valley\" }");
  const std::string wanted = word(*name, "problem.name");
  const auto& entry = located(name->source(), [&]() -> const ProblemEntry& { return find_problem(wanted); });
  only_keys(keys, entry.name + " problem", names_of(entry.parameters, {"name"}), [&](std::string_view key) {
    return entry.parameters.empty() ? fmt::format("problem {} has no parameters; leave {} out", entry.name, key) : "";
  });
  ProblemSpec problem{.name = entry.name, .settings = Settings(entry.parameters)};
  read_settings(keys, entry.parameters, problem.settings);
  complete_settings(problem.settings, entry, keys);
  return problem;
}

void read_generator(const toml::table& document, Scene& scene) {
  if (const auto* node = document.get("generator")) {
    const bool numpy = choice(*node, "generator", {"philox", "numpy"}) == "numpy";
    const ProblemEntry& entry = find_problem(scene.problem.name);
    const bool drawn_in_order = entry.quick_curvature && entry.quick_curvature(scene.problem.settings);
    if (numpy && entry.model && !drawn_in_order)  // of random features that are factorised, W comes first
      complain(
          node->source(),
          fmt::format("generator \"numpy\" is for landscapes, and svm and logistic that are factorised; this {} is "
                      "a model, write \"philox\"",
                      entry.name));
    if (numpy) scene.generator = Generator::numpy;
  }
  if (const auto* node = document.get("seed")) scene.seed = read_seed(*node, scene);
}

std::string read_device(const toml::node& node, const ProblemEntry& problem, const Outside& outside) {
  std::string device = choice(node, "device", {"cpu", "cuda"});
  if (device != "cpu" && !problem.model)
    complain(node.source(), fmt::format("device '{}' is not available: {} is a landscape, and landscapes run on the "
                                        "CPU; write \"cpu\"",
                                        device, problem.name));
  if (outside.device_complaint)
    if (const std::string wrong = outside.device_complaint(device); !wrong.empty()) complain(node.source(), wrong);
  return device;
}

/// Records stay in memory until the end: a scene that could never keep them is refused at once.
void check_record_count(const toml::table& document, const Scene& scene) {
  constexpr std::uint64_t most_records = 50'000'000;
  for (const RunSpec& run : scene.runs) {
    const std::uint64_t steps = run.stop.value_or(scene.stop).steps.value_or(0);
    if (steps / scene.record_every <= most_records) continue;
    const auto* node = document.contains("record_every") ? document.get("record_every") : document.get("stop");
    complain(node != nullptr ? node->source() : document.source(),
             fmt::format("{} steps with record_every = {} would keep {} records a run; set record_every = {} or more",
                         steps, scene.record_every, steps / scene.record_every, steps / most_records + 1));
  }
}

Scene read_scene(const toml::table& document, const Outside& outside) {
  if (document.contains("script"))
    complain(document.get("script")->source(), "[[script]] is not in this version; leave it out");
  only_keys(document, "scene", scene_keys);
  if (const auto* node = document.get("format")) {
    if (const auto* format = node->as_integer(); format == nullptr || format->get() != 1)
      complain(node->source(), fmt::format("format is {}; this version reads format = 1", described(*node)));
  }
  Scene scene;
  scene.problem = read_problem(document);
  const ProblemEntry& entry = find_problem(scene.problem.name);
  scene.title = entry.title;
  if (const auto* node = document.get("title")) scene.title = word(*node, "title");
  read_generator(document, scene);
  LazyProblem problem(entry, scene.problem.settings, scene.seed, outside);
  scene.stop = {.steps = 10'000, .cost = {}, .loss = {}};
  if (const auto* node = document.get("stop")) scene.stop = read_stop(*node);
  if (const auto* node = document.get("record_every")) scene.record_every = count(*node, "record_every", 1, most_steps);
  if (const auto* node = document.get("device")) scene.device = read_device(*node, entry, outside);
  if (const auto* node = document.get("threads")) scene.threads = static_cast<int>(count(*node, "threads", 1, 1024));
  located(document.get("problem")->source(), [&] {
    if (const auto* node = document.get("start")) scene.start = read_start(*node, problem);
    scene.runs = read_runs(document, scene, problem);
    if (const auto* node = document.get("seeds")) scene.seeds = read_seeds(*node, scene);
    scene.measures = default_measures(entry, scene.problem.settings);
    if (const auto* node = document.get("measures")) scene.measures = read_measures(*node, entry, scene);
    if (const auto* node = document.get("view")) scene.view = read_view(*node, problem);
  });
  check_record_count(document, scene);
  return scene;
}

}  // namespace

Scene parse_scene(std::string_view text, const std::string& name, const std::vector<Override>& overrides,
                  const Outside& outside) {
  toml::table document = parse_document(text, name);
  apply_overrides(document, overrides);
  return read_scene(document, outside);
}

std::vector<std::string> unique_labels(const std::vector<RunSpec>& runs) {
  std::vector<std::string> wanted, labels;
  for (const RunSpec& run : runs) wanted.push_back(run.label.empty() ? find_optimizer(run.optimizer).title : run.label);
  for (const std::string& label : wanted) {
    std::string candidate = label;
    // a number that neither an earlier label nor a later wish has
    for (int number = 2;
         std::ranges::count(labels, candidate) > 0 || (candidate != label && std::ranges::count(wanted, candidate) > 0);
         ++number)
      candidate = fmt::format("{} {}", label, number);
    labels.push_back(std::move(candidate));
  }
  return labels;
}

}  // namespace tiltscape
