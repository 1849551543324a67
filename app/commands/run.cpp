// tiltscape run: a scene to its end, without a window.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/commands/commands.h"
#include "app/commands/interrupt.h"
#include "app/commands/measure_notes.h"
#include "app/commands/progress_line.h"
#include "core/bad_input.h"
#include "core/models/experiment.h"
#include "core/runner.h"

namespace tiltscape {
namespace {

/// How far a run is.
std::string progress(const RunResult& result) {
  const auto steps = result.info.stop.steps;
  return fmt::format("{}: step {}{}", result.info.label, result.step, steps ? fmt::format(" of {}", *steps) : "");
}

/// A column's name for people: coordinates as the problem calls them.
std::string heading(const RunInfo& info, std::size_t column) {
  const std::size_t first = info.columns.position();
  return first == Columns::npos || column < first ? info.columns.names[column] : info.coordinates.at(column - first);
}

void print_table(const std::vector<RunResult>& results) {
  if (results.empty()) return;
  const auto& names = results.front().info.columns.names;
  std::size_t label_width = 5;
  for (const auto& result : results) label_width = std::max(label_width, result.info.label.size());
  fmt::print("{:<{}}  {:>6}  {:<11}  {:>10}  {:>12}", "run", label_width, "seed", "status", "steps", "cost");
  const std::size_t shown = std::min<std::size_t>(names.size(), 5);
  for (std::size_t i = 0; i < shown; ++i) fmt::print("  {:>14}", heading(results.front().info, i));
  fmt::print("  {:>8}\n", "seconds");
  for (const auto& result : results) {
    const Records& records = result.records;
    const Counts counts = records.counts.empty() ? Counts{} : records.counts.back();
    // Labels hold Greek letters; fmt pads by width on screen.
    fmt::print("{:<{}}  {:>6}  {:<11}  {:>10}  {:>12}", result.info.label, label_width, result.info.seed,
               to_string(result.status), result.step, counts.cost());
    for (std::size_t i = 0; i < shown; ++i) {
      const double value =
          records.size() == 0 ? std::nan("") : records.values[(records.size() - 1) * result.info.columns.width() + i];
      if (std::isnan(value))  // not measured, or not there to be measured
        fmt::print("  {:>14}", "–");
      else
        fmt::print("  {:>14.6g}", value);
    }
    fmt::print("  {:>8.2f}\n", result.seconds);
  }
  std::vector<std::string> further;
  for (std::size_t i = shown; i < names.size(); ++i) {
    const std::string called = heading(results.front().info, i);
    further.push_back(called == names[i] ? called : fmt::format("{} ({})", names[i], called));
  }
  if (!further.empty()) fmt::print("and, with --json or in the records of --out: {}\n", fmt::join(further, ", "));
  for (const auto& result : results)
    if (!result.message.empty()) fmt::print("{} (seed {}): {}\n", result.info.label, result.info.seed, result.message);
}

}  // namespace

int run_command(const RunOptions& options) {
  const Scene scene = options.load();
  if (!options.out.empty()) check_writable(options.out);
  catch_interrupt();
  note_what_takes_long(scene);
  std::vector<RunResult> results;
  try {
    ProgressLine line;
    const unsigned jobs = options.jobs > 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
    const auto show = [&line](const RunResult& result) {
      line.show(progress(result));
      return !interrupted();
    };
    results = run_to_end(make_undrawn_experiment, scene, jobs, show, !options.out.empty());
  } catch (const BadInput& error) {
    throw options.placed(error);
  }
  if (!options.out.empty()) {
    const bool replaced = holds_result(options.out);
    write_results(options.out, scene, results);
    if (replaced) fmt::print(stderr, "{}: replaced the result that was there\n", options.out);
  }
  if (options.json)
    fmt::print("{}\n", summary_json(scene, results));
  else {
    print_table(results);
    print_missed_errors(scene, results);
  }
  if (interrupted()) return 130;
  const bool none_done =
      std::ranges::none_of(results, [](const auto& result) { return result.status == Status::done; });
  return none_done ? 1 : 0;
}

}  // namespace tiltscape
