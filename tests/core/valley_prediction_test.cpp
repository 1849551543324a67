// Predictions of the trace on the product valley: figures of the reference, the recursion step by step, runs.
#include "core/valley_prediction.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/optimizer.h"
#include "tests/core/run_support.h"

namespace tiltscape {
namespace {

SettingsHistory zo_history(double learning_rate, double rho, std::int64_t pairs = 1) {
  Settings settings(find_optimizer("zo").parameters);
  settings.set("learning_rate", learning_rate);
  settings.set("rho", rho);
  settings.set("pairs", pairs);
  return {.first = settings, .changes = {}};
}

/// Section 2 of the reference, a step at a time.
double recursion(double s, double d, const SettingsHistory& settings, std::uint64_t from, std::uint64_t to) {
  for (std::uint64_t step = from; step < to; ++step) {
    const Settings now = settings.at(step);
    const double eta = now.real("learning_rate", step), lambda = now.real("rho", step);
    const auto k = static_cast<double>(std::get<std::int64_t>(*now.find("pairs")));
    const double noise = s / k * (1 + 3 * eta * s / (k * (2 - eta * s * (1 + 2 / k))));
    s += -2 * eta * lambda * lambda * (s - 4 / s) + 2 * eta * eta * std::pow(lambda, 4) * d * d * noise;
  }
  return s;
}

TEST(ValleyPrediction, FiguresOfTheReference) {
  const ValleyPrediction seed_13(100, zo_history(1e-3, 0.1), {0, 0, 154.75}, 100'000);
  EXPECT_NEAR(seed_13.flow(1e5), 21.0, 0.05);
  EXPECT_NEAR(seed_13.finite(1e5), 26.3, 0.05);
  EXPECT_EQ(seed_13.finite(0.0), 154.75);
}

TEST(ValleyPrediction, StridesAreTheRecursion) {
  struct Case {
    double eta, rho, s0;
    std::int64_t pairs;
    std::uint64_t steps;
  };
  for (const Case& c :
       {Case{1e-3, 0.1, 154.75, 1, 100'000}, Case{1e-3, 0.1, 154.75, 5, 300'000}, Case{3e-3, 0.2, 90.0, 3, 20'000},
        Case{0.02, 0.2, 20.0, 4, 3'000}, Case{1e-3, 0.01, 2.0, 1, 50'000}, Case{0.05, 0.2, 9.0, 8, 300}}) {
    SCOPED_TRACE(testing::Message() << "eta " << c.eta << " rho " << c.rho << " k " << c.pairs);
    const SettingsHistory settings = zo_history(c.eta, c.rho, c.pairs);
    const ValleyPrediction predicted(40, settings, {0, 100, c.s0}, 100 + c.steps);
    for (const std::uint64_t after : {c.steps / 100, c.steps / 7, c.steps / 2, c.steps}) {
      const double s = recursion(c.s0, 40, settings, 100, 100 + after);
      EXPECT_NEAR(predicted.finite(static_cast<double>(100 + after)) / s, 1.0, 2e-3) << after;
      const double t = c.eta * static_cast<double>(after);
      const double flow = std::sqrt(4 + (c.s0 * c.s0 - 4) * std::exp(-4 * c.rho * c.rho * t));
      EXPECT_NEAR(predicted.flow(static_cast<double>(100 + after)) / flow, 1.0, 2e-3) << after;
    }
  }
}

TEST(ValleyPrediction, IsPiecewiseWithTheSettingsInForce) {
  SettingsHistory settings = zo_history(1e-3, 0.1);
  settings.first.set("rho", Schedule{Schedule::Shape::linear, 0.2, 0.02, 8'000});
  settings.first.set("learning_rate", Schedule{Schedule::Shape::step, 2e-3, 5e-4, 3'000});
  settings.changes.push_back({.step = 5'000, .settings = setting("pairs", std::int64_t{6})});
  settings.changes.push_back({.step = 12'000, .settings = setting("rho", 0.3)});
  const ValleyPrediction predicted(100, settings, {0, 0, 120.0}, 20'000);
  EXPECT_EQ(predicted.end(), 20'000U);
  for (const std::uint64_t step : {1'000U, 3'000U, 5'000U, 9'000U, 12'000U, 13'000U, 20'000U})
    EXPECT_NEAR(predicted.finite(static_cast<double>(step)) / recursion(120.0, 100, settings, 0, step), 1.0, 2e-3)
        << step;
}

TEST(ValleyPrediction, NoStrideGoesAcrossAJump) {
  SettingsHistory settings = zo_history(1e-4, 0.1);  // .03 of S are 15 000 steps
  settings.first.set("learning_rate", Schedule{Schedule::Shape::step, 1e-4, 5e-3, 20'000});
  const ValleyPrediction predicted(40, settings, {0, 0, 60.0}, 40'000);
  for (const std::uint64_t step : {20'000U, 22'000U, 40'000U})
    EXPECT_NEAR(predicted.finite(static_cast<double>(step)) / recursion(60.0, 40, settings, 0, step), 1.0, 2e-3)
        << step;
}

TEST(ValleyPrediction, AStepWithoutSmoothingKeepsTheTrace) {
  const ValleyPrediction predicted(100, zo_history(1e-3, 0.0), {0, 50, 154.75}, 100'000);
  EXPECT_EQ(predicted.finite(1e5), 154.75);
  EXPECT_DOUBLE_EQ(predicted.flow(1e5), 154.75);
}

TEST(ValleyPrediction, IsNothingBeforeItsStartAndBeyondItsEnd) {
  const ValleyPrediction predicted(100, zo_history(1e-3, 0.1), {3, 300, 150.0}, 1'000);
  EXPECT_TRUE(std::isnan(predicted.finite(299.0)));
  EXPECT_TRUE(std::isnan(predicted.flow(1'001.0)));
  EXPECT_FALSE(std::isnan(predicted.finite(300.0)));
}

TEST(ValleyPrediction, EndsWhereItsAssumptionsDo) {
  SettingsHistory settings = zo_history(1e-3, 0.1);
  settings.changes.push_back({.step = 700, .settings = setting("law", std::string("sphere"))});
  EXPECT_EQ(ValleyPrediction(100, settings, {0, 0, 150.0}, 2'000).end(), 700U);
  EXPECT_EQ(ValleyPrediction(100, zo_history(0.01, 0.1), {0, 0, 150.0}, 2'000).end(), 0U) << "η > 2/(3S): no variance";
  EXPECT_EQ(ValleyPrediction(100, zo_history(0.01, 3.0), {0, 0, 5.0}, 2'000).end(), 0U) << "ηλ² = .09";
  // noise outweighs the smoothing: S grows until steps are unstable
  const ValleyPrediction grows(100, zo_history(0.01, 0.3), {0, 0, 20.0}, 100'000);
  EXPECT_GT(grows.end(), 0U);
  EXPECT_LT(grows.end(), 100'000U);
  EXPECT_GT(grows.finite(static_cast<double>(grows.end())), 20.0);
}

TEST(ValleyPrediction, ComesToRestHoweverFarItReaches) {
  constexpr std::uint64_t far = 1'000'000'000'000;
  const ValleyPrediction predicted(100, zo_history(1e-3, 0.1), {0, 0, 150.0}, far);
  EXPECT_EQ(predicted.end(), far);
  EXPECT_DOUBLE_EQ(predicted.flow(static_cast<double>(far)), 2.0);
  EXPECT_NEAR(predicted.finite(static_cast<double>(far)), recursion(2.0, 100, zo_history(1e-3, 0.1), 0, 2'000'000),
              1e-4);
}

Scene valley_scene(const std::string& run, std::uint64_t seed, std::uint64_t steps, std::uint64_t every) {
  return scene_of(
      fmt::format("problem = {{ name = \"product-valley\", dimension = 100 }}\nstart = \"random\"\ngenerator = "
                  "\"numpy\"\nseed = {}\nstop = {{ steps = {} }}\nrecord_every = {}\n[[run]]\noptimizer = "
                  "\"zo\"\nlaw = \"gaussian\"\n{}\n[measures]\ntrace = {{}}\n",
                  seed, steps, every, run));
}

Trajectory trajectory_of(const Scene& scene) {
  const auto run = run_of(scene);
  Trajectory trajectory(run->info().columns);
  trajectory.append(finished(*run));
  return trajectory;
}

TEST(ValleyStart, IsWhereTheResidualMovesTheTraceNoMore) {
  const SettingsHistory settings = zo_history(1e-3, 0.0);
  // seed 3: r₀ = −24.7. Without smoothing nothing but the residual moves S: what follows the start is level.
  const Trajectory records = trajectory_of(valley_scene("learning_rate = 0.001\nrho = 0.0", 3, 400, 1));
  const auto start = valley_start(records, 100, settings);
  ASSERT_TRUE(start);
  EXPECT_GT(start->step, 5U);
  EXPECT_LT(start->step, 60U);
  const std::size_t trace = records.columns().find("trace");
  const double end = records.value(records.size() - 1, trace);
  EXPECT_GT(std::abs(records.value(0, trace) / end - 1.0), 0.05) << "the transient does move it";
  EXPECT_NEAR(start->trace / end, 1.0, 0.02);
  EXPECT_EQ(valley_start(records, 100, settings, start->row + 7)->row, start->row + 7) << "looked for from there on";
}

TEST(ValleyStart, LooksAtMeasuredRecordsAndAtTheSettingsThere) {
  Trajectory records(Columns{.names = {"loss", "trace"}, .charts = 0});
  Records rows;
  for (std::uint64_t i = 0; i < 6; ++i) {
    rows.steps.push_back(10 * i);
    rows.counts.push_back({});
    rows.seconds.push_back(0.0);
    for (const double value : {i < 2 ? 300.0 : 1.0, i == 2 ? std::nan("") : 150.0}) rows.values.push_back(value);
  }
  records.append(rows);
  SettingsHistory settings = zo_history(1e-3, 0.1);
  EXPECT_EQ(valley_start(records, 100, settings)->step, 30U) << "the loss is small at 20, where S is not known";
  settings.first.set("learning_rate", 0.01);  // η > 2/(3S)
  EXPECT_FALSE(valley_start(records, 100, settings));
  settings.changes.push_back({.step = 41, .settings = setting("learning_rate", 1e-3)});
  EXPECT_EQ(valley_start(records, 100, settings)->step, 50U);
  EXPECT_FALSE(valley_start(Trajectory(Columns{.names = {"loss"}, .charts = 0}), 100, settings)) << "no trace";
}

/// Eight starts and draws, the means of which are 81.5; the recursion says 80.6, the flow 54.8.
TEST(ValleyPrediction, MeansOfRunsFollowTheRecursionAndNotTheFlow) {
  double measured = 0.0, finite = 0.0, flow = 0.0;
  const SettingsHistory settings = zo_history(1e-3, 0.15);
  for (std::uint64_t seed = 13; seed < 21; ++seed) {
    const Trajectory records = trajectory_of(valley_scene("learning_rate = 0.001\nrho = 0.15", seed, 30'000, 20));
    const auto start = valley_start(records, 100, settings);
    ASSERT_TRUE(start);
    const ValleyPrediction predicted(100, settings, *start, 30'000);
    measured += records.value(records.size() - 1, records.columns().find("trace")) / 8.0;
    finite += predicted.finite(30'000.0) / 8.0;
    flow += predicted.flow(30'000.0) / 8.0;
  }
  testing::Test::RecordProperty("measured", fmt::format("{:.2f}", measured));
  testing::Test::RecordProperty("finite", fmt::format("{:.2f}", finite));
  testing::Test::RecordProperty("flow", fmt::format("{:.2f}", flow));
  EXPECT_NEAR(finite / measured, 1.0, 0.1) << finite << " and " << measured;
  EXPECT_LT(flow / measured, 0.85) << flow;
}

}  // namespace
}  // namespace tiltscape
