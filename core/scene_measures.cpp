// The [measures] of a scene, and those a scene has that says nothing of them.
#include <fmt/format.h>

#include <algorithm>

#include "core/measure.h"
#include "core/scene_parts.h"

namespace tiltscape::scene_toml {
namespace {

/// The first of the runs' values of a setting that is above 0, as it is at the beginning.
double first_of(const std::vector<RunSpec>& runs, const std::string& name, double otherwise) {
  for (const RunSpec& run : runs)
    if (const double value = run.settings.find(name) != nullptr ? run.settings.real(name, 0) : 0.0;
        value > 0.0 && value <= 1e4)
      return value;
  return otherwise;
}

/// With the ρ and t of its own that a measure has, where nothing else is said: those of the runs.
MeasureSpec completed(MeasureSpec spec, const std::vector<RunSpec>& runs) {
  const MeasureEntry& entry = find_measure(spec.name);
  if (entry.has_rho && !spec.rho) spec.rho = first_of(runs, "rho", 0.05);
  if (entry.has_tilt && !spec.tilt) spec.tilt = first_of(runs, "tilt", 1.0);
  return spec;
}

/// Keys of one [measures] entry.
class MeasureReader {
 public:
  MeasureReader(const MeasureEntry& entry, const ProblemEntry& problem, const toml::table& keys, MeasureSpec& spec)
      : entry_(entry), problem_(problem), keys_(keys), spec_(spec), where_("measures." + entry.name) {}

  void read() {
    std::vector<std::string> known{"every", "method", "relative_error", "budget", "probes"};
    const bool from_losses = std::ranges::count(entry_.methods, "zeroth-order") > 0;
    if (entry_.has_rho || from_losses) known.push_back("rho");
    if (entry_.has_tilt) known.push_back("tilt");
    only_keys(keys_, where_, known);
    if (const auto* every = keys_.get("every")) spec_.every = count(*every, where_ + ".every", 0, most_steps);
    if (const auto* method = keys_.get("method")) spec_.method = choice(*method, where_ + ".method", entry_.methods);
    if (const auto* rho = keys_.get("rho")) spec_.rho = above_zero(*rho, "rho");
    if (const auto* tilt = keys_.get("tilt")) spec_.tilt = not_negative(*tilt, "tilt");
    plan_by_default(spec_, problem_);
    const bool sampled = is_sampled(spec_.method);
    if (const auto* error = keys_.get("relative_error")) {
      spec_.relative_error = share(*error);
      spec_.budget = 10'000;  // enough for most
    } else if (keys_.contains("budget")) {
      spec_.relative_error.reset();
    }
    if (const auto* budget = keys_.get("budget"))
      if (const auto most = count(*budget, where_ + ".budget", 6, 1'000'000'000); sampled || spec_.method == "lanczos")
        spec_.budget = most;
    if (const auto* probes = keys_.get("probes"))
      if (const auto number = count(*probes, where_ + ".probes", 2, 1'000'000); sampled) {
        spec_.probes = static_cast<std::int64_t>(number);
        spec_.relative_error.reset();
      }
    refuse_what_has_no_use();
  }

 private:
  [[noreturn]] void wrong(const toml::node& node, const std::string& key, std::string_view right) const {
    complain(node.source(), fmt::format("{}.{} is {}; {}", where_, key, described(node), right));
  }
  double above_zero(const toml::node& node, const std::string& key) const {
    const double value = real(node, where_ + "." + key);
    if (!(value > 0.0)) wrong(node, key, "it must be above 0");
    return value;
  }
  double not_negative(const toml::node& node, const std::string& key) const {
    const double value = real(node, where_ + "." + key);
    if (value < 0.0) wrong(node, key, "it must be 0 or more, and finite");
    return value;
  }
  double share(const toml::node& node) const {
    const double value = above_zero(node, "relative_error");
    if (value > 1.0) wrong(node, "relative_error", "it is a share of the value: above 0 and at most 1, such as 0.02");
    return value;
  }
  void refuse_what_has_no_use() const {
    if (const auto* rho = keys_.get("rho"); rho != nullptr && !entry_.has_rho && spec_.method != "zeroth-order")
      complain(rho->source(), fmt::format("{} has no rho by method {}; leave it out", where_, spec_.method));
    const auto* probes = keys_.get("probes");
    for (const char* key : {"relative_error", "budget"})
      if (const auto* node = keys_.get(key); node != nullptr && probes != nullptr)
        complain(node->source(),
                 fmt::format("{} has both probes and {}; probes fix the number, so leave {} out", where_, key, key));
    if (is_sampled(spec_.method)) return;
    for (const char* key : {"relative_error", "budget", "probes"}) {
      const auto* node = keys_.get(key);
      const bool lanczos_budget = spec_.method == "lanczos" && std::string_view(key) == "budget";
      const bool written_in_full = keys_.contains("method") && node == probes;  // by versions before this one
      if (node == nullptr || lanczos_budget || written_in_full) continue;
      complain(node->source(),
               std::ranges::any_of(entry_.methods, is_sampled)
                   ? fmt::format("{} is {} here, without {}; name a method that estimates it, or leave {} out", where_,
                                 spec_.method, key, key)
                   : fmt::format("{} has no {}; leave it out", where_, key));
    }
  }

  const MeasureEntry& entry_;
  const ProblemEntry& problem_;
  const toml::table& keys_;
  MeasureSpec& spec_;
  std::string where_;
};

MeasureSpec read_measure(const toml::key& key, const toml::node& node, const ProblemEntry& problem,
                         const Scene& scene) {
  const std::string name = without_controls(key.source(), "the name of this measure", std::string(key.str()));
  const auto& entry = located(key.source(), [&]() -> const MeasureEntry& { return find_measure(name); });
  MeasureSpec spec = default_spec(entry, problem, scene.problem.settings);
  const auto check = [&](const toml::source_region& place) {
    const Eigen::Index d = known_dimension(problem, scene.problem.settings);
    if (const std::string wrong = measure_complaint(spec, problem, scene.problem.settings, d); !wrong.empty())
      complain(place, wrong);
  };
  check(key.source());
  const auto& keys = table(node, "measures." + name);
  MeasureReader(entry, problem, keys, spec).read();
  if (const auto* method = keys.get("method")) check(method->source());
  return completed(spec, scene.runs);
}

}  // namespace

std::vector<MeasureSpec> read_measures(const toml::node& node, const ProblemEntry& problem, const Scene& scene) {
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
  for (const auto& [key, value] : found) specs.push_back(read_measure(*key, *value, problem, scene));
  return specs;
}

std::vector<MeasureSpec> default_measures(const ProblemEntry& problem, const Settings& settings) {
  std::vector<std::string> wanted = problem.model ? std::vector<std::string>{"accuracy", "test_accuracy", "drift"}
                                                  : std::vector<std::string>{"trace", "lambda_max", "imbalance"};
  if (problem.quick_curvature && problem.quick_curvature(settings)) wanted.emplace_back("trace");
  std::vector<MeasureSpec> specs;
  for (const auto& measure : measures())
    if (belongs(measure, problem) && std::ranges::count(wanted, measure.name) > 0)
      specs.push_back(default_spec(measure, problem, settings));
  return specs;
}

}  // namespace tiltscape::scene_toml
