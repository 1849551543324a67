// Entry point of tiltscape_bench; the benchmarks are in the other files of this folder.
#include <benchmark/benchmark.h>

BENCHMARK_MAIN();
