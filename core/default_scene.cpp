// A scene for a problem that was just picked: ZEST, ZO, SAM and GD, with step sizes that suit its curvature.
#include <algorithm>
#include <cmath>

#include "core/optimizer.h"
#include "core/scene_parts.h"

namespace tiltscape {
namespace {

/// Shared settings of the four methods.
struct Tuning {
  double learning_rate, zeroth_learning_rate, rho, sam_rho;
};

constexpr std::int64_t pairs = 8;

/// The largest of 1, 2, 5 × 10ⁿ that is not above `value`.
double rounded_down(double value) {
  const double decade = std::pow(10.0, std::floor(std::log10(value)));
  const double digit = value / decade;
  const double kept = digit >= 5.0 ? 5.0 : digit >= 2.0 ? 2.0 : 1.0;
  return decade < 1.0 ? kept / std::round(1.0 / decade) : kept * decade;
}

/// Half of what is stable at the sharpest of start and minima: η ≤ 1/λ_max for gradients, and for k pairs the
/// mean-square bound k/(tr + (k + 1) λ_max) (reference zo-flat-minima.md, section 3, with a margin of two).
Tuning tuned(const Problem& problem) {
  std::vector<Vector> points = {problem.default_start()};
  for (const Minimum& minimum : problem.minima()) points.push_back(minimum.x);
  double rate = 0.5, zeroth_rate = 0.5;
  for (const Vector& x : points) {
    const double largest = problem.lambda_max(x);
    if (!(largest > 0.0) || !std::isfinite(largest)) continue;
    rate = std::min(rate, 0.5 / largest);
    const double trace = std::max(problem.trace(x), largest);
    zeroth_rate =
        std::min(zeroth_rate, 0.5 * static_cast<double>(pairs) / (trace + static_cast<double>(pairs + 1) * largest));
  }
  const auto bounds = problem.charts().front().bounds;
  const double width = std::min(bounds[0][1] - bounds[0][0], bounds[1][1] - bounds[1][0]);
  const double radius = std::clamp(0.05 * width, 0.05, 0.5);  // of ZEST's ball, ρ√d
  // SAM climbs onto ridges and stays there when its radius is theirs: a small one
  const double rho = rounded_down(radius / std::sqrt(static_cast<double>(problem.dimension())));
  return {rounded_down(rate), rounded_down(zeroth_rate), rho, std::min(0.05, rounded_down(radius))};
}

/// Of models, which are not made here.
Tuning tuned(const FirstRates& rates) {
  return {.learning_rate = rates.gradient, .zeroth_learning_rate = rates.zeroth_order, .rho = 0.03, .sam_rho = 0.1};
}

/// Logarithmic where half of the picture lies in the lowest part of the values, which a linear scale paints black.
std::string colours_of(const Problem& problem) {
  constexpr int side = 33;
  const Chart chart = problem.charts().front();
  std::vector<double> values;
  for (int row = 0; row < side; ++row)
    for (int column = 0; column < side; ++column) {
      const auto at = [&](std::size_t axis, int i) {
        return chart.bounds[axis][0] + (i + 0.5) / side * (chart.bounds[axis][1] - chart.bounds[axis][0]);
      };
      const auto x = chart.lift({at(0, column), at(1, row)});
      if (const double value = x ? problem.value(*x) : std::nan(""); std::isfinite(value)) values.push_back(value);
    }
  if (values.empty()) return "linear";
  std::ranges::sort(values);
  const double low = values.front(), middle = values[values.size() / 2], high = values.back();
  return middle - low < 0.18 * (high - low) ? "log" : "linear";
}

/// The four methods in the order of menus, each with what it has of the tuning.
std::vector<RunSpec> four_methods(const Tuning& tuning) {
  std::vector<RunSpec> runs;
  for (const char* name : {"zest", "zo", "sam", "gd"}) {
    const OptimizerEntry& optimizer = find_optimizer(name);
    RunSpec run{.optimizer = name,
                .label = {},
                .settings = Settings(optimizer.parameters),
                .changes = {},
                .start = {},
                .seed = {},
                .stop = {}};
    const auto set = [&](std::string_view key, const Setting& setting) {
      if (const Parameter* parameter = find_parameter(optimizer.parameters, key))
        run.settings.set(key, parameter->checked(setting));
    };
    set("learning_rate", optimizer.zeroth_order ? tuning.zeroth_learning_rate : tuning.learning_rate);
    set("rho", optimizer.zeroth_order ? tuning.rho : tuning.sam_rho);
    set("pairs", pairs);
    set("law", "sphere");
    set("estimator", "bias-corrected");
    runs.push_back(std::move(run));
  }
  const auto labels = unique_labels(runs);
  for (std::size_t i = 0; i < runs.size(); ++i) runs[i].label = labels[i];
  return runs;
}

}  // namespace

Scene default_scene(const std::string& problem, const Outside& outside) {
  const ProblemEntry& entry = find_problem(problem);
  Scene scene;
  scene.title = entry.title;
  scene.problem = {.name = entry.name, .settings = Settings(entry.parameters)};
  if (entry.complete) entry.complete(scene.problem.settings);
  scene.stop = {.steps = 10'000, .cost = {}, .loss = {}};
  scene.measures = scene_toml::default_measures(entry, scene.problem.settings);
  if (entry.model) {
    scene.record_every = 20;
    scene.runs = four_methods(tuned(entry.first_rates));
  } else {
    scene.view.speed = 960;  // ten seconds to the end
    const auto made = make_problem(entry, scene.problem.settings, scene.seed, outside);
    scene.view.scale = colours_of(*made);
    scene.runs = four_methods(tuned(*made));
  }
  return scene;
}

}  // namespace tiltscape
