// tiltscape reproduce: a published figure, run again, number beside number.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "app/commands/commands.h"
#include "app/commands/interrupt.h"
#include "app/commands/wrap.h"
#include "core/bad_input.h"
#include "core/models/experiment.h"
#include "core/reproductions/reproduction.h"
#include "core/whole_file.h"

namespace tiltscape {
namespace {

const char* verdict(const ReproducedRow& row) {
  if (!row.agrees) return "not judged";
  return *row.agrees ? "agrees" : "DIFFERS";
}

void print_rows(const std::vector<ReproducedRow>& rows) {
  std::size_t what = 4, reference = 9, measured = 8;
  for (const auto& row : rows) {
    what = std::max(what, display_width(row.what));
    reference = std::max(reference, display_width(row.reference));
    measured = std::max(measured, display_width(row.shown));
  }
  const auto cell = [](const std::string& text, std::size_t width) {
    return text + std::string(width - display_width(text) + 2, ' ');
  };
  const auto line = [&](const std::string& a, const std::string& b, const std::string& c, const std::string& d) {
    fmt::print("{}{}{}{}\n", cell(a, what), cell(b, reference), cell(c, measured), d);
  };
  line("", "published", "measured", "verdict");
  for (const auto& row : rows) line(row.what, row.reference, row.shown, verdict(row));
}

std::string quoted(std::string text) {
  for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos; at += 2) text.insert(at, 1, '"');
  return '"' + text + '"';
}

std::string rows_csv(const std::vector<ReproducedRow>& rows) {
  std::string text = "what,published,measured,shown,verdict\n";
  for (const auto& row : rows)
    text += fmt::format("{},{},{},{},{}\n", quoted(row.what), quoted(row.reference), row.measured, quoted(row.shown),
                        verdict(row));
  return text;
}

}  // namespace

int reproduce_command(const ReproduceOptions& options) {
  const ReproductionEntry& entry = find_reproduction(options.name);
  check_files(entry, options.data);
  if (!options.out.empty()) check_writable(options.out);
  fmt::print("{}\n{}\n\n", entry.title, wrapped(entry.help, terminal_width(), 0, 0));
  catch_interrupt();
  const bool terminal = isatty(STDERR_FILENO) == 1;
  ReproductionTools tools{.make = make_undrawn_experiment, .jobs = std::max(1U, std::thread::hardware_concurrency())};
  tools.data = options.data;
  tools.progress = [](const RunResult&) { return !interrupted(); };
  tools.done = [&](const std::string& name, const Scene& scene, const std::vector<RunResult>& results) {
    if (!options.out.empty()) write_results(std::filesystem::path(options.out) / name, scene, results);
    if (terminal) fmt::print(stderr, "{}: done\n", name);
    if (interrupted()) throw Interrupted();
  };
  std::vector<ReproducedRow> rows;
  try {
    rows = entry.run(tools);
  } catch (const Interrupted&) {
    fmt::print(stderr, "interrupted; what was run is {}\n",
               options.out.empty() ? "lost: --out DIR keeps it" : "in " + options.out);
    return 130;
  }
  print_rows(rows);
  if (!options.out.empty()) WholeFile::put(std::filesystem::path(options.out) / "reproduction.csv", rows_csv(rows));
  const auto differ = std::ranges::count_if(rows, [](const auto& row) { return row.agrees && !*row.agrees; });
  if (differ > 0) fmt::print("{} of {} rows differ\n", differ, rows.size());
  return differ > 0 ? 1 : 0;
}

}  // namespace tiltscape
