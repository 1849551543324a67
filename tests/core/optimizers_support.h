// What the tests of optimizers share: two functions by plain loops, one step of a method and what it said.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "core/landscape.h"
#include "core/optimizer.h"

namespace tiltscape::one_step {

using Point = std::vector<double>;

/// A problem beside its own few lines: f and ∇f by loops.
struct Function {
  std::string name;
  std::shared_ptr<const Problem> problem;
  Point start;
  std::function<double(const Point&)> f;
  std::function<Point(const Point&)> gradient;
};

inline Function himmelblau() {
  const auto a = [](const Point& x) { return x[0] * x[0] + x[1] - 11; };
  const auto b = [](const Point& x) { return x[0] + x[1] * x[1] - 7; };
  const ProblemEntry& entry = find_problem("himmelblau");
  return {.name = "himmelblau",
          .problem = entry.make(Settings(entry.parameters), 1),
          .start = {0.7, -1.3},
          .f = [=](const Point& x) { return a(x) * a(x) + b(x) * b(x); },
          .gradient =
              [=](const Point& x) {
                return Point{4 * x[0] * a(x) + 2 * b(x), 2 * a(x) + 4 * x[1] * b(x)};
              }};
}

/// Five dimensions: ½xᵀHx with H read off by its columns.
inline Function quadratic() {
  const ProblemEntry& entry = find_problem("quadratic");
  Settings settings(entry.parameters);
  settings.set("dimension", std::int64_t{5});
  const auto problem = entry.make(settings, 3);
  std::vector<Point> h(5, Point(5));
  for (Eigen::Index j = 0; j < 5; ++j) {
    Vector column(5);
    problem->hessian_times(Vector::Zero(5), Vector::Unit(5, j), column);
    for (Eigen::Index i = 0; i < 5; ++i) h[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)] = column[i];
  }
  const auto gradient = [h](const Point& x) {
    Point g(5);
    for (std::size_t i = 0; i < 5; ++i)
      for (std::size_t j = 0; j < 5; ++j) g[i] += h[i][j] * x[j];
    return g;
  };
  const auto f = [gradient](const Point& x) {
    const Point g = gradient(x);
    return std::inner_product(x.begin(), x.end(), g.begin(), 0.0) / 2;
  };
  return {.name = "quadratic", .problem = problem, .start = {1.0, -0.5, 0.25, 2.0, -1.5}, .f = f, .gradient = gradient};
}

inline std::string name_of(const testing::TestParamInfo<Function>& function) { return function.param.name; }

/// One step of an optimizer, and what it said.
struct Taken {
  Point x;
  Counts counts;  ///< so far
  double length, estimate_norm, effective_samples, tilt_spread;
  Point losses, weights;  ///< plus, then minus; or those of samples
};

inline constexpr std::uint64_t seed = 77, number = 41;

using Given = std::vector<std::pair<std::string, Setting>>;

inline Settings settings_of(const std::string& optimizer, const Given& given) {
  Settings settings(find_optimizer(optimizer).parameters);
  for (const auto& [name, setting] : given) {
    EXPECT_NE(settings.find(name), nullptr) << name;
    settings.set(name, setting);
  }
  return settings;
}

/// Steps `first`, first + 1, … from the function's start.
inline std::vector<Taken> walk(const Function& function, const std::string& optimizer, const Given& given,
                               std::uint64_t steps, std::uint64_t first = number) {
  const auto method = find_optimizer(optimizer).make();
  LandscapeObjective objective(function.problem, DirectionSource(Generator::philox, seed));
  Vector x = Eigen::Map<const Vector>(function.start.data(), static_cast<Eigen::Index>(function.start.size()));
  const auto put = [](Point& to, std::span<const double> numbers) {
    to.insert(to.end(), numbers.begin(), numbers.end());
  };
  std::vector<Taken> way;
  for (std::uint64_t step = first; step < first + steps; ++step) {
    method->set(settings_of(optimizer, given), step);
    const Step s = method->step(objective, x, step);
    Taken taken{.x = Point(x.begin(), x.end()),
                .counts = objective.counts(),
                .length = s.length,
                .estimate_norm = s.estimate_norm,
                .effective_samples = s.effective_samples,
                .tilt_spread = s.tilt_spread,
                .losses = {},
                .weights = {}};
    for (const auto& some : {s.losses.plus, s.losses.minus, s.sample_losses}) put(taken.losses, some);
    for (const auto& some : {s.plus_weights, s.minus_weights, s.sample_weights}) put(taken.weights, some);
    way.push_back(std::move(taken));
  }
  return way;
}

inline Taken take(const Function& function, const std::string& optimizer, const Given& given,
                  std::uint64_t step = number) {
  return walk(function, optimizer, given, 1, step).front();
}

inline std::vector<Point> directions(Law law, std::size_t pairs, std::size_t dimension, std::uint64_t step = number) {
  Matrix u(static_cast<Eigen::Index>(dimension), static_cast<Eigen::Index>(pairs));
  DirectionSource(Generator::philox, seed).draw(law, step, u);
  std::vector<Point> list;
  for (Eigen::Index i = 0; i < u.cols(); ++i) list.emplace_back(u.col(i).begin(), u.col(i).end());
  return list;
}

inline Point plus(Point x, double c, const Point& u) {
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += c * u[i];
  return x;
}
inline Point minus(const Point& x, const Point& y) { return plus(x, -1.0, y); }
inline double norm(const Point& x) { return std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0)); }

/// x and the length of the way there, to rounding (losses of a few hundred, divided by 2ρ).
inline void expect_step(const Function& function, const Taken& taken, const Point& estimate, double learning_rate) {
  for (std::size_t i = 0; i < function.start.size(); ++i)
    EXPECT_NEAR(taken.x[i], function.start[i] - learning_rate * estimate[i], 1e-13);
  EXPECT_NEAR(taken.estimate_norm, norm(estimate), 1e-11 * norm(estimate));
  EXPECT_NEAR(taken.length, learning_rate * norm(estimate), 1e-11 * learning_rate * norm(estimate));
}

}  // namespace tiltscape::one_step
