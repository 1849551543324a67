// What the curves panel computes for a frame of a long run, before anything is drawn: line, band, ranges and the latest
// values, zoomed out and in, for a hundred thousand and for ten million records.
#include <benchmark/benchmark.h>

#include <cmath>
#include <map>

#include "app/panels/curve_lines.h"
#include "app/panels/describe_run.h"

namespace {

using namespace tiltscape;

/// A noisy loss at every record, a trace with its error at every hundredth, and a column that never is measured.
const std::vector<RunView>& long_run(std::size_t count) {
  static std::map<std::size_t, std::vector<RunView>> made;
  auto [place, fresh] = made.try_emplace(count, 1);
  if (!fresh) return place->second;
  Trajectory trajectory(Columns{.names = {"loss", "trace", "trace_stderr", "lambda_max"}, .charts = 0});
  for (std::size_t row = 0; row < count;) {
    Records records;
    for (const std::size_t end = std::min(row + 100'000, count); row < end; ++row) {
      const double s = static_cast<double>(row) / static_cast<double>(count),
                   noise = std::sin(1e3 * static_cast<double>(row));
      records.steps.push_back(row);
      records.counts.push_back({.evaluations = 2 * row, .gradients = 0});
      records.seconds.push_back(s);
      const double measured = row % 100 == 0 ? 1.0 : std::nan("");
      for (const double value : {std::exp(-8 * s + noise), measured * (2.0 + noise), measured * 0.1, std::nan("")})
        records.values.push_back(value);
    }
    trajectory.append(records);
  }
  place->second[0].trajectory = std::move(trajectory);
  return place->second;
}

/// All curves of one run over the share 1/zoom of it.
void curves_panel(benchmark::State& state) {
  const std::vector<RunView>& runs = long_run(static_cast<std::size_t>(state.range(0)));
  const Trajectory& trajectory = runs[0].trajectory;
  const auto size = static_cast<double>(trajectory.size());
  const double half = 0.5 * size / static_cast<double>(state.range(1));
  const CurveAxis axis{.quantity = "step", .low = 0.5 * size - half, .high = 0.5 * size + half};
  for (auto _ : state) {
    benchmark::DoNotOptimize(followed_range(runs, axis.quantity, false));
    const CurveStretches stretches = curve_stretches(trajectory, axis, 1000.0F, {});
    for (const std::size_t column : measured_columns(trajectory.columns())) {
      std::vector<ErrorBand> bands;
      if (const std::size_t error = error_column(trajectory.columns(), column); error != Columns::npos)
        bands.push_back(error_band(trajectory, {column, error}, stretches));
      benchmark::DoNotOptimize(value_range(runs, column, axis, column == 0, bands));
      benchmark::DoNotOptimize(curve_line(trajectory, column, stretches, column == 0, 1.0 / 400.0));
      benchmark::DoNotOptimize(latest(runs[0], trajectory.columns().names[column]));
    }
  }
}
BENCHMARK(curves_panel)
    ->ArgsProduct({{100'000, 10'000'000}, {1, 1000}})
    ->ArgNames({"records", "zoom"})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
