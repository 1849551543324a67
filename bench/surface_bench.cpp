// Time of the landscape picture's numbers: F_t after the tilt has moved, and everything anew after ρ, plane or bounds
// have.
#include <benchmark/benchmark.h>

#include "core/surface.h"

namespace {

using namespace tiltscape;

SurfaceRequest request_of(const std::string& problem) {
  const Experiment experiment = make_landscape_experiment(default_scene(problem));
  SurfaceRequest request{
      .subject = surface_subject(experiment, 0), .kind = SurfaceKind::tilted, .tilt = 4.0, .rho = 0.3};
  request.bounds = request.subject->chart.bounds;
  return request;
}

/// The evaluations are there: one average a cell.
void change_of_tilt(benchmark::State& state, const std::string& problem) {
  SurfaceRequest request = request_of(problem);
  SurfaceMaker maker;
  Surface surface = maker.make_refined(request);
  for (auto _ : state) {
    request.tilt = request.tilt == 4.0 ? 5.0 : 4.0;
    surface = maker.make_refined(request);
    benchmark::DoNotOptimize(surface.grid.values.data());
  }
  state.SetLabel(std::to_string(surface.grid.columns) + " x " + std::to_string(surface.grid.rows) + " cells");
}

/// From nothing: quadrature nodes, f at every node around every cell, one average a cell.
void full_rebuild(benchmark::State& state, const std::string& problem) {
  const SurfaceRequest request = request_of(problem);
  for (auto _ : state) {
    SurfaceMaker maker;
    const Surface surface = maker.make_refined(request);
    benchmark::DoNotOptimize(surface.grid.values.data());
  }
}

#define TILTSCAPE_BENCH(function, name, problem) \
  BENCHMARK_CAPTURE(function, name, problem)->Unit(benchmark::kMillisecond)
TILTSCAPE_BENCH(change_of_tilt, sharpness_valley, "sharpness-valley");
TILTSCAPE_BENCH(change_of_tilt, twin_wells, "twin-wells");
TILTSCAPE_BENCH(full_rebuild, sharpness_valley, "sharpness-valley");
TILTSCAPE_BENCH(full_rebuild, twin_wells, "twin-wells");
#undef TILTSCAPE_BENCH

}  // namespace
