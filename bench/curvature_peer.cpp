// Our side of bench/pyhessian_mlp.py: the Hessian of the trained digits MLP, its measures and their times.
// usage: tiltscape_curvature_peer write DIR         weights, training images and results, for the script to read
//        tiltscape_curvature_peer time PRODUCTS     seconds of Hutch++ with so many products, and of a default estimate
#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>

#include "bench/achieved_error.h"
#include "bench/trained_digits.h"
#include "core/curvature/eigenpairs.h"
#include "core/curvature/hutch_plus_plus.h"
#include "core/curvature/spectrum.h"
#include "core/curvature/trace.h"
#include "core/curvature/trace_request.h"
#include "core/whole_file.h"

namespace {

using namespace tiltscape;
using nlohmann::json;

constexpr double goal = 0.01;

/// A trace to the goal as one asks for it who knows nothing of H: sketch, pilot, fresh probes.
Estimate estimate_to_goal(Hessian& hessian, std::uint64_t seed) {
  return estimate_trace(hessian, {.method = TraceMethod::hutch_plus_plus, .relative_error = goal, .seed = seed});
}

template <class Number>
void put(const std::filesystem::path& path, std::span<const Number> numbers) {
  const auto bytes = std::as_bytes(numbers);
  WholeFile::put(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

/// The training images among the 1 797, as core/models/data_set.cpp splits them.
std::vector<std::int64_t> training_images(const Scene& scene) {
  constexpr std::int64_t images = 1797, train = 1437;
  return sample_without_replacement({.seed = scene.seed, .purpose = Purpose::split}, images, train);
}

/// The fewest products of Hutch++ that achieve the goal, and what an estimate to the goal achieves.
json errors(const TrainedDigits& digits, double trace) {
  constexpr std::uint64_t repetitions = 200;
  const auto error_of = [&](const auto& estimate, double most) {
    return achieved_error(
        trace, repetitions,
        [&](std::uint64_t seed) {
          Hessian hessian = digits.hessian();
          return estimate(hessian, seed);
        },
        most);
  };
  const Achieved fewest = fewest_products(goal, 30, 6, [&](Eigen::Index products) {
    return error_of([&](Hessian& h, std::uint64_t seed) { return hutch_plus_plus(h, products, seed); }, goal);
  });
  double products = 0.0;
  const auto counted = [&](Hessian& h, std::uint64_t seed) {
    const Estimate estimate = estimate_to_goal(h, seed);
    products += static_cast<double>(estimate.cost) / repetitions;
    return estimate;
  };
  const double to_goal = error_of(counted, std::numeric_limits<double>::infinity());
  return {{"repetitions", repetitions},
          {"fewest", {{"products", fewest.products}, {"error", fewest.error}}},
          {"to_goal", {{"products", products}, {"error", to_goal}}}};
}

std::vector<double> list_of(const Vector& numbers) { return {numbers.begin(), numbers.end()}; }

json density(Hessian hessian) {
  constexpr Eigen::Index probes = 10, steps = 100;
  json rules = json::array();
  for (const auto& [nodes, weights] : lanczos_quadrature(hessian, probes, steps, 0).rules)
    rules.push_back({{"nodes", list_of(nodes)}, {"weights", list_of(weights)}});
  return rules;
}

void write(const TrainedDigits& digits, const std::filesystem::path& folder) {
  const std::vector<float> weights(digits.x.begin(), digits.x.end());
  put<float>(folder / "weights.f32", weights);
  put<std::int64_t>(folder / "images.i64", training_images(digits.experiment.scene));
  Hessian hessian = digits.hessian();
  const double trace = exact_trace(hessian).value;
  const Estimate estimate = estimate_to_goal(hessian, 0);
  Hessian again = digits.hessian();
  const Eigenpairs top = eigenpairs(again, {.tolerance = 1e-6, .copies = false});
  const json results{{"steps", TrainedDigits::steps},
                     {"loss", digits.experiment.loss->value(digits.x)},
                     {"trace", trace},
                     {"estimate", {{"value", estimate.value}, {"error", estimate.standard_error.value()}}},
                     {"lambda_max", {{"value", top.values[0]}, {"error", top.errors[0]}, {"products", top.products}}},
                     {"errors", errors(digits, trace)},
                     {"density", density(digits.hessian())}};
  WholeFile::put(folder / "results.json", results.dump());
}

/// Medians of seconds by processor time and by the clock.
template <class Work>
json seconds(Work work) {
  constexpr std::size_t times = 15;
  std::vector<double> processor, clock;
  for (std::uint64_t i = 0; i < times; ++i) {
    const auto began = std::chrono::steady_clock::now();
    const std::clock_t began_processor = std::clock();
    work(i);
    processor.push_back(static_cast<double>(std::clock() - began_processor) / CLOCKS_PER_SEC);
    clock.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  }
  for (auto* each : {&processor, &clock}) std::ranges::nth_element(*each, each->begin() + times / 2);
  return {processor[times / 2], clock[times / 2]};
}

void time(const TrainedDigits& digits, Eigen::Index products) {
  const auto on_fresh_hessian = [&](const auto& measure) {
    return seconds([&](std::uint64_t seed) {
      Hessian hessian = digits.hessian();
      measure(hessian, seed);
    });
  };
  const json times{
      {"fewest", on_fresh_hessian([&](Hessian& h, std::uint64_t seed) { hutch_plus_plus(h, products, seed); })},
      {"to_goal", on_fresh_hessian(estimate_to_goal)},
      {"lambda_max", on_fresh_hessian([](Hessian& h, std::uint64_t seed) {
         eigenpairs(h, {.tolerance = 1e-6, .seed = seed, .copies = false});
       })}};
  fmt::print("{}\n", times.dump());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::string_view what = argc == 3 ? argv[1] : "";
    if (what != "write" && what != "time") throw std::invalid_argument("usage: write DIR | time PRODUCTS");
    const tiltscape::TrainedDigits digits;
    if (what == "write")
      write(digits, argv[2]);
    else
      time(digits, std::stol(argv[2]));
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "tiltscape_curvature_peer: {}\n", error.what());
    return 2;
  }
}
