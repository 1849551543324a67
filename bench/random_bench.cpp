// Time of the random numbers of one step: raw fills by length, and every law at the shapes that matter.
#include <benchmark/benchmark.h>

#include "core/random.h"

namespace {

using namespace tiltscape;

template <void fill(const Stream&, std::span<double>)>
void fill_array(benchmark::State& state) {
  std::vector<double> out(static_cast<std::size_t>(state.range(0)));
  Stream stream{.seed = 13};
  for (auto _ : state) {
    ++stream.step;
    fill(stream, out);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(fill_array<fill_gaussian>)->Name("fill_gaussian")->Arg(1)->Arg(16)->Arg(200)->Arg(1000)->Arg(100'000);
BENCHMARK(fill_array<fill_uniform>)->Name("fill_uniform")->Arg(200)->Arg(100'000);
BENCHMARK(fill_array<fill_signs>)->Name("fill_signs")->Arg(200)->Arg(100'000);

/// Arguments: law, d, k.
template <Generator generator>
void draw(benchmark::State& state) {
  const Law law = static_cast<Law>(state.range(0));
  DirectionSource source(generator, 13);
  Eigen::MatrixXd out(state.range(1), state.range(2));
  std::uint64_t step = 0;
  for (auto _ : state) {
    source.draw(law, step++, out);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.SetLabel(Choices<Law>::names[static_cast<std::size_t>(law)]);
  state.SetItemsProcessed(state.iterations() * out.size());
}
void shapes(benchmark::internal::Benchmark* benchmark) {
  for (int law = 0; law < 5; ++law)
    for (const auto& [d, k] : {std::pair{200, 1}, {3, 32}, {2, 8}, {200, 32}}) benchmark->Args({law, d, k});
}
BENCHMARK(draw<Generator::philox>)->Apply(shapes)->Name("draw");
BENCHMARK(draw<Generator::numpy>)->Args({0, 200, 1})->Name("draw_numpy");

}  // namespace
