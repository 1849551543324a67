// Whole runs of models: reproducible whatever runs beside them, learning, measured, drawn in a plane.
#include <ATen/ATen.h>

#include <bit>
#include <cmath>
#include <thread>

#include "core/bad_input.h"
#include "core/models/evaluate.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

std::vector<Records> run_one_after_the_other(const Scene& scene) {
  Experiment experiment = make_experiment(scene);
  std::vector<Records> records(experiment.runs.size());
  for (std::size_t i = 0; i < records.size(); ++i) experiment.runs[i]->advance(1'000'000, records[i]);
  return records;
}

/// Each run in small portions on threads that take turns with other runs, so that a run changes threads.
std::vector<Records> run_on_two_threads(const Scene& scene) {
  Experiment experiment = make_experiment(scene);
  std::vector<Records> records(experiment.runs.size());
  for (std::uint64_t portion = 0; portion < 4; ++portion) {
    const auto work = [&](std::size_t first) {
      for (std::size_t i = first; i < records.size(); i += 2)
        experiment.runs[i]->advance(portion < 3 ? 13 : 1'000'000, records[i]);
    };
    std::thread one(work, portion % 2), two(work, 1 - portion % 2);
    one.join();
    two.join();
  }
  return records;
}

TEST(ModelRuns, RecordsAreTheSameBitsWhateverRunsBeside) {
  const Scene scene = every_method(60);
  const auto first = run_one_after_the_other(scene), again = run_one_after_the_other(scene),
             beside = run_on_two_threads(scene);
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].size(), 7U);
    EXPECT_TRUE(same(first[i], again[i])) << "run " << i;
    EXPECT_TRUE(same(first[i], beside[i])) << "run " << i;
    for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(same(first[i], first[j]));
  }
}

TEST(ModelRuns, CloneGoesOnAsTheRunItself) {
  Experiment experiment = make_experiment(every_method(60));
  for (const auto& run : experiment.runs) {
    Records before, rest, clones_rest;
    run->advance(25, before);
    const auto clone = run->clone();
    run->advance(1000, rest);
    clone->advance(1000, clones_rest);
    EXPECT_EQ(rest.size(), 4U);
    EXPECT_TRUE(same(rest, clones_rest));
  }
}

TEST(ModelRuns, AreTheSameWhereNothingOfThemIsDrawn) {
  Scene scene = every_method(20);
  scene.measures = {measure_spec("accuracy"), measure_spec("gradient_norm")};
  for (const char* name : {"zo", "zest", "gd"})  // some that diverge, by a loss or by a step that is not finite
    for (const double rate : {1e20, 1e40}) scene.runs.push_back(run_spec(name, {{"learning_rate", rate}}));
  const Experiment drawn = make_experiment(scene), undrawn = make_undrawn_experiment(scene);
  EXPECT_TRUE(undrawn.charts.empty());
  ASSERT_EQ(undrawn.runs.size(), drawn.runs.size());
  std::size_t diverged = 0;
  for (std::size_t i = 0; i < drawn.runs.size(); ++i) {
    Records one, other;
    drawn.runs[i]->advance(1000, one);
    undrawn.runs[i]->advance(1000, other);
    EXPECT_EQ(undrawn.runs[i]->step(), drawn.runs[i]->step());
    EXPECT_EQ(undrawn.runs[i]->message(), drawn.runs[i]->message());
    EXPECT_TRUE(undrawn.runs[i]->kept().points().empty());
    EXPECT_EQ(undrawn.runs[i]->snapshot().loss, drawn.runs[i]->snapshot().loss);
    EXPECT_EQ(undrawn.runs[i]->point(), drawn.runs[i]->point());
    EXPECT_EQ(other.steps, one.steps);
    const auto columns = drawn.runs[i]->info().columns;
    ASSERT_EQ(other.values.size(), one.size() * columns.chart(0));
    for (std::size_t row = 0; row < one.size(); ++row)
      for (std::size_t column = 0; column < columns.chart(0); ++column)
        EXPECT_EQ(std::bit_cast<std::uint64_t>(other.values[row * columns.chart(0) + column]),
                  std::bit_cast<std::uint64_t>(one.values[row * columns.width() + column]));
    diverged += drawn.runs[i]->status() == Status::diverged ? 1 : 0;
  }
  EXPECT_GE(diverged, 4U);
}

TEST(ModelRuns, SeedsRepeatARunWithOtherSplitsAndStarts) {
  Experiment experiment = make_experiment(mlp_scene({run_spec("gd", {})}, 10), 2);
  ASSERT_EQ(experiment.runs.size(), 2U);
  Records one, two;
  experiment.runs[0]->advance(10, one);
  experiment.runs[1]->advance(10, two);
  EXPECT_EQ(experiment.runs[1]->info().seed, 12U);
  EXPECT_NE(one.values[0], two.values[0]);
}

