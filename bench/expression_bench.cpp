// What a formula costs beside the same function written in C++.
#include <benchmark/benchmark.h>

#include "core/minimisers.h"
#include "core/models/outside.h"
#include "core/problem.h"
#include "core/scene.h"

namespace tiltscape {
namespace {

std::shared_ptr<const Problem> rosenbrock(bool typed) {
  const ProblemEntry& entry = typed ? expression_entry() : find_problem("rosenbrock");
  Settings settings(entry.parameters);
  if (typed) {
    settings.set("formula", std::string("(1-x)**2 + 100*(y-x**2)**2"));
    entry.complete(settings);
  }
  return make_problem(entry, settings, 0, with_libtorch());
}

void values(benchmark::State& state, bool typed) {
  const auto f = rosenbrock(typed);
  const Matrix points = Matrix::Random(2, state.range(0));
  std::vector<double> out(static_cast<std::size_t>(points.cols()));
  for (auto _ : state) {
    f->values(points, out);
    benchmark::DoNotOptimize(out.data());
  }
}

void gradient(benchmark::State& state, bool typed) {
  const auto f = rosenbrock(typed);
  const Vector x = Eigen::Vector2d(-1.2, 1.0);
  Vector g(2);
  for (auto _ : state) benchmark::DoNotOptimize(f->gradient(x, g));
}

void hessian_times(benchmark::State& state, bool typed) {
  const auto f = rosenbrock(typed);
  const Vector x = Eigen::Vector2d(-1.2, 1.0);
  Vector product(2);
  for (auto _ : state) {
    f->hessian_times(x, x, product);
    benchmark::DoNotOptimize(product.data());
  }
}

/// x*(t) of the gallery's formula, as the window's panel follows it beside a ZEST run.
void minimisers(benchmark::State& state) {
  const ProblemSpec spec = load_scene("your-formula", {}, with_libtorch()).problem;
  const auto f = make_problem(find_problem(spec.name), spec.settings, 0, with_libtorch());
  for (auto _ : state) follow_minimisers({f, Neighbourhood::ball, 0.3}, [](const Minimisers&) {});
}

void compile(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(rosenbrock(true));
}

BENCHMARK_CAPTURE(values, built_in, false)->Arg(2)->Arg(64)->Arg(4096);
BENCHMARK_CAPTURE(values, formula, true)->Arg(2)->Arg(64)->Arg(4096);
BENCHMARK_CAPTURE(gradient, built_in, false);
BENCHMARK_CAPTURE(gradient, formula, true);
BENCHMARK_CAPTURE(hessian_times, built_in, false);
BENCHMARK_CAPTURE(hessian_times, formula, true);
BENCHMARK(compile);
BENCHMARK(minimisers)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace tiltscape
