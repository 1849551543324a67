// Notes of measures that take long or missed what they were to reach.
#include "app/commands/measure_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/measure.h"

namespace tiltscape {

void note_what_takes_long(const Scene& scene) {
  const ProblemEntry& entry = find_problem(scene.problem.name);
  if (!entry.model || !scene.stop.steps) return;
  constexpr double many = 20'000;  // some 20 seconds of a small network
  const auto d = static_cast<double>(known_dimension(entry, scene.problem.settings));
  for (const MeasureSpec& spec : scene.measures) {
    const MeasureEntry& measure = find_measure(spec.name);
    if (!measure.curvature || measure.methods.size() < 2 || spec.method != "exact" ||
        quick_when_exact(measure, entry, scene.problem.settings))
      continue;
    const std::uint64_t every = std::max(spec.every, scene.record_every);
    const double times = 1.0 + std::floor(static_cast<double>(*scene.stop.steps) / static_cast<double>(every));
    if (d * times > many)
      fmt::print(stderr,
                 "{}: exact takes {} Hessian products at each of {} records of a run; method = \"{}\" or a larger "
                 "`every` takes fewer\n",
                 spec.name, d, times, measure.methods[1]);
  }
}

void print_missed_errors(const Scene& scene, const std::vector<RunResult>& results) {
  constexpr double slack = 1.5;  // a pilot plans, so that half of the estimates end slightly above
  for (const MeasureSpec& spec : scene.measures) {
    if (!is_sampled(spec.method) || !spec.relative_error) continue;
    std::size_t missed = 0, all = 0;
    for (const RunResult& result : results) {
      const Columns& columns = result.info.columns;
      const std::size_t value = columns.find(spec.name), error = columns.find(spec.name + "_stderr");
      for (std::size_t row = 0; row < result.records.size(); ++row) {
        const double* const at = result.records.values.data() + row * columns.width();
        if (!std::isfinite(at[value])) continue;
        ++all;
        if (!(at[error] <= slack * *spec.relative_error * std::abs(at[value]))) ++missed;
      }
    }
    if (missed > 0)
      fmt::print("{}: {} of {} values have a larger error than relative_error = {}; budget = {} was too small\n",
                 spec.name, missed, all, *spec.relative_error, spec.budget);
  }
}

}  // namespace tiltscape
