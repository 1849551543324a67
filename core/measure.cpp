// What is common to all measures: where they belong, their defaults, what a scene may ask of them.
#include "core/measure.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/bad_input.h"

namespace tiltscape {

bool belongs(const MeasureEntry& measure, const ProblemEntry& problem) {
  if (!measure.problem.empty() && measure.problem != problem.name) return false;
  return problem.model ? measure.model : measure.landscape;
}

bool quick_when_exact(const MeasureEntry& measure, const ProblemEntry& problem, const Settings& settings) {
  if (measure.name != "trace" && measure.name != "lambda_max") return false;
  return !problem.model || (problem.quick_curvature && problem.quick_curvature(settings));
}

MeasureSpec default_spec(const MeasureEntry& measure, const ProblemEntry& problem, const Settings& settings) {
  const bool exact = measure.model_method.empty() || !problem.model || quick_when_exact(measure, problem, settings);
  MeasureSpec spec{.name = measure.name, .method = exact ? measure.methods.front() : measure.model_method};
  plan_by_default(spec, problem);
  return spec;
}

void plan_by_default(MeasureSpec& spec, const ProblemEntry& problem) {
  const bool sampled = is_sampled(spec.method), frugal = sampled && problem.model;
  spec.relative_error = sampled && !frugal ? std::optional(0.05) : std::nullopt;
  spec.budget = !frugal ? 1000 : spec.method == "zeroth-order" ? 160 : 16;  // a value is a tenth of a product
}

bool is_sampled(std::string_view method) {
  return method == "hutchinson" || method == "hutch++" || method == "zeroth-order";
}

std::string measure_complaint(const MeasureSpec& spec, const ProblemEntry& problem, const Settings& settings,
                              Eigen::Index d) {
  const MeasureEntry& entry = find_measure(spec.name);
  if (!belongs(entry, problem)) {
    std::vector<std::string> names;
    for (const auto& measure : measures())
      if (belongs(measure, problem)) names.push_back(measure.name);
    return fmt::format("measure '{}' does not belong to problem '{}'; it has {}", spec.name, problem.name,
                       fmt::join(names, ", "));
  }
  if (std::ranges::count(entry.methods, spec.method) == 0)
    return fmt::format("measures.{} is not available by method '{}'; write \"{}\"", spec.name, spec.method,
                       fmt::join(entry.methods, "\" or \""));
  if (entry.curvature && entry.methods.size() > 1 && spec.method == "exact" && d > most_exact &&
      !quick_when_exact(entry, problem, settings))
    return fmt::format("measures.{} is exact up to {} parameters, and this {} has {}; write \"{}\"", spec.name,
                       most_exact, problem.name, d, entry.methods[1]);
  return {};
}

void check_measures(const Scene& scene, Eigen::Index d) {
  const ProblemEntry& problem = find_problem(scene.problem.name);
  for (const MeasureSpec& spec : scene.measures)
    if (const auto wrong = measure_complaint(spec, problem, scene.problem.settings, d); !wrong.empty())
      throw BadInput(wrong);
}

}  // namespace tiltscape
