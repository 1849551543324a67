// Runs: which records are written, when changes apply, how runs end, and that a copy goes on alike.
#include "core/run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "core/landscape.h"
#include "core/optimizer.h"
#include "core/results.h"
#include "core/run_of.h"

namespace tiltscape {
namespace {

using Steps = std::vector<std::uint64_t>;

Scene scene_of(const std::string& text) { return parse_scene(text, "test"); }

std::string himmelblau(const std::string& stop, const std::string& runs) {
  return "problem = { name = \"himmelblau\" }\nstart = [0.7, -1.3]\nseed = 5\nstop = " + stop +
         "\n[measures]\ntrace = {}\ness = {}\n" + runs;
}
const std::string zest =
    "[[run]]\noptimizer = \"zest\"\nlearning_rate = 0.002\nrho = 0.2\ntilt = 0.05\npairs = 4\nestimator = "
    "\"jackknife\"\n";

std::unique_ptr<Run> run_of(const Scene& scene, std::size_t index = 0) {
  return std::move(make_landscape_experiment(scene).runs.at(index));
}

Records finished(Run& run, std::uint64_t chunk = 1'000'000) {
  Records records;
  while (run.status() == Status::running) run.advance(chunk, records);
  return records;
}
Records records_of(const Scene& scene, std::size_t index = 0) { return finished(*run_of(scene, index)); }

/// To the bit, NaN included.
bool same(const Records& a, const Records& b) {
  const auto bits = [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  };
  return a.steps == b.steps && a.counts == b.counts && std::ranges::equal(a.values, b.values, bits);
}

double value(const Records& records, const Run& run, std::size_t row, std::string_view column) {
  return records.values.at(row * run.info().columns.width() + run.info().columns.find(column));
}
Settings setting(const std::string& name, Setting value) {
  Settings s;
  s.set(name, std::move(value));
  return s;
}

// -- records -------------------------------------------------------------------------------------------------------

TEST(Run, WritesTheFirstAndTheLastRecord) {
  const auto steps = [](int stop, int every) {
    return records_of(scene_of(fmt::format("record_every = {}\n", every) +
                               himmelblau(fmt::format("{{ steps = {} }}", stop), zest)))
        .steps;
  };
  EXPECT_EQ(steps(25, 10), (Steps{0, 10, 20, 25}));
  EXPECT_EQ(steps(20, 10), (Steps{0, 10, 20}));
  EXPECT_EQ(steps(25, 100), (Steps{0, 25}));
  EXPECT_EQ(steps(3, 1), (Steps{0, 1, 2, 3}));
}

TEST(Run, RecordsAreWhatTheyAreNamed) {
  const auto run = run_of(scene_of(himmelblau("{ steps = 30 }", zest)));
  const Records records = finished(*run);
  EXPECT_EQ(run->info().columns.names, (std::vector<std::string>{"loss", "trace", "ess", "x0", "x1"}));
  EXPECT_EQ(run->info().columns.charts, 1U);
  ASSERT_EQ(records.values.size(), 31 * run->info().columns.width());
  const ProblemEntry& entry = find_problem("himmelblau");
  const auto problem = entry.make(Settings(entry.parameters), 5);
  for (std::size_t row = 0; row < 31; ++row) {
    const Vector x = Eigen::Vector2d(value(records, *run, row, "x0"), value(records, *run, row, "x1"));
    EXPECT_EQ(value(records, *run, row, "loss"), problem->value(x));
    EXPECT_EQ(value(records, *run, row, "trace"), problem->trace(x));
    EXPECT_EQ(std::isnan(value(records, *run, row, "ess")), row == 0) << "no step led to the start";
    const std::size_t chart = row * run->info().columns.width() + run->info().columns.chart(0);
    EXPECT_EQ(records.values[chart], x[0]);
    EXPECT_EQ(records.values[chart + 1], x[1]);
  }
  EXPECT_EQ(value(records, *run, 0, "x0"), 0.7);
  const auto long_run =
      run_of(scene_of("problem = { name = \"quadratic\", dimension = 9 }\n[measures]\n[[run]]\noptimizer = \"gd\"\n"));
  EXPECT_EQ(long_run->info().columns.names, std::vector<std::string>{"loss"}) << "no positions above eight dimensions";
}

TEST(Run, DoesNotDependOnHowItIsAdvanced) {
  for (const char* generator : {"philox", "numpy"}) {
    const Scene scene = scene_of(fmt::format("record_every = 7\ngenerator = \"{}\"\n", generator) +
                                 himmelblau("{ steps = 100 }", zest + "[[run.change]]\nstep = 50\npairs = 3\n"));
    const Records whole = records_of(scene);
    for (const std::uint64_t chunk : {1U, 3U, 50U}) EXPECT_TRUE(same(finished(*run_of(scene), chunk), whole)) << chunk;
  }
}

TEST(Run, MeasuresOnlyWhereTheyAreDue) {
  const auto run =
      run_of(scene_of("record_every = 2\nproblem = { name = \"himmelblau\" }\nstop = { steps = 11 }\n"
                      "[measures]\ntrace = { every = 4 }\n[[run]]\noptimizer = \"gd\"\n"));
  const Records records = finished(*run);
  ASSERT_EQ(records.steps, (Steps{0, 2, 4, 6, 8, 10, 11}));
  for (std::size_t row = 0; row < 7; ++row)
    EXPECT_EQ(std::isfinite(value(records, *run, row, "trace")), row % 2 == 0) << "and at the end";
}

// -- what is charged -----------------------------------------------------------------------------------------------

TEST(Run, CostsAPassAProbeAndThreeAGradient) {
  const std::string runs =
      "[[run]]\noptimizer = \"gd\"\n[[run]]\noptimizer = \"sam\"\n[[run]]\noptimizer = \"zo\"\npairs = 3\n"
      "[[run]]\noptimizer = \"zo\"\nrho = 0\npairs = 3\n[[run]]\noptimizer = \"zest\"\npairs = 5\n";
  const std::vector<Counts> a_step = {{0, 1}, {0, 2}, {6, 0}, {0, 1}, {10, 0}};
  const std::vector<std::uint64_t> costs = {3, 6, 6, 3, 10};
  for (const std::string measures : {"", "gradient_norm = {}\nlambda_max = {}\n"}) {
    Scene scene = scene_of("problem = { name = \"quadratic\" }\nstop = { steps = 20 }\n[measures]\n" + measures + runs);
    for (std::size_t i = 0; i < 5; ++i) {
      const Records records = records_of(scene, i);
      for (std::uint64_t row = 0; row <= 20; ++row) {
        EXPECT_EQ(records.counts[row].evaluations, row * a_step[i].evaluations);
        EXPECT_EQ(records.counts[row].gradients, row * a_step[i].gradients);
        EXPECT_EQ(records.counts[row].cost(), row * costs[i]);
      }
    }
  }
}

TEST(Run, LoggingChangesNothing) {
  const Scene quiet = scene_of("record_every = 1000\n" + himmelblau("{ steps = 40 }", zest));
  const Scene busy = scene_of(himmelblau("{ steps = 40 }", zest));
  const Records a = records_of(quiet), b = records_of(busy);
  const std::size_t width = a.values.size() / 2;
  EXPECT_EQ(a.counts.back(), b.counts.back());
  EXPECT_TRUE(std::equal(a.values.end() - static_cast<std::ptrdiff_t>(width), a.values.end(),
                         b.values.end() - static_cast<std::ptrdiff_t>(width)));
}

TEST(Run, RunsOfASceneShareDirectionsAndNothingElse) {
  const Scene both = scene_of(himmelblau("{ steps = 40 }", zest + zest + "seed = 6\n" + zest));
  const Scene alone = scene_of(himmelblau("{ steps = 40 }", zest));
  EXPECT_TRUE(same(records_of(both, 0), records_of(alone)));
  EXPECT_TRUE(same(records_of(both, 2), records_of(alone)));
  EXPECT_FALSE(same(records_of(both, 1), records_of(alone)));
  Experiment seeds = make_landscape_experiment(alone, 3);
  ASSERT_EQ(seeds.runs.size(), 3U);
  EXPECT_EQ(seeds.runs[1]->info().seed, 6U);
  EXPECT_TRUE(same(finished(*seeds.runs[1]), records_of(both, 1)));
}

// -- changes -------------------------------------------------------------------------------------------------------

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

const std::string gd = "[[run]]\noptimizer = \"gd\"\nlearning_rate = 0.002\n";

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

// -- ends ----------------------------------------------------------------------------------------------------------

TEST(RunEnds, BySteps) {
  const auto run = run_of(scene_of(himmelblau("{ steps = 12 }", zest)));
  finished(*run);
  EXPECT_EQ(run->step(), 12U);
  EXPECT_EQ(run->status(), Status::done);
  Records more;
  run->advance(10, more);
  EXPECT_EQ(more.size(), 0U);
}

TEST(RunEnds, ByCostAtTheFirstStepThatReachesIt) {
  const auto end = [](int cost, const std::string& run) {
    return records_of(scene_of(himmelblau(fmt::format("{{ cost = {} }}", cost), run))).steps.back();
  };
  EXPECT_EQ(end(80, zest), 10U);
  EXPECT_EQ(end(81, zest), 11U);
  EXPECT_EQ(end(30, gd), 10U);
  EXPECT_EQ(end(31, gd), 11U);
}

TEST(RunEnds, ByLossAtTheFirstRecordThatHasIt) {
  const Scene every = scene_of(himmelblau("{ steps = 200 }", gd));
  const Records path = records_of(every);
  const std::size_t width = path.values.size() / path.size();
  for (const std::uint64_t record_every : {1U, 8U}) {
    Scene scene = scene_of(himmelblau("{ steps = 200, loss = 20 }", gd));
    scene.record_every = record_every;
    std::uint64_t expected = 0;
    while (path.values[expected * width] > 20.0) expected += record_every;
    ASSERT_LT(expected, 200U);
    for (const std::uint64_t chunk : {1U, 1000U}) {
      const auto run = run_of(scene);
      EXPECT_EQ(finished(*run, chunk).steps.back(), expected);
      EXPECT_EQ(run->status(), Status::done);
    }
  }
  const Records at_once = records_of(scene_of(himmelblau("{ steps = 200, loss = 1e9 }", gd)));
  EXPECT_EQ(at_once.steps, Steps{0});
}

TEST(RunEnds, ByTheFirstOfThem) {
  EXPECT_EQ(records_of(scene_of(himmelblau("{ steps = 5, cost = 8000, loss = -1 }", zest))).steps.back(), 5U);
  EXPECT_EQ(records_of(scene_of(himmelblau("{ steps = 500, cost = 16, loss = -1 }", zest))).steps.back(), 2U);
}

TEST(RunEnds, MayBeMovedAndTheRunGoesOn) {
  const Scene scene = scene_of(himmelblau("{ steps = 30 }", zest));
  const auto run = run_of(scene_of(himmelblau("{ steps = 10 }", zest)));
  Records records = finished(*run);
  run->set_stop({.steps = 30, .cost = {}, .loss = {}});
  EXPECT_EQ(run->status(), Status::running);
  while (run->status() == Status::running) run->advance(7, records);
  EXPECT_TRUE(same(records, records_of(scene)));
  run->set_stop({.steps = 20, .cost = {}, .loss = {}});
  EXPECT_EQ(run->status(), Status::done);
}

TEST(RunEnds, InterruptedWithItsLastRecord) {
  Scene scene = scene_of(himmelblau("{ steps = 100 }", zest));
  scene.record_every = 10;
  const auto run = run_of(scene);
  Records records;
  run->advance(23, records);
  run->interrupt(records);
  EXPECT_EQ(run->status(), Status::interrupted);
  EXPECT_EQ(records.steps, (Steps{0, 10, 20, 23}));
  run->advance(10, records);
  run->interrupt(records);
  EXPECT_EQ(records.size(), 4U);
  EXPECT_EQ(run->step(), 23U);
}

TEST(RunEnds, WhereItDiverges) {
  const std::string wild = "[[run]]\noptimizer = \"gd\"\nlearning_rate = 0.1\n";
  std::uint64_t blow_up = 0;  // the first step whose loss is no number
  {
    double x = 0.7, y = -1.3, loss = 0.0;
    for (; std::isfinite(loss); ++blow_up) {
      const double a = x * x + y - 11, b = x + y * y - 7, gx = 4 * x * a + 2 * b, gy = 2 * a + 4 * y * b;
      x -= 0.1 * gx;
      y -= 0.1 * gy;
      loss = std::pow(x * x + y - 11, 2) + std::pow(x + y * y - 7, 2);
    }
  }
  ASSERT_GT(blow_up, 3U);
  Experiment experiment = make_landscape_experiment(scene_of(himmelblau("{ steps = 50 }", wild + gd)));
  auto& run = *experiment.runs[0];
  const Records records = finished(run);
  EXPECT_EQ(run.status(), Status::diverged);
  EXPECT_EQ(run.message(), fmt::format("diverged at step {}", blow_up));
  ASSERT_EQ(records.size(), blow_up) << "0 … " << blow_up - 1;
  for (std::size_t row = 0; row < records.size(); ++row)
    for (const char* column : {"loss", "trace", "x0", "x1"})
      EXPECT_TRUE(std::isfinite(value(records, run, row, column)));
  EXPECT_EQ(run.snapshot().message, run.message());
  EXPECT_TRUE(same(finished(*experiment.runs[1]), records_of(scene_of(himmelblau("{ steps = 50 }", gd)))))
      << "the other goes on";
  EXPECT_EQ(experiment.runs[1]->status(), Status::done);
}

TEST(RunEnds, DivergedWithoutANumberInItsRecords) {
  for (const char* optimizer : {"gd", "sam", "zo", "zest"})
    for (const int record_every : {1, 3, 1000}) {
      Scene scene =
          scene_of(fmt::format("record_every = {}\n", record_every) +
                   himmelblau("{ steps = 5000 }",
                              fmt::format("[[run]]\noptimizer = \"{}\"\nlearning_rate = 1e200\n", optimizer)));
      if (scene.runs[0].optimizer == std::string("zest")) scene.runs[0].settings.set("tilt", 0.0);  // no clip
      const auto run = run_of(scene);
      const Records records = finished(*run);
      EXPECT_EQ(run->status(), Status::diverged) << optimizer;
      EXPECT_LE(run->step(), 2U) << "noticed at the step, not at the next record";
      EXPECT_TRUE(run->message().starts_with("diverged at step ")) << run->message();
      ASSERT_GE(records.size(), 1U);
      EXPECT_EQ(records.steps[0], 0U);
      for (std::size_t row = 0; row < records.size(); ++row)
        for (const char* column : {"loss", "x0", "x1"}) EXPECT_TRUE(std::isfinite(value(records, *run, row, column)));
    }
}

TEST(RunEnds, AtTheStartWhereThereIsNoLoss) {
  Scene scene = scene_of(himmelblau("{ steps = 10 }", gd));
  scene.start = std::vector<double>{1e200, 0.0};
  const auto run = run_of(scene);
  EXPECT_EQ(finished(*run).size(), 0U);
  EXPECT_EQ(run->message(), "diverged at step 0");
}

TEST(RunEnds, ByAnErrorKeepsItsWholeRecords) {
  /// Throws in its fifth step, or when asked for a measure at step 5.
  struct Failing final : Objective<Vector> {
    int left = 4;
    double move(Vector&, const Directions&, std::span<const double>) override { return 0.0; }
    PairLosses probe_pairs(const Vector&, const Directions&, double) override { return {}; }
    std::span<const double> directional_derivatives(const Vector&, const Directions&) override { return {}; }
    double value_and_gradient(const Vector& x, Vector& g) override {
      if (left-- == 0) throw std::bad_alloc();
      g = x;
      return 0.5 * x.squaredNorm();
    }
  };
  struct FailingSubject final : Subject<Vector> {
    Failing f;
    bool in_measure = false;
    std::vector<Chart> none{};
    Objective<Vector>& objective() override { return f; }
    const Objective<Vector>& objective() const override { return f; }
    Vector start() override { return Vector::Ones(2); }
    double loss(const Vector& x) override { return 0.5 * x.squaredNorm(); }
    Measured measure(const MeasureSpec&, const Vector&, std::uint64_t step, const Step&) override {
      if (in_measure && step == 3) throw std::bad_alloc();
      return {1.0, {}};
    }
    bool estimated(const MeasureSpec&) const override { return false; }
    const std::vector<Chart>& charts() const override { return none; }
    void project(const Vector&, std::vector<double>&) const override {}
    Vector point(const Vector& x) const override { return x; }
    std::span<const double> coordinates(const Vector& x) const override { return {x.data(), 2}; }
    std::vector<std::array<float, 2>> perturbations(const Vector&, double, std::size_t, const Chart&) const override {
      return {};
    }
    std::string complaint(const Vector&) const override { return {}; }
    std::unique_ptr<Subject<Vector>> clone() const override { return std::make_unique<FailingSubject>(*this); }
  };
  for (const bool in_measure : {false, true}) {
    const Scene scene = scene_of(himmelblau("{ steps = 10 }", gd));
    auto subject = std::make_unique<FailingSubject>();
    subject->in_measure = in_measure;
    RunOf<Vector> run(run_infos(scene, 1)[0], scene.measures, std::move(subject), find_optimizer("gd").make());
    const Records records = finished(run);
    EXPECT_EQ(run.status(), Status::interrupted);
    EXPECT_EQ(run.message(), fmt::format("stopped at step {}: std::bad_alloc", in_measure ? 3 : 4));
    EXPECT_EQ(records.steps, in_measure ? (Steps{0, 1, 2}) : (Steps{0, 1, 2, 3, 4}));
    EXPECT_EQ(records.counts.size(), records.size());
    EXPECT_EQ(records.values.size(), records.size() * run.info().columns.width());
    EXPECT_EQ(run.snapshot().status, Status::interrupted);
  }
}

// From here the gradient leads out along x, past 3.2.
TEST(Run, SaysWhenItLeavesTheDomain) {
  const auto run =
      run_of(scene_of("problem = { name = \"sharpness-valley\" }\nstart = [3.15, 0, 1]\nstop = { steps = 20 }\n"
                      "[measures]\n[[run]]\noptimizer = \"gd\"\nlearning_rate = 0.05\n"));
  Records records;
  std::size_t first = 0;
  while (run->status() == Status::running) {
    run->advance(1, records);
    if (first == 0 && value(records, *run, records.size() - 1, "x0") > 3.2) first = records.size() - 1;
    EXPECT_EQ(run->message(), first == 0 ? "" : fmt::format("left the domain -1.5 ≤ x0 ≤ 3.2 at step {}", first));
  }
  EXPECT_GT(first, 0U);
  EXPECT_EQ(run->status(), Status::done) << "it goes on";
}

// -- copies and looks ----------------------------------------------------------------------------------------------

TEST(RunClone, GoesOnAlike) {
  for (const char* generator : {"philox", "numpy"}) {
    Scene scene =
        scene_of(fmt::format("record_every = 3\ngenerator = \"{}\"\n", generator) +
                 himmelblau("{ steps = 60 }",
                            zest + "[[run.change]]\nstep = 10\ntilt = 0.5\n[[run.change]]\nstep = 40\npairs = 3\n"));
    const auto run = run_of(scene);
    Records records;
    run->advance(25, records);
    const auto copy = run->clone();
    Records rest, same_rest;
    while (run->status() == Status::running) run->advance(5, rest);
    while (copy->status() == Status::running) copy->advance(8, same_rest);
    EXPECT_TRUE(same(rest, same_rest));
    EXPECT_EQ(copy->status(), Status::done);
    EXPECT_EQ(copy->changes(), run->changes());
    records.append(rest);
    EXPECT_TRUE(same(records, records_of(scene)));
  }
}

TEST(RunClone, IsApart) {
  const Scene scene = scene_of(himmelblau("{ steps = 60 }", zest));
  const auto run = run_of(scene);
  Records records, other;
  run->advance(25, records);
  const auto copy = run->clone();
  copy->change(setting("tilt", 3.0));
  while (copy->status() == Status::running) copy->advance(8, other);
  while (run->status() == Status::running) run->advance(8, records);
  EXPECT_TRUE(same(records, records_of(scene)));
  EXPECT_TRUE(run->changes().empty());
}

TEST(RunClone, EndedWhereItWasMadeHasTheSameLastRecord) {
  Scene scene = scene_of(himmelblau("{ steps = 60 }", zest));
  scene.record_every = 100;
  const auto run = run_of(scene);
  Records records, same_records;
  run->advance(25, records);
  same_records = records;
  const auto copy = run->clone();
  run->interrupt(records);
  copy->interrupt(same_records);
  EXPECT_TRUE(std::isfinite(value(records, *run, 1, "ess")));
  EXPECT_TRUE(same(records, same_records));
}

TEST(RunSnapshot, ShowsTheLastStep) {
  const auto run = run_of(scene_of(himmelblau("{ steps = 60 }", zest)));
  Records records;
  run->advance(0, records);
  EXPECT_EQ(records.size(), 1U);
  Snapshot s = run->snapshot();
  EXPECT_EQ(s.step, 0U);
  EXPECT_EQ(s.x, (std::vector<double>{0.7, -1.3}));
  EXPECT_TRUE(s.points.empty());
  run->advance(9, records);
  s = run->snapshot();
  EXPECT_EQ(s.step, 9U);
  EXPECT_EQ(s.loss, value(records, *run, 9, "loss"));
  EXPECT_EQ(s.x, (std::vector<double>{value(records, *run, 9, "x0"), value(records, *run, 9, "x1")}));
  EXPECT_EQ(s.before, (std::vector<double>{value(records, *run, 8, "x0"), value(records, *run, 8, "x1")}));
  EXPECT_EQ(s.counts, records.counts.back());
  EXPECT_EQ(s.effective_samples, value(records, *run, 9, "ess"));
  EXPECT_NEAR(s.length, std::hypot(s.x[0] - s.before[0], s.x[1] - s.before[1]), 1e-12);
  ASSERT_EQ(s.points.size(), 1U);
  ASSERT_EQ(s.points[0].size(), 8U);
  ASSERT_EQ(s.losses.size(), 8U);
  ASSERT_EQ(s.weights.size(), 8U);
  Matrix u(2, 4);
  DirectionSource(Generator::philox, 5).draw(Law::sphere, 8, u);  // the step from x₈
  float sum = 0.0F;
  for (std::size_t i = 0; i < 8; ++i) {
    const double sign = i < 4 ? 0.2 : -0.2;
    for (std::size_t axis = 0; axis < 2; ++axis)
      EXPECT_NEAR(s.points[0][i][axis],
                  s.before[axis] + sign * u(static_cast<Eigen::Index>(axis), static_cast<Eigen::Index>(i % 4)), 1e-6);
    sum += s.weights[i];
  }
  EXPECT_NEAR(sum, 1.0F, 1e-6F);
}

TEST(RunSnapshot, KeepsTheSettingsOfTheLastStep) {
  const std::string scheduled =
      "[[run]]\noptimizer = \"zest\"\nlearning_rate = 0.002\nrho = { schedule = \"linear\", from = 0.2, to = 0.1, "
      "steps = 10 }\n";
  const auto run = run_of(scene_of(himmelblau("{ steps = 60 }", scheduled)));
  Records records;
  EXPECT_EQ(run->snapshot().rho, 0.2);
  run->advance(5, records);
  EXPECT_DOUBLE_EQ(run->snapshot().rho, 0.16) << "that of the update from step 4";
  EXPECT_EQ(*run->snapshot().settings.find("rho"), Setting(run->snapshot().rho)) << "evaluated";
  const Snapshot before = run->snapshot();
  run->change(setting("rho", 0.5));
  run->change(setting("tilt", 7.0));
  EXPECT_EQ(run->snapshot().rho, before.rho) << "the points shown were probed with it";
  EXPECT_EQ(run->snapshot().points, before.points);
  EXPECT_EQ(run->snapshot().settings, before.settings);
  EXPECT_EQ(run->clone()->snapshot().rho, before.rho);
  run->advance(1, records);
  EXPECT_EQ(run->snapshot().rho, 0.5);
  EXPECT_EQ(run->snapshot().settings.real("tilt"), 7.0);
}

}  // namespace
}  // namespace tiltscape