TEST(ModelRuns, GdLearnsTheDigits) {
  Scene scene = mlp_scene({run_spec("gd", {{"learning_rate", 0.3}})}, 1000);
  scene.record_every = 1000;
  scene.measures = {measure_spec("accuracy"), measure_spec("test_accuracy")};
  Experiment experiment = make_experiment(scene);
  Records records;
  experiment.runs[0]->advance(1000, records);
  const auto& columns = experiment.runs[0]->info().columns;
  const auto last = [&](const char* name) { return records.values[columns.width() + columns.find(name)]; };
  ASSERT_EQ(records.size(), 2U);
  EXPECT_NEAR(records.values[0], std::log(10.0), 0.3) << "a fresh network knows nothing";
  EXPECT_LT(last("loss"), 0.12);
  EXPECT_GT(last("accuracy"), 0.97);
  EXPECT_GT(last("test_accuracy"), 0.93);
}

TEST(ModelRuns, ZerothOrderMethodsDescend) {
  const Scene scene = every_method(400);
  const auto records = run_one_after_the_other(scene);
  for (const std::size_t i : {2U, 3U}) {
    const std::size_t width = records[i].values.size() / records[i].size();
    EXPECT_LT(records[i].values[records[i].values.size() - width], records[i].values[0] - 0.3);
  }
}

TEST(ModelRuns, SnapshotShowsProbedPointsAroundTheRun) {
  Experiment experiment = make_experiment(every_method(5));
  Records records;
  experiment.runs[3]->advance(1, records);
  const Snapshot snapshot = experiment.runs[3]->snapshot();
  ASSERT_EQ(snapshot.points.size(), 1U);
  ASSERT_EQ(snapshot.points[0].size(), 16U);
  EXPECT_EQ(snapshot.weights.size(), 16U);
  for (std::size_t i = 0; i < 8; ++i)
    for (std::size_t axis = 0; axis < 2; ++axis)
      EXPECT_NEAR(snapshot.points[0][i][axis] + snapshot.points[0][8 + i][axis], 0.0, 1e-5)
          << "pairs lie about the start, (0, 0)";
}

TEST(ModelRuns, BadInputIsNamed) {
  const auto message = [](const Scene& scene) -> std::string {
    try {
      make_experiment(scene);
    } catch (const BadInput& error) {
      return error.what();
    }
    return {};
  };
  Scene scene = every_method(5);
  scene.device = "gpu";
  EXPECT_NE(message(scene).find("device 'gpu'"), std::string::npos);
  scene = every_method(5);
  scene.measures = {measure_spec("imbalance")};
  EXPECT_NE(message(scene).find("imbalance"), std::string::npos);
  scene = every_method(5);
  scene.start = std::vector<double>{1.0, 2.0};
  EXPECT_NE(message(scene).find("2410"), std::string::npos);
}

TEST(ModelRuns, BeginWhereAnotherOptimizerHasLearnedAnotherTask) {
  Scene scene = mlp_scene({run_spec("zo", {})}, 5, {{"classes", std::string("5-9")}, {"hidden", std::int64_t{16}}});
  WarmStart warm{.optimizer = "adam", .settings = Settings(find_optimizer("adam").parameters), .steps = 200};
  warm.settings.set("learning_rate", 3e-3);
  warm.task.set("classes", std::string("0-4"));
  scene.start = warm;
  EXPECT_EQ(parse_scene(write_scene(scene), "s.toml").start, scene.start);
  const Experiment experiment = make_experiment(scene);
  const Vector x = experiment.runs[0]->point();
  const auto accuracy = [&](const char* classes) {
    Settings settings = scene.problem.settings;
    settings.set("classes", std::string(classes));
    const auto task = make_task({"mlp", settings}, scene.seed, 1, at::TensorOptions(at::kFloat));
    return accuracy_at(*task->model, task->test,
                       at::tensor(std::vector<double>(x.begin(), x.end()), at::kDouble).to(at::kFloat));
  };
  EXPECT_GT(accuracy("0-4"), 0.9);
  EXPECT_LT(accuracy("5-9"), 0.05) << "whose outputs it has only learned to keep low";
  EXPECT_EQ(make_experiment(scene).runs[0]->point(), x) << "the seed decides";
  scene.start = DefaultStart{};
  EXPECT_NE(make_experiment(scene).runs[0]->point(), x);
}

TEST(ModelRuns, ScenesKnowHowManyParametersAModelHas) {
  const ProblemEntry& entry = find_problem("mlp");
  for (const auto& [hidden, layers] : std::vector<std::pair<std::int64_t, std::int64_t>>{{32, 1}, {5, 3}, {1, 8}}) {
    Settings settings(entry.parameters);
    settings.set("hidden", hidden);
    settings.set("layers", layers);
    const auto task = make_task({"mlp", settings}, 0, 1, at::TensorOptions(at::kFloat));
    EXPECT_EQ(entry.parameter_count(settings), task->model->dimension()) << hidden << " by " << layers;
  }
}

}  // namespace
}  // namespace tiltscape
