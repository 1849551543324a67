// One step of every optimizer against plain loops over std::vector, and what holds for every entry of the list.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "core/bad_input.h"
#include "core/landscape.h"
#include "core/optimizer.h"
#include "core/run.h"

namespace tiltscape {
namespace {

using Point = std::vector<double>;

/// A problem beside its own few lines: f and ∇f by loops.
struct Function {
  std::string name;
  std::shared_ptr<const Problem> problem;
  Point start;
  std::function<double(const Point&)> f;
  std::function<Point(const Point&)> gradient;
};

Function himmelblau() {
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
Function quadratic() {
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

std::string name_of(const testing::TestParamInfo<Function>& function) { return function.param.name; }

/// One step of an optimizer, and what it said.
struct Taken {
  Point x;
  Counts counts;
  double length, estimate_norm, effective_samples, tilt_spread;
  Point losses, weights;  ///< plus, then minus
};

constexpr std::uint64_t seed = 77, number = 41;

using Given = std::vector<std::pair<std::string, Setting>>;

Settings settings_of(const std::string& optimizer, const Given& given) {
  Settings settings(find_optimizer(optimizer).parameters);
  for (const auto& [name, setting] : given) {
    EXPECT_NE(settings.find(name), nullptr) << name;
    settings.set(name, setting);
  }
  return settings;
}

Taken take(const Function& function, const std::string& optimizer, const Given& given, std::uint64_t step = number) {
  const auto method = find_optimizer(optimizer).make();
  method->set(settings_of(optimizer, given), step);
  LandscapeObjective objective(function.problem, DirectionSource(Generator::philox, seed));
  Vector x = Eigen::Map<const Vector>(function.start.data(), static_cast<Eigen::Index>(function.start.size()));
  const Step s = method->step(objective, x, step);
  Taken taken{.x = Point(x.begin(), x.end()),
              .counts = objective.counts(),
              .length = s.length,
              .estimate_norm = s.estimate_norm,
              .effective_samples = s.effective_samples,
              .tilt_spread = s.tilt_spread,
              .losses = Point(s.losses.plus.begin(), s.losses.plus.end()),
              .weights = Point(s.plus_weights.begin(), s.plus_weights.end())};
  taken.losses.insert(taken.losses.end(), s.losses.minus.begin(), s.losses.minus.end());
  taken.weights.insert(taken.weights.end(), s.minus_weights.begin(), s.minus_weights.end());
  return taken;
}

std::vector<Point> directions(Law law, std::size_t pairs, std::size_t dimension, std::uint64_t step = number) {
  Matrix u(static_cast<Eigen::Index>(dimension), static_cast<Eigen::Index>(pairs));
  DirectionSource(Generator::philox, seed).draw(law, step, u);
  std::vector<Point> list;
  for (Eigen::Index i = 0; i < u.cols(); ++i) list.emplace_back(u.col(i).begin(), u.col(i).end());
  return list;
}

Point plus(Point x, double c, const Point& u) {
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += c * u[i];
  return x;
}
double norm(const Point& x) { return std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0)); }

/// x and the length of the way there, to rounding (losses of a few hundred, divided by 2ρ).
void expect_step(const Function& function, const Taken& taken, const Point& estimate, double learning_rate) {
  for (std::size_t i = 0; i < function.start.size(); ++i)
    EXPECT_NEAR(taken.x[i], function.start[i] - learning_rate * estimate[i], 1e-13);
  EXPECT_NEAR(taken.estimate_norm, norm(estimate), 1e-11 * norm(estimate));
  EXPECT_NEAR(taken.length, learning_rate * norm(estimate), 1e-11 * learning_rate * norm(estimate));
}

class OneStep : public testing::TestWithParam<Function> {
 protected:
  const Function& function = GetParam();
  const std::size_t d = function.start.size();
};
INSTANTIATE_TEST_SUITE_P(On, OneStep, testing::Values(himmelblau(), quadratic()), name_of);

TEST_P(OneStep, GradientDescent) {
  const Taken taken = take(function, "gd", {{"learning_rate", 0.003}});
  expect_step(function, taken, function.gradient(function.start), 0.003);
  EXPECT_EQ(taken.counts, (Counts{.evaluations = 0, .gradients = 1}));
  EXPECT_TRUE(taken.losses.empty());
}

TEST_P(OneStep, SharpnessAwareMinimization) {
  for (const double rho : {0.0, 0.05, 0.7}) {
    const Taken taken = take(function, "sam", {{"learning_rate", 0.003}, {"rho", rho}});
    const Point g = function.gradient(function.start);
    expect_step(function, taken, function.gradient(plus(function.start, rho / (norm(g) + 1e-12), g)), 0.003);
    EXPECT_EQ(taken.counts, (Counts{.evaluations = 0, .gradients = 2}));
    EXPECT_EQ(taken.counts.cost(), 6U);
  }
}

TEST_P(OneStep, ZerothOrder) {
  for (const Law law : {Law::gaussian, Law::sphere, Law::rademacher, Law::coordinate, Law::orthogonal})
    for (const std::size_t pairs : {1U, 3U, 8U}) {
      const std::string name = Choices<Law>::names[static_cast<std::size_t>(law)];
      SCOPED_TRACE(fmt::format("{}, k = {}", name, pairs));
      const Taken taken =
          take(function, "zo", {{"learning_rate", 0.003}, {"rho", 0.2}, {"pairs", std::int64_t(pairs)}, {"law", name}});
      Point estimate(d);
      std::size_t i = 0;
      for (const Point& u : directions(law, pairs, d)) {
        const double above = function.f(plus(function.start, 0.2, u)),
                     below = function.f(plus(function.start, -0.2, u));
        EXPECT_NEAR(taken.losses[i], above, 1e-13 * (1 + above));
        EXPECT_NEAR(taken.losses[pairs + i++], below, 1e-13 * (1 + below));
        estimate = plus(estimate, (above - below) / 0.4 / static_cast<double>(pairs), u);
      }
      expect_step(function, taken, estimate, 0.003);
      EXPECT_EQ(taken.counts, (Counts{.evaluations = 2 * pairs, .gradients = 0}));
    }
}

TEST_P(OneStep, ZerothOrderAlongTheExactSlope) {
  for (const std::size_t pairs : {1U, 3U}) {
    const Taken taken = take(function, "zo", {{"learning_rate", 0.003}, {"rho", 0.0}, {"pairs", std::int64_t(pairs)}});
    const Point g = function.gradient(function.start);
    Point estimate(d);
    for (const Point& u : directions(Law::gaussian, pairs, d))
      estimate = plus(estimate, std::inner_product(u.begin(), u.end(), g.begin(), 0.0) / static_cast<double>(pairs), u);
    expect_step(function, taken, estimate, 0.003);
    EXPECT_EQ(taken.counts, (Counts{.evaluations = 0, .gradients = 1}));
  }
}

Given zest(double tilt, std::size_t pairs, const std::string& law, const std::string& estimator) {
  return {{"learning_rate", 0.003},       {"rho", 0.15}, {"tilt", tilt},
          {"pairs", std::int64_t(pairs)}, {"law", law},  {"estimator", estimator}};
}

// ĝ = (1/(tρ)) Σ δᵢ[1 + …]vᵢ, and the jackknife, as the reference prints them.
TEST_P(OneStep, Zest) {
  for (const Law law : {Law::gaussian, Law::sphere, Law::orthogonal})
    for (const std::size_t k : {2U, 5U})
      for (const char* estimator : {"naive", "bias-corrected", "jackknife"})
        for (const double t : {0.02, 0.2}) {
          const std::string name = Choices<Law>::names[static_cast<std::size_t>(law)];
          SCOPED_TRACE(fmt::format("{} {}, k = {}, t = {}", name, estimator, k, t));
          const auto v = directions(law, k, d);
          std::vector<long double> above(k), below(k), delta(k), b(k), factor(k);
          for (std::size_t i = 0; i < k; ++i) {
            above[i] = function.f(plus(function.start, 0.15, v[i]));
            below[i] = function.f(plus(function.start, -0.15, v[i]));
          }
          const long double m = std::max(std::ranges::max(above), std::ranges::max(below));
          long double s = 0, q = 0, square = 0, mean = 0;
          for (std::size_t i = 0; i < k; ++i) s += std::exp(t * (above[i] - m)) + std::exp(t * (below[i] - m));
          for (std::size_t i = 0; i < k; ++i) {
            const long double plus_weight = std::exp(t * (above[i] - m)) / s,
                              minus_weight = std::exp(t * (below[i] - m)) / s;
            delta[i] = plus_weight - minus_weight;
            b[i] = plus_weight + minus_weight;
            q += b[i] * b[i];
            mean += (above[i] + below[i]) / static_cast<long double>(2 * k);
          }
          for (std::size_t i = 0; i < k; ++i) {
            square += (above[i] - mean) * (above[i] - mean) + (below[i] - mean) * (below[i] - mean);
            const auto pairs = static_cast<long double>(k);
            factor[i] = 1;
            if (estimator == std::string("bias-corrected")) factor[i] += pairs / (pairs - 1) * (b[i] - q);
            if (estimator == std::string("jackknife")) {
              factor[i] = pairs;
              for (std::size_t j = 0; j < k; ++j)
                if (j != i) factor[i] -= (pairs - 1) / pairs / (1 - b[j]);
            }
          }
          Point estimate(d);
          for (std::size_t i = 0; i < k; ++i)
            estimate = plus(estimate, static_cast<double>(delta[i] * factor[i] / (t * 0.15L)), v[i]);
          const Taken taken = take(function, "zest", zest(t, k, name, estimator));
          expect_step(function, taken, estimate, 0.003);
          EXPECT_EQ(taken.counts, (Counts{.evaluations = 2 * k, .gradients = 0}));
          EXPECT_NEAR(taken.effective_samples, static_cast<double>(1 / q), 1e-12);
          EXPECT_NEAR(taken.tilt_spread,
                      t * static_cast<double>(std::sqrt(square / (2.0L * static_cast<long double>(k)))), 1e-12);
          for (std::size_t i = 0; i < k; ++i)
            EXPECT_NEAR(taken.weights[i] - taken.weights[k + i], static_cast<double>(delta[i]), 1e-13);
        }
}

TEST_P(OneStep, ZestWithOnePair) {
  for (const double t : {0.01, 1.0, 100.0}) {
    const Point v = directions(Law::sphere, 1, d)[0];
    const double above = function.f(plus(function.start, 0.15, v)), below = function.f(plus(function.start, -0.15, v));
    Point estimate(d);
    estimate = plus(estimate, std::tanh(t * (above - below) / 2) / (t * 0.15), v);
    expect_step(function, take(function, "zest", zest(t, 1, "sphere", "naive")), estimate, 0.003);
  }
}

TEST_P(OneStep, ZestWithoutTiltIsZerothOrder) {
  for (const char* estimator : {"naive", "bias-corrected", "jackknife"})
    for (const std::size_t k : {2U, 7U}) {
      const Taken zo = take(function, "zo",
                            {{"learning_rate", 0.003}, {"rho", 0.15}, {"pairs", std::int64_t(k)}, {"law", "gaussian"}});
      double most = zo.losses[0], least = zo.losses[0];
      for (const double loss : zo.losses) most = std::max(most, loss), least = std::min(least, loss);
      for (const double t : {0.0, 1e-13 / (most - least)}) {
        const Taken taken = take(function, "zest", zest(t, k, "gaussian", estimator));
        for (std::size_t i = 0; i < d; ++i) {
          const double way = zo.x[i] - function.start[i];
          EXPECT_NEAR(taken.x[i], zo.x[i], 1e-12 * std::abs(way) + 4e-16 * std::abs(zo.x[i]))
              << estimator << ", t = " << t;
        }
      }
    }
}

TEST_P(OneStep, ZestAtLargeTiltFollowsTheWorstPoint) {
  constexpr double t = 1e4;
  const auto v = directions(Law::gaussian, 6, d);
  double most = -1.0;
  Point worst;
  for (const Point& u : v)
    for (const double sign : {1.0, -1.0}) {
      const double loss = function.f(plus(function.start, sign * 0.15, u));
      if (loss > most) {
        most = loss;
        worst = plus(Point(d), sign / (t * 0.15), u);
      }
    }
  expect_step(function, take(function, "zest", zest(t, 6, "gaussian", "naive")), worst, 0.003);
}

// ‖ĝ‖ ≤ √d/(tρ): with directions of length √d the naive estimate is clipped; one pair far up the tanh reaches it.
TEST_P(OneStep, NaiveZestOnTheSphereIsClipped) {
  double reached = 0.0;
  for (const std::size_t k : {1U, 2U, 6U})
    for (const double t : {0.01, 0.3, 3.0, 1e4})
      for (std::uint64_t step = 0; step < 30; ++step) {
        const double bound = std::sqrt(static_cast<double>(d)) / (t * 0.15);
        const double length = take(function, "zest", zest(t, k, "sphere", "naive"), step).estimate_norm;
        EXPECT_LE(length, bound * (1 + 1e-12));
        reached = std::max(reached, length / bound);
      }
  EXPECT_GT(reached, 1 - 1e-9);
}

// -- every optimizer of the list -----------------------------------------------------------------------------------

class EveryOptimizer : public testing::TestWithParam<std::string> {
 protected:
  const OptimizerEntry& entry = find_optimizer(GetParam());
};
std::vector<std::string> names() {
  std::vector<std::string> list;
  for (const OptimizerEntry& entry : optimizers()) list.push_back(entry.name);
  return list;
}
std::string test_name(const testing::TestParamInfo<std::string>& name) {
  std::string text = name.param;
  std::ranges::replace(text, '-', '_');
  return text;
}
INSTANTIATE_TEST_SUITE_P(Of, EveryOptimizer, testing::ValuesIn(names()), test_name);

TEST_P(EveryOptimizer, SaysWhatItIs) {
  for (const std::string& text : {entry.name, entry.title, entry.summary, entry.formula, entry.help, entry.citation})
    EXPECT_FALSE(text.empty());
  EXPECT_TRUE(std::ranges::all_of(entry.name, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }));
  EXPECT_EQ(entry.reconstruction, entry.help.find("econstruction") != std::string::npos) << "a reconstruction says so";
  for (const std::string& alias : entry.aliases) EXPECT_EQ(find_optimizer(alias).name, entry.name);
  EXPECT_EQ(entry.zeroth_order, find_parameter(entry.parameters, "law") != nullptr);
}

TEST_P(EveryOptimizer, DescribesItsParameters) {
  ASSERT_FALSE(entry.parameters.empty());
  EXPECT_NE(find_parameter(entry.parameters, "learning_rate"), nullptr);
  std::set<std::string> seen;
  for (const Parameter& p : entry.parameters) {
    SCOPED_TRACE(p.name);
    EXPECT_TRUE(seen.insert(p.name).second) << "twice";
    EXPECT_FALSE(p.title.empty());
    EXPECT_TRUE(p.help.ends_with('.')) << p.help;
    EXPECT_EQ(p.checked(p.fallback), p.fallback) << "the default is legal and of its own type";
    EXPECT_EQ(p.kind == Kind::choice, !p.choices.empty());
    if (p.kind == Kind::choice) {
      for (const std::string& choice : p.choices) EXPECT_NO_THROW(p.checked(choice));
      EXPECT_THROW(p.checked(std::string("nonsense")), BadInput);
    } else {
      EXPECT_FALSE(p.symbol.empty());
      EXPECT_LT(p.slider_low, p.slider_high);
      EXPECT_NO_THROW(p.checked(p.slider_low));
      EXPECT_NO_THROW(p.checked(p.slider_high));
      EXPECT_THROW(p.checked(-1.0), BadInput);
      EXPECT_THROW(p.checked(std::nan("")), BadInput);
    }
  }
  EXPECT_NO_THROW({
    if (entry.check) entry.check(Settings(entry.parameters));
  });
}

TEST_P(EveryOptimizer, LowersAQuadraticByDefault) {
  const Function function = quadratic();
  std::vector<Vector> ends;
  for (const bool set : {false, true}) {  // members and descriptions have the same defaults
    const auto method = entry.make();
    if (set) method->set(Settings(entry.parameters), 0);
    LandscapeObjective objective(function.problem, DirectionSource(Generator::philox, seed));
    Vector x = Eigen::Map<const Vector>(function.start.data(), 5);
    for (std::uint64_t step = 0; step < 200; ++step) method->step(objective, x, step);
    EXPECT_LT(function.problem->value(x), 0.99 * function.f(function.start));
    ends.push_back(x);
  }
  EXPECT_EQ(ends[0], ends[1]);
}

// A parameter that does nothing would be a slider that does nothing.
TEST_P(EveryOptimizer, EveryParameterMatters) {
  const Function function = himmelblau();
  const auto base = take(function, entry.name, {});
  for (const Parameter& p : entry.parameters) {
    Setting other;
    if (p.kind == Kind::choice) {
      other =
          *std::ranges::find_if(p.choices, [&](const std::string& choice) { return Setting(choice) != p.fallback; });
    } else if (p.kind == Kind::integer) {
      other = std::get<std::int64_t>(p.fallback) + 3;
    } else {
      other = 1.5 * std::get<double>(p.fallback);
    }
    EXPECT_NE(take(function, entry.name, {{p.name, other}}).x, base.x) << p.name;
  }
}

TEST_P(EveryOptimizer, CloneGoesOnAlikeAndApart) {
  const Function function = himmelblau();
  const auto method = entry.make();
  LandscapeObjective objective(function.problem, DirectionSource(Generator::numpy, seed));
  Vector x = Eigen::Map<const Vector>(function.start.data(), 2);
  for (std::uint64_t step = 0; step < 5; ++step) method->step(objective, x, step);
  const auto copy = method->clone();
  LandscapeObjective same = objective;
  Vector y = x;
  for (std::uint64_t step = 5; step < 10; ++step) method->step(objective, x, step);
  for (std::uint64_t step = 5; step < 10; ++step) copy->step(same, y, step);
  EXPECT_EQ(x, y);
  Settings faster(entry.parameters);
  faster.set("learning_rate", 1e-5);
  copy->set(faster, 10);
  method->step(objective, x, 10);
  copy->step(same, y, 10);
  EXPECT_NE(x, y);
}

TEST_P(EveryOptimizer, LearningRateFollowsASchedule) {
  const Function function = himmelblau();
  const Schedule schedule{.shape = Schedule::Shape::linear, .from = 1e-3, .to = 1e-4, .steps = 100};
  EXPECT_EQ(take(function, entry.name, {{"learning_rate", schedule}}, 41).x,
            take(function, entry.name, {{"learning_rate", 1e-3 + (1e-4 - 1e-3) * 0.41}}, 41).x);
}

TEST(Optimizers, AreFoundByName) {
  EXPECT_EQ(find_optimizer("sgd").name, "gd");
  std::set<std::string> seen;
  for (const OptimizerEntry& entry : optimizers()) EXPECT_TRUE(seen.insert(entry.name).second);
  for (const char* required : {"zest", "zo", "sam", "gd"}) EXPECT_TRUE(seen.contains(required));
  try {
    find_optimizer("zets");
    FAIL();
  } catch (const BadInput& error) {
    EXPECT_NE(std::string(error.what()).find("'zest'"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace tiltscape
