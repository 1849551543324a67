// What a frame asks of a long run: the points of its curves and of its path, zoomed out and in, for a hundred thousand
// and for ten million records.
#include <benchmark/benchmark.h>

#include <cmath>
#include <map>

#include "core/trajectory.h"

namespace {

using namespace tiltscape;

constexpr std::size_t pixels = 1000;

/// A noisy spiral with a loss and a trace.
const Trajectory& spiral(std::size_t count) {
  static std::map<std::size_t, Trajectory> made;
  auto [place, fresh] = made.try_emplace(count, Columns{.names = {"loss", "trace"}, .charts = 1});
  for (std::size_t row = 0; fresh && row < count;) {
    Records records;
    for (const std::size_t end = std::min(row + 100'000, count); row < end; ++row) {
      const double s = static_cast<double>(row) / static_cast<double>(count), angle = 7e4 * s;
      records.steps.push_back(row);
      records.counts.push_back({});
      records.seconds.push_back(s);
      for (const double value :
           {std::exp(-s), 1.0 + s, std::exp(-8 * s) * std::cos(angle), std::exp(-8 * s) * std::sin(angle)})
        records.values.push_back(value);
    }
    place->second.append(records);
  }
  return place->second;
}

/// Extremes of the loss in every pixel column, over the share 1/zoom of the run.
void curve(benchmark::State& state) {
  const Trajectory& t = spiral(static_cast<std::size_t>(state.range(0)));
  const std::size_t shown = t.size() / static_cast<std::size_t>(state.range(1)), from = (t.size() - shown) / 2;
  for (auto _ : state)
    for (std::size_t pixel = 0; pixel < pixels; ++pixel)
      benchmark::DoNotOptimize(t.extremes(0, from + shown * pixel / pixels, from + shown * (pixel + 1) / pixels));
}
BENCHMARK(curve)
    ->ArgsProduct({{100'000, 10'000'000}, {1, 1000}})
    ->ArgNames({"records", "zoom"})
    ->Unit(benchmark::kMicrosecond);

/// Rows of the path within a view of 2/zoom a side.
void path(benchmark::State& state) {
  const Trajectory& t = spiral(static_cast<std::size_t>(state.range(0)));
  const double half = 1.0 / static_cast<double>(state.range(1));
  for (auto _ : state)
    benchmark::DoNotOptimize(t.path(t.columns().chart(0), {{{-half, half}, {-half, half}}}, t.size() - 1));
}
BENCHMARK(path)
    ->ArgsProduct({{100'000, 10'000'000}, {1, 1000}})
    ->ArgNames({"records", "zoom"})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
