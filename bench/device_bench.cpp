// What a device gives to models: steps a second of zo and zest on the digits, Hessian products, a trace, the largest
// eigenvalue, and the GPU's memory, as rows of tables in Markdown.
// usage: tiltscape_device_bench DEVICE THREADS SECONDS HIDDEN…    DEVICE cpu or cuda; SECONDS a row at least
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/curvature/eigenpairs.h"
#include "core/curvature/trace_request.h"
#include "core/models/devices.h"
#include "core/models/experiment.h"
#include "core/models/outside.h"

namespace {

using namespace tiltscape;

struct Machine {
  std::string device;
  int threads = 1;
  double seconds = 1;
};

template <class Work>
double seconds_of(Work work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

/// Seconds of one call of `work`: median, least and most of five batches that take machine.seconds together; fewer
/// where a call takes longer than a batch.
template <class Work>
std::vector<double> timed(const Machine& machine, Work work) {
  constexpr std::size_t batches = 5;
  const double first = seconds_of(work);
  const int calls = std::max(1, static_cast<int>(machine.seconds / batches / std::max(first, 1e-6)));
  std::vector<double> times;
  double spent = 0;
  while (times.size() < batches && (times.empty() || spent < machine.seconds)) {
    const double batch = seconds_of([&] {
      for (int i = 0; i < calls; ++i) work();
    });
    times.push_back(batch / calls);
    spent += batch;
  }
  std::ranges::sort(times);
  return {times[times.size() / 2], times.front(), times.back()};
}

std::string row_name(const Machine& machine) {
  return machine.device == "cpu" ? fmt::format("CPU, {} threads", machine.threads) : "GPU";
}

std::string megabytes(const Machine& machine) {
  if (machine.device == "cpu") return "–";
  return fmt::format("{:.0f}", static_cast<double>(take_peak_memory(machine.device)) / 1e6);
}

Experiment experiment_of(const Machine& machine, int hidden) {
  std::string text = fmt::format(
      "problem = {{ name = \"mlp\", hidden = {} }}\nseed = 1\nstop = {{ steps = 1_000_000_000 }}\n"
      "record_every = 1_000_000_000\ndevice = \"{}\"\nthreads = {}\n[[run]]\noptimizer = \"gd\"\nlearning_rate = 0.1\n",
      hidden, machine.device, machine.threads);
  for (const int pairs : {8, 64, 512})
    for (const char* method : {"zo", "zest"})
      text += fmt::format(
          "[[run]]\noptimizer = \"{}\"\nlabel = \"{}, k = {}\"\nlearning_rate = 1e-4\nrho = 1e-3\npairs = {}\n", method,
          method, pairs, pairs);
  return make_experiment(parse_scene(text + "[measures]\n", "benchmark", {}, with_libtorch()));
}

void steps(const Machine& machine, int hidden, Run& run) {
  Records records;
  take_peak_memory(machine.device);
  run.advance(2, records);
  const auto seconds = timed(machine, [&] { run.advance(1, records); });
  if (run.status() != Status::running) throw std::runtime_error(run.message());
  fmt::print("| {} | {} | {} | {:.4g} | {:.4g} … {:.4g} | {} |\n", hidden, run.info().label, row_name(machine),
             1 / seconds[0], 1 / seconds[2], 1 / seconds[1], megabytes(machine));
  std::fflush(stdout);
}

void curvature_row(const Machine& machine, int hidden, const std::string& what, const std::vector<double>& seconds) {
  fmt::print("| {} | {} | {} | {:.4g} | {:.4g} … {:.4g} | {} |\n", hidden, what, row_name(machine), 1e3 * seconds[0],
             1e3 * seconds[1], 1e3 * seconds[2], megabytes(machine));
  std::fflush(stdout);
}

void curvature(const Machine& machine, int hidden, const LossFunction& loss, const Vector& x) {
  take_peak_memory(machine.device);
  const Eigen::Index d = x.size();
  for (const Eigen::Index columns : {1, 64}) {
    Matrix v(d, columns), products(d, columns);
    for (Eigen::Index i = 0; i < columns; ++i)
      fill_gaussian({.seed = 1, .purpose = Purpose::measure, .item = static_cast<std::uint32_t>(i)},
                    {v.col(i).data(), static_cast<std::size_t>(d)});
    const auto seconds = timed(machine, [&] { loss.hessian_times_columns(x, v, products); });
    curvature_row(machine, hidden, columns == 1 ? "a Hessian product" : "64 Hessian products at once", seconds);
  }
  std::uint64_t products = 0;
  double value = 0;
  const auto largest = timed(machine, [&] {
    Hessian hessian(loss, x);
    value = eigenpairs(hessian, {.copies = false}).values[0];
    products = hessian.products();
  });
  curvature_row(machine, hidden, fmt::format("λ_max = {:.4f}, {} products", value, products), largest);
  const auto trace = timed(machine, [&] {
    Hessian hessian(loss, x);
    value = estimate_trace(hessian, {}).value;
    products = hessian.products();
  });
  curvature_row(machine, hidden, fmt::format("trace = {:.2f}, {} products", value, products), trace);
}

void measure(const Machine& machine, int hidden) {
  const Experiment experiment = experiment_of(machine, hidden);
  fmt::print(
      "\n| hidden | method | device | steps/s | slowest … fastest | peak GPU memory, MB |\n"
      "|---|---|---|---|---|---|\n");
  for (std::size_t i = 1; i < experiment.runs.size(); ++i) {
    const auto run = experiment.runs[i]->clone();  // whose directions and perturbed models go with it
    steps(machine, hidden, *run);
  }
  Records records;
  experiment.runs[0]->advance(200, records);
  fmt::print(
      "\n| hidden | after 200 steps of GD | device | ms | fastest … slowest | peak GPU memory, MB |\n"
      "|---|---|---|---|---|---|\n");
  curvature(machine, hidden, *experiment.loss, experiment.runs[0]->point());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 5) throw std::invalid_argument("usage: tiltscape_device_bench DEVICE THREADS SECONDS HIDDEN…");
    const Machine machine{.device = argv[1], .threads = std::stoi(argv[2]), .seconds = std::stod(argv[3])};
    for (int i = 4; i < argc; ++i) measure(machine, std::stoi(argv[i]));
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "tiltscape_device_bench: {}\n", error.what());
    return 2;
  }
}
