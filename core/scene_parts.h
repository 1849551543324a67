// How the parts of a scene are read from TOML; scene_read.cpp puts them together.
#pragma once

#include "core/optimizer.h"
#include "core/problem.h"
#include "core/scene.h"
#include "core/scene_toml.h"

namespace tiltscape::scene_toml {

inline constexpr std::uint64_t most_steps = 1'000'000'000'000;
inline constexpr std::uint64_t most_cost = 1'000'000'000'000'000;

/// The keys of a run that are no parameters of its optimizer.
const std::vector<std::string>& run_keys();

/// The problem's function, made when something asks for it (a start's dimension, a chart's name).
class LazyProblem {
 public:
  LazyProblem(const ProblemEntry& entry, const Settings& settings, std::uint64_t seed, const Outside& outside)
      : entry_(entry), settings_(settings), seed_(seed), outside_(outside) {}
  const ProblemEntry& entry() const { return entry_; }
  const Settings& settings() const { return settings_; }
  /// Only for landscapes. Throws BadInput where the settings contradict one another.
  const Problem& landscape();
  /// Of x. Throws as landscape() does.
  Eigen::Index dimension();

 private:
  const ProblemEntry& entry_;
  const Settings& settings_;
  std::uint64_t seed_;
  const Outside& outside_;
  std::shared_ptr<const Problem> made_;
};

/// A number, word, text, schedule or list in the parameter's own type and range.
Setting read_setting(const toml::node& node, const Parameter& parameter);
/// The parameters that are in the table, in the order of `parameters`; other keys are left to only_keys.
void read_settings(const toml::table& table, const std::vector<Parameter>& parameters, Settings& settings);
/// Fills in a problem's settings that follow from others; complaints are placed at the parameter they begin with.
void complete_settings(Settings& settings, const ProblemEntry& entry, const toml::table& keys);
std::vector<std::string> names_of(const std::vector<Parameter>& parameters, std::vector<std::string> more = {});

/// The keys of a table that sets an optimizer up; a setting that only other optimizers have is named as theirs.
void only_its_keys(const toml::table& keys, const OptimizerEntry& optimizer, std::string_view what,
                   std::vector<std::string> more);
/// Complains where an optimizer's settings contradict one another.
void check_settings(const OptimizerEntry& optimizer, const Settings& settings, const toml::table& keys);

Start read_start(const toml::node& node, LazyProblem& problem);
Stop read_stop(const toml::node& node);
std::uint64_t read_seed(const toml::node& node, const Scene& scene);
/// How many seeds each run is repeated with; all of them must be legal.
std::uint64_t read_seeds(const toml::node& node, const Scene& scene);
std::vector<RunSpec> read_runs(const toml::table& document, const Scene& scene, LazyProblem& problem);
/// After the scene's problem and runs: measures take ρ and t from them.
std::vector<MeasureSpec> read_measures(const toml::node& node, const ProblemEntry& problem, const Scene& scene);
/// What a scene without [measures] measures.
std::vector<MeasureSpec> default_measures(const ProblemEntry& problem, const Settings& settings);
View read_view(const toml::node& node, LazyProblem& problem);

/// "zest has", "zo, zest have": the optimizers with such a parameter; empty where there is none.
std::string optimizers_with(std::string_view parameter);

/// Puts --set values into the tree.
void apply_overrides(toml::table& document, const std::vector<Override>& overrides);

}  // namespace tiltscape::scene_toml
