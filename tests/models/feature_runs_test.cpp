// `svm` and `logistic`: the two ways to compute them are one function, and runs on them repeat.
#include <fmt/format.h>

#include "core/bad_input.h"
#include "core/models/evaluate.h"
#include "core/models/feature_experiment.h"
#include "core/models/model_loss.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

Scene feature_scene(const std::string& problem, std::vector<RunSpec> runs, std::uint64_t steps,
                    const std::vector<std::pair<std::string, Setting>>& settings = {}) {
  Scene scene = mlp_scene(std::move(runs), steps);
  scene.problem = {.name = problem, .settings = Settings(find_problem(problem).parameters)};
  scene.problem.settings.set("features", std::int64_t{300});
  for (const auto& [name, setting] : settings) scene.problem.settings.set(name, setting);
  return scene;
}

Vector at_start(const Experiment& experiment) { return experiment.runs.at(0)->point(); }

class Features : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Both, Features, testing::Values("svm", "logistic"));

TEST_P(Features, FactorisedAndPlainAreOneFunction) {
  const auto runs = [] { return std::vector{run_spec("gd", {{"learning_rate", 0.001}})}; };
  const Experiment factorised = make_experiment(feature_scene(GetParam(), runs(), 1, {{"products", "factorised"}}));
  const Experiment plain = make_experiment(feature_scene(GetParam(), runs(), 1, {{"products", "plain"}}));
  const Vector x = at_start(factorised);
  ASSERT_EQ(x.size(), 301);
  EXPECT_LT((at_start(plain) - x).norm(), 1e-6 * x.norm()) << "they begin at the same point";
  EXPECT_NEAR(x.norm() / std::sqrt(301.0), 0.1, 0.02);
  const double loss = factorised.loss->value(x);
  EXPECT_NEAR(plain.loss->value(x), loss, 1e-5 * loss);
  Vector one(301), other(301);
  factorised.loss->gradient(x, one);
  plain.loss->gradient(x, other);
  EXPECT_LT((one - other).norm(), 1e-4 * one.norm());
  const Vector v = Vector::LinSpaced(301, -1.0, 1.0);
  factorised.loss->hessian_times(x, v, one);
  plain.loss->hessian_times(x, v, other);
  EXPECT_LT((one - other).norm(), 1e-4 * one.norm());
  EXPECT_NEAR(plain.loss->trace(x), factorised.loss->trace(x), 1e-4 * factorised.loss->trace(x));
}

TEST_P(Features, RunsOfBothWaysAreTheSameButForRounding) {
  const auto records = [&](const char* products, std::int64_t batch) {
    Scene scene = feature_scene(GetParam(),
                                {run_spec("zo", {{"learning_rate", 0.001}, {"rho", 0.05}, {"pairs", std::int64_t{4}}}),
                                 run_spec("zest", {{"learning_rate", 0.001}, {"rho", 0.05}, {"tilt", 1.0}}),
                                 run_spec("sam", {{"learning_rate", 0.001}})},
                                60, {{"products", products}, {"batch", batch}});
    scene.measures = {measure_spec("accuracy"), measure_spec("test_accuracy"), measure_spec("test_loss")};
    const Experiment experiment = make_experiment(scene);
    std::vector<Records> all;
    for (const auto& run : experiment.runs) run->advance(60, all.emplace_back());
    return all;
  };
  for (const std::int64_t batch : {0, 50}) {
    const auto factorised = records("factorised", batch), plain = records("plain", batch);
    for (std::size_t run = 0; run < 3; ++run) {
      ASSERT_EQ(factorised[run].size(), 7U);
      ASSERT_EQ(plain[run].size(), 7U);
      const std::size_t width = factorised[run].values.size() / 7;
      for (std::size_t row = 0; row < 7; ++row)
        for (std::size_t column = 0; column < 4; ++column) {
          const double expected = factorised[run].values[row * width + column];
          EXPECT_NEAR(plain[run].values[row * width + column], expected, 2e-3 * std::abs(expected))
              << fmt::format("batch {}, run {}, row {}, column {}", batch, run, row, column);
        }
    }
  }
}

TEST_P(Features, CopiesGoOnAlike) {
  const Experiment experiment =
      make_experiment(feature_scene(GetParam(), {run_spec("zo", {{"learning_rate", 0.001}, {"rho", 0.05}})}, 400));
  auto& run = *experiment.runs.at(0);
  Records records, first, second;
  run.advance(130, records);
  const auto copy = run.clone();
  run.advance(270, first);
  copy->advance(270, second);
  EXPECT_EQ(first.values, second.values) << "kept scores are part of the run";
}

TEST(Features, WarmStartsBeginWhereTheOtherOptimizerLeftOff) {
  Scene scene = feature_scene("svm", {run_spec("zo", {{"learning_rate", 1e-4}, {"rho", 0.05}})}, 10);
  WarmStart warm{.optimizer = "gd", .settings = Settings(find_optimizer("gd").parameters), .steps = 40};
  warm.settings.set("learning_rate", 0.001);
  scene.start = warm;
  const Experiment warmed = make_experiment(scene);
  scene.start = DefaultStart{};
  scene.runs = {run_spec("gd", {{"learning_rate", 0.001}})};
  const Experiment by_hand = make_experiment(scene);
  Records records;
  by_hand.runs.at(0)->set_stop({.steps = 40}, records);
  by_hand.runs.at(0)->advance(40, records);
  EXPECT_EQ((at_start(warmed) - at_start(by_hand)).norm(), 0.0);
}

/// The published order: W, the start, then each step's direction, of NumPy's legacy generator.
TEST(Features, WithNumpysGeneratorWComesFirstThenTheStart) {
  Scene scene = feature_scene("svm", {run_spec("zo", {{"learning_rate", 0.0}, {"rho", 0.05}})}, 1);
  scene.runs[0].settings.set("learning_rate", 1e-4);
  scene.generator = Generator::numpy;
  const Experiment experiment = make_experiment(scene);
  NumpyLegacy numbers(static_cast<std::uint32_t>(scene.seed));
  for (int i = 0; i < 30 * 300; ++i) numbers.gaussian();  // W: 30 measures, 300 features
  const Vector x = at_start(experiment);
  for (Eigen::Index i = 0; i < x.size(); ++i) ASSERT_EQ(x[i], 0.1 * numbers.gaussian());
  Records records;
  auto& run = *experiment.runs.at(0);
  run.advance(1, records);
  const Vector step = run.point() - x;
  double ratio = 0.0;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    const double u = numbers.gaussian();
    if (i == 0) ratio = step[0] / u;
    EXPECT_NEAR(step[i], ratio * u, 1e-12) << "the step is along the next numbers";
  }
  EXPECT_NE(ratio, 0.0);
}

TEST(Features, SayWhatTheyCannotTake) {
  const auto complaint = [](const std::vector<std::pair<std::string, Setting>>& settings) -> std::string {
    try {
      make_experiment(feature_scene("svm", {run_spec("gd", {})}, 1, settings));
    } catch (const BadInput& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(complaint({{"data", "iris"}}),
            "data: iris has 3 classes; svm and logistic tell two apart: \"breast-cancer\", a file …");
  EXPECT_EQ(complaint({{"standardise", "no"}}),
            "standardise: data for random features are standardised; write standardise = \"auto\"");
  EXPECT_EQ(complaint({{"data", "modular-addition"}, {"modulus", std::int64_t{2}}}),
            "data: a linear model takes numbers, and this data set is of tokens (all pairs (a, b) with (a + b) mod p); "
            "transformer takes those");
}

}  // namespace
}  // namespace tiltscape
