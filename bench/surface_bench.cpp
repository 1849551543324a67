// Time of the landscape picture's numbers: F_t after the tilt has moved, and everything anew after ρ, plane or bounds
// have. Averages in the plane at 512 × 512 cells, with two threads.
#include <benchmark/benchmark.h>

#include "core/surface.h"

namespace {

using namespace tiltscape;

SurfaceRequest request_of(const std::string& problem, Neighbourhood neighbourhood) {
  const Experiment experiment = make_landscape_experiment(default_scene(problem));
  SurfaceRequest request{.subject = surface_subject(experiment, 0), .kind = SurfaceKind::tilted};
  request.bounds = request.subject->chart.bounds;
  request.neighbourhood = neighbourhood;
  // 30 cells of 512
  const auto& x = request.bounds[0];
  request.rho = 30.0 * (x[1] - x[0]) / 512.0 / neighbourhood_radius(neighbourhood, request.in_plane() ? 2 : 3);
  return request;
}

/// The first surface after the tilt has moved, while it is dragged: where f is steep it is interpolated from fewer
/// cells.
void drag(benchmark::State& state, const std::string& problem, Neighbourhood neighbourhood, double tilt) {
  SurfaceRequest request = request_of(problem, neighbourhood);
  request.tilt = tilt;
  SurfaceMaker maker;
  benchmark::DoNotOptimize(maker.make_refined(request));
  Surface first;
  for (auto _ : state) {
    request.tilt = request.tilt == tilt ? 1.01 * tilt : tilt;
    bool made = false;
    maker.make(
        request,
        [&](Surface surface) {
          first = std::move(surface);
          made = true;
        },
        [&made] { return made; });
  }
  state.SetLabel(std::to_string(first.grid.columns) + " x " + std::to_string(first.grid.rows) + " cells" +
                 (first.refined ? ", final" : ", refined a moment later"));
}

/// The final surface after the tilt has moved.
void settle(benchmark::State& state, const std::string& problem, Neighbourhood neighbourhood, double tilt) {
  SurfaceRequest request = request_of(problem, neighbourhood);
  request.tilt = tilt;
  SurfaceMaker maker;
  Surface surface = maker.make_refined(request);
  for (auto _ : state) {
    request.tilt = request.tilt == tilt ? 1.01 * tilt : tilt;
    surface = maker.make_refined(request);
  }
  state.SetLabel(std::to_string(surface.grid.columns) + " x " + std::to_string(surface.grid.rows) + " cells");
}

/// From nothing.
void rebuild(benchmark::State& state, const std::string& problem, Neighbourhood neighbourhood, double tilt) {
  SurfaceRequest request = request_of(problem, neighbourhood);
  request.tilt = tilt;
  for (auto _ : state) {
    SurfaceMaker maker;
    benchmark::DoNotOptimize(maker.make_refined(request));
  }
}

// processor time is that of both threads
#define TILTSCAPE_BENCH(function, name, ...) \
  BENCHMARK_CAPTURE(function, name, __VA_ARGS__)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime()
TILTSCAPE_BENCH(drag, twin_wells_gaussian_t1, "twin-wells", Neighbourhood::gaussian, 1.0);
TILTSCAPE_BENCH(drag, twin_wells_gaussian_t20, "twin-wells", Neighbourhood::gaussian, 20.0);
TILTSCAPE_BENCH(drag, twin_wells_ball_t1, "twin-wells", Neighbourhood::ball, 1.0);
TILTSCAPE_BENCH(drag, twin_wells_ball_t20, "twin-wells", Neighbourhood::ball, 20.0);
TILTSCAPE_BENCH(drag, rosenbrock_gaussian_t1e4, "rosenbrock", Neighbourhood::gaussian, 1e4);
TILTSCAPE_BENCH(drag, rosenbrock_ball_t1e4, "rosenbrock", Neighbourhood::ball, 1e4);
TILTSCAPE_BENCH(drag, twin_wells_sphere_t20, "twin-wells", Neighbourhood::sphere, 20.0);
TILTSCAPE_BENCH(settle, twin_wells_gaussian_t20, "twin-wells", Neighbourhood::gaussian, 20.0);
TILTSCAPE_BENCH(settle, twin_wells_ball_t20, "twin-wells", Neighbourhood::ball, 20.0);
TILTSCAPE_BENCH(settle, rosenbrock_ball_t1e4, "rosenbrock", Neighbourhood::ball, 1e4);
TILTSCAPE_BENCH(settle, twin_wells_sphere_t20, "twin-wells", Neighbourhood::sphere, 20.0);
TILTSCAPE_BENCH(settle, sharpness_valley_ball_t4, "sharpness-valley", Neighbourhood::ball, 4.0);
TILTSCAPE_BENCH(rebuild, twin_wells_ball_t1, "twin-wells", Neighbourhood::ball, 1.0);
TILTSCAPE_BENCH(rebuild, sharpness_valley_ball_t4, "sharpness-valley", Neighbourhood::ball, 4.0);
#undef TILTSCAPE_BENCH

}  // namespace
