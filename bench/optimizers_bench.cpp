// Steps a second of the optimizers on landscapes, through the run as `tiltscape run` advances it, with next to no
// records.
#include <benchmark/benchmark.h>

#include <string>

#include "core/run.h"

namespace {

using namespace tiltscape;

constexpr std::uint64_t steps_at_once = 1000;

/// A scene of one run that never ends by itself.
Scene scene_of(const std::string& problem, const std::string& run) {
  return parse_scene(
      "problem = " + problem +
          "\nstart = \"default\"\nstop = { steps = 1_000_000_000 }\nrecord_every = 1_000_000\n[[run]]\n" + run +
          "\n[measures]\n",
      "benchmark");
}

void advance(benchmark::State& state, const std::string& problem, const std::string& optimizer) {
  const Experiment experiment = make_landscape_experiment(scene_of(problem, optimizer));
  Run& run = *experiment.runs.front();
  Records records;
  for (auto _ : state) {
    run.advance(steps_at_once, records);
    records.clear();
  }
  if (run.status() != Status::running) state.SkipWithError(run.message().c_str());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(steps_at_once));
}

const std::string product_valley = R"({ name = "product-valley", dimension = 100 })";
const std::string sharpness_valley = R"({ name = "sharpness-valley" })";

#define TILTSCAPE_BENCH(name, problem, ...) \
  BENCHMARK_CAPTURE(advance, name, problem, __VA_ARGS__)->Unit(benchmark::kMicrosecond)
TILTSCAPE_BENCH(zo_product_valley, product_valley,
                "optimizer = \"zo\"\nlearning_rate = 0.001\nrho = 0.1\npairs = 1\nlaw = \"gaussian\"");
TILTSCAPE_BENCH(gd_product_valley, product_valley, "optimizer = \"gd\"\nlearning_rate = 0.01");
TILTSCAPE_BENCH(sam_product_valley, product_valley, "optimizer = \"sam\"\nlearning_rate = 0.01\nrho = 0.1");
TILTSCAPE_BENCH(zest_sharpness_valley, sharpness_valley,
                "optimizer = \"zest\"\nlearning_rate = 0.05\nrho = 0.3\ntilt = 4\npairs = 32\nlaw = "
                "\"sphere\"\nestimator = \"bias-corrected\"");
#undef TILTSCAPE_BENCH

}  // namespace
