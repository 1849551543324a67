// Changes of settings on the way: when they apply, and that those made live repeat.
#include <functional>

#include "core/results.h"
#include "tests/core/run_support.h"

namespace tiltscape {
namespace {

/// x₀, x₁, … of GD by loops; η is asked for every step.
std::vector<Eigen::Vector2d> descent(int steps, const std::function<double(int)>& learning_rate) {
  std::vector<Eigen::Vector2d> path = {{0.7, -1.3}};
  for (int s = 0; s < steps; ++s) {
    const double x = path.back()[0], y = path.back()[1], a = x * x + y - 11, b = x + y * y - 7;
    path.push_back(path.back() - learning_rate(s) * Eigen::Vector2d(4 * x * a + 2 * b, 2 * a + 4 * y * b));
  }
  return path;
}
void expect_path(const Scene& scene, const std::vector<Eigen::Vector2d>& path) {
  const auto run = run_of(scene);
  const Records records = finished(*run);
  ASSERT_EQ(records.size(), path.size());
  for (std::size_t row = 0; row < path.size(); ++row) {
    EXPECT_NEAR(value(records, *run, row, "x0"), path[row][0], 1e-12) << "step " << row;
    EXPECT_NEAR(value(records, *run, row, "x1"), path[row][1], 1e-12) << "step " << row;
  }
}

TEST(RunChange, TheUpdateFromItsStepIsTheFirstWithIt) {
  expect_path(scene_of(himmelblau("{ steps = 20 }", gd + "[[run.change]]\nstep = 7\nlearning_rate = 0.004\n")),
              descent(20, [](int s) { return s < 7 ? 0.002 : 0.004; }));
  expect_path(scene_of(himmelblau("{ steps = 20 }", gd + "[[run.change]]\nstep = 0\nlearning_rate = 0.004\n"
                                                         "[[run.change]]\nstep = 19\nlearning_rate = 0.001\n")),
              descent(20, [](int s) { return s < 19 ? 0.004 : 0.001; }));
}

TEST(RunChange, SchedulesCountFromTheStart) {
  const auto schedule = [](const std::string& shape, double from, double to, int steps) {
    return fmt::format("learning_rate = {{ schedule = \"{}\", from = {}, to = {}, steps = {} }}\n", shape, from, to,
                       steps);
  };
  const std::string plain = "[[run]]\noptimizer = \"gd\"\n";
  expect_path(scene_of(himmelblau("{ steps = 20 }", plain + schedule("linear", 0.004, 0.0, 10))),
              descent(20, [](int s) { return s < 10 ? 0.004 * (1 - s / 10.0) : 0.0; }));
  expect_path(scene_of(himmelblau("{ steps = 20 }", plain + schedule("cosine", 0.004, 0.002, 16))),
              descent(20, [](int s) { return s < 16 ? 0.003 + 0.001 * std::cos(M_PI * s / 16.0) : 0.002; }));
  expect_path(scene_of(himmelblau("{ steps = 20 }", plain + schedule("step", 0.004, 0.002, 5))),
              descent(20, [](int s) { return s < 5 ? 0.004 : 0.002; }));
  expect_path(
      scene_of(himmelblau("{ steps = 20 }", gd + "[[run.change]]\nstep = 6\n" + schedule("linear", 0.004, 0.0, 20))),
      descent(20, [](int s) { return s < 6 ? 0.002 : 0.004 * (1 - s / 20.0); }));
  expect_path(scene_of(himmelblau("{ steps = 20 }", plain + schedule("linear", 0.004, 0.0, 20) +
                                                        "[[run.change]]\nstep = 6\nlearning_rate = 0.001\n")),
              descent(20, [](int s) { return s < 6 ? 0.004 * (1 - s / 20.0) : 0.001; }));
}

TEST(RunChange, LiveIsScripted) {
  const Scene plain = scene_of(himmelblau("{ steps = 60 }", zest));
  const Scene scripted =
      scene_of(himmelblau("{ steps = 60 }", zest + "[[run.change]]\nstep = 20\ntilt = 0.5\n"
                                                   "[[run.change]]\nstep = 33\nrho = 0.1\npairs = 6\n"));
  const auto run = run_of(plain);
  Records records;
  run->advance(20, records);
  run->change(setting("tilt", 0.5));
  run->advance(13, records);
  run->change(setting("rho", 0.7));
  run->change(setting("rho", 0.1));  // a slider on its way
  run->change(setting("pairs", std::int64_t{6}));
  run->advance(1000, records);
  EXPECT_EQ(run->changes(), scripted.runs[0].changes);
  EXPECT_TRUE(same(records, records_of(scripted)));
  EXPECT_FALSE(same(records, records_of(plain)));
  Records until;
  const auto other = run_of(plain);
  other->advance(20, until);
  EXPECT_TRUE(std::equal(until.values.begin() + 21, until.values.end(), records.values.begin() + 21))
      << "up to record 20 nothing differs";
}

TEST(RunChange, WhatWasChangedLiveIsSavedAndRepeats) {
  const Scene plain = scene_of(himmelblau("{ steps = 60 }", zest + gd));
  Experiment experiment = make_landscape_experiment(plain);
  std::vector<Records> records(2);
  for (std::size_t i = 0; i < 2; ++i) {
    experiment.runs[i]->change(setting("learning_rate", 0.001));  // before the first step
    for (const std::uint64_t steps : {1U, 17U, 5U}) {
      experiment.runs[i]->advance(steps, records[i]);
      experiment.runs[i]->change(setting("learning_rate", 1e-3 / static_cast<double>(3 * steps)));
    }
    experiment.runs[i]->advance(1000, records[i]);
  }
  std::vector<RunResult> results;
  for (std::size_t i = 0; i < 2; ++i)
    results.push_back({.info = experiment.runs[i]->info(),
                       .changes = experiment.runs[i]->changes(),
                       .status = Status::done,
                       .message = {},
                       .records = records[i]});
  const Scene saved = parse_scene(write_scene(scene_with_changes(plain, results)), "saved");
  EXPECT_EQ(saved.runs[0].changes.size(), 4U);
  for (std::size_t i = 0; i < 2; ++i) EXPECT_TRUE(same(records_of(saved, i), records[i]));
}

TEST(RunChange, LiveOnTopOfAScriptedOneAtTheSameStep) {
  const auto run =
      run_of(scene_of(himmelblau("{ steps = 40 }", zest + "[[run.change]]\nstep = 20\ntilt = 0.5\nrho = 0.1\n")));
  Records records;
  run->advance(20, records);
  run->change(setting("tilt", 0.25));
  run->advance(1000, records);
  EXPECT_TRUE(same(records, records_of(scene_of(himmelblau(
                                "{ steps = 40 }", zest + "[[run.change]]\nstep = 20\ntilt = 0.25\nrho = 0.1\n")))));
  ASSERT_EQ(run->changes().size(), 1U);
}

TEST(RunChange, LiveBeforeAScriptedOneLeavesItAlone) {
  const auto run = run_of(scene_of(himmelblau("{ steps = 40 }", zest + "[[run.change]]\nstep = 20\ntilt = 0.5\n")));
  Records records;
  run->advance(10, records);
  run->change(setting("tilt", 2.0));
  run->advance(1000, records);
  EXPECT_TRUE(same(
      records,
      records_of(scene_of(himmelblau(
          "{ steps = 40 }", zest + "[[run.change]]\nstep = 10\ntilt = 2\n[[run.change]]\nstep = 20\ntilt = 0.5\n")))));
}

}  // namespace
}  // namespace tiltscape
