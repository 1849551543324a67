// Charts and planes as the window shows them: when planes are made, and that every path in them is the run's own.
#include "app/shown_chart.h"

#include <gtest/gtest.h>

#include <cmath>

#include "app/laboratory.h"
#include "core/models/experiment.h"
#include "core/plane.h"

namespace tiltscape {
namespace {

class ShownChartTest : public testing::Test {
 protected:
  /// Paused after so many steps of every run.
  void open(const std::string& text, std::uint64_t steps) {
    lab_.open(parse_scene(text, "test"));
    lab_.play(false);
    lab_.restart();
    advance_to(steps);
  }
  template <class Done>
  bool until(Done done) {
    while (true) {
      lab_.take();
      lab_.update_shown();
      if (!lab_.error().empty()) {
        ADD_FAILURE() << lab_.error();
        return false;
      }
      if (done()) return true;
      if (!bell_.receive_until(Channel<int>::Clock::now() + std::chrono::seconds(60))) {
        ADD_FAILURE() << "nothing rings any more";
        return false;
      }
    }
  }
  bool at(std::uint64_t step) const {
    return !lab_.loading() && !lab_.runs().empty() && std::ranges::all_of(lab_.runs(), [step](const RunView& run) {
      return run.snapshot.step == step && !run.trajectory.empty() && run.snapshot.point;
    });
  }
  void advance_to(std::uint64_t step) {
    ASSERT_TRUE(until([this] { return !lab_.loading() && !lab_.runs().empty() && lab_.runs()[0].snapshot.point; }));
    if (step > lab_.furthest_step()) lab_.advance(step - lab_.furthest_step());
    ASSERT_TRUE(until([this, step] { return at(step); }));
  }
  bool settle() {
    return until([this] { return lab_.shown_chart().settled(); });
  }
  void choose(PlaneSpec plane) {
    lab_.choose_plane(std::move(plane));
    ASSERT_TRUE(settle());
  }
  ShownChart& shown() { return lab_.shown_chart(); }
  const Chart& chart() { return *lab_.shown_chart().chart(); }
  ShownChart::Facts facts() { return shown().facts(lab_).value(); }

  Channel<int> bell_;  // outlives the threads that ring it
  Laboratory lab_{make_experiment, 2, [this] { bell_.send(0); }};
};

std::string scene(const std::string& problem, const std::string& more = {}, const std::string& view = "\"auto\"") {
  return "problem = { name = \"" + problem + "\" }\nseed = 13\nstop = { steps = 100_000 }\n" + more +
         "\n[[run]]\noptimizer = \"gd\"\nlearning_rate = 1e-3\n[[run]]\noptimizer = \"zo\"\nlearning_rate = 1e-4\nrho "
         "= "
         "0.1\npairs = 1\n[view]\nplane = " +
         view;
}

std::array<float, 2> to_point(const Eigen::Vector2d& at) {
  return {static_cast<float>(at[0]), static_cast<float>(at[1])};
}

TEST_F(ShownChartTest, OwnChartsAreShownUntilAPlaneIsChosen) {
  open(scene("sharpness-valley"), 50);
  EXPECT_EQ(shown().own(), 0U);
  EXPECT_EQ(chart().name, lab_.experiment()->charts[0].name);
  lab_.choose_chart(lab_.experiment()->charts[1].name);
  ASSERT_TRUE(settle());
  EXPECT_EQ(shown().own(), 1U);
  choose("pca");
  EXPECT_EQ(shown().own(), std::nullopt);
  EXPECT_EQ(chart().name, "PCA of the paths");
  EXPECT_EQ(shown().made_at(), 50U);
}

TEST_F(ShownChartTest, EveryRecordIsProjectedWhereRecordsHoldPositions) {
  open(scene("sharpness-valley"), 400);
  choose("pca");
  const RunView& run = lab_.runs()[1];
  const auto path = shown().paths().path(run, {});
  ASSERT_EQ(path.size(), 401U);
  const std::size_t x0 = run.trajectory.columns().find("x0");
  for (std::size_t row = 0; row < path.size(); ++row) {
    const Eigen::Vector3d x(run.trajectory.value(row, x0), run.trajectory.value(row, x0 + 1),
                            run.trajectory.value(row, x0 + 2));
    EXPECT_EQ(path[row], to_point(chart().project(x)));
  }
  EXPECT_EQ(facts().path, "every record");
  EXPECT_EQ(shown().paths().path(run, 123).size(), 124U);
}

/// The run's points in a chart, by another run of the same scene that is looked at after every step.
std::vector<std::array<float, 2>> watched(const Scene& scene, std::size_t index, std::uint64_t steps,
                                          const Chart& chart) {
  const Experiment experiment = make_experiment(scene);
  std::vector<std::array<float, 2>> points;
  Records records;
  for (std::uint64_t step = 0; step <= steps; ++step) {
    experiment.runs[index]->advance(step == 0 ? 0 : 1, records);
    points.push_back(to_point(chart.project(experiment.runs[index]->point())));
  }
  return points;
}

TEST_F(ShownChartTest, ReplayedPathsAreTheRunsOwnWithTheirChanges) {
  open(scene("product-valley"), 700);
  lab_.change_run(1, "learning_rate", 5e-4);
  advance_to(2000);
  ASSERT_EQ(lab_.runs()[1].kept.stride(), 2U) << "too few are kept";
  choose("pca");
  ASSERT_EQ(facts().path, "replayed");
  for (std::size_t run = 0; run < 2; ++run)
    EXPECT_EQ(shown().paths().path(lab_.runs()[run], {}).size(), 2002U) << "every record, and where the run is";
  for (std::size_t run = 0; run < 2; ++run) {
    const auto expected = watched(lab_.recorded_scene(), run, 2000, chart());
    auto path = shown().paths().path(lab_.runs()[run], {});
    EXPECT_EQ(path.back(), expected.back());
    path.pop_back();
    EXPECT_EQ(path, expected) << run;
  }
  // what comes after the replay is drawn from what the runs keep, without another replay
  advance_to(2500);
  EXPECT_EQ(facts().path, "replayed, then 125 kept points");  // of 2004, 2008 … 2500
  const auto expected = watched(lab_.recorded_scene(), 1, 2500, chart());
  const auto path = shown().paths().path(lab_.runs()[1], {});
  EXPECT_EQ(path[2001], expected[2004]);
  EXPECT_EQ(path.back(), expected[2500]);
}

TEST_F(ShownChartTest, KeptPointsAreThePathWhereAReplayWouldTakeLong) {
  open(scene("product-valley", "record_every = 10"), 3000);
  choose("random");
  EXPECT_EQ(facts().path, "751 kept points") << "finer than the records: no replay";
  const auto expected = watched(lab_.recorded_scene(), 1, 3000, chart());
  const auto path = shown().paths().path(lab_.runs()[1], {});
  ASSERT_EQ(path.size(), 752U);
  for (std::size_t i = 0; i < 751; ++i) EXPECT_EQ(path[i], expected[4 * i]);
  EXPECT_EQ(shown().paths().path(lab_.runs()[1], 41).size(), 11U) << "0, 4 … 40";
}

/// A run whose records say nothing of x, and that took so long for 5000 steps.
RunView recorded_run(RunId id, double seconds) {
  RunView run;
  run.id = id;
  run.info.record_every = 1;
  run.trajectory = Trajectory({.names = {"loss"}, .charts = 0});
  run.kept = KeptPoints(200);
  run.seconds = seconds;
  Records records;
  for (std::uint64_t step = 0; step < 5000; ++step) {
    records.steps.push_back(step);
    records.counts.emplace_back();
    records.seconds.push_back(0.0);
    records.values.push_back(1.0);
    if (run.kept.wants(step)) run.kept.add(step, Vector::Zero(200));
  }
  run.trajectory.append(records);
  return run;
}

TEST(ReplaysOf, AreTheCheapestThatTakeTwoSecondsTogether) {
  const auto ids = [](const std::vector<double>& seconds) {
    std::vector<RunView> runs;
    for (std::size_t i = 0; i < seconds.size(); ++i) runs.push_back(recorded_run(i + 10, seconds[i]));
    std::vector<RunId> list;
    for (const Replay& replay : replays_of(runs)) {
      EXPECT_EQ(replay.run + 10, replay.id);
      EXPECT_EQ(replay.steps.size(), 1667U) << "every third of 5000 records";
      EXPECT_EQ(replay.steps[1], 3U);
      list.push_back(replay.id);
    }
    return list;
  };
  EXPECT_EQ(ids({1.9}), (std::vector<RunId>{10}));
  EXPECT_EQ(ids({2.1}), (std::vector<RunId>{}));
  EXPECT_EQ(ids({1.2, 0.9, 0.6, 1.9}), (std::vector<RunId>{12, 11})) << "one after another they take 1.5 s";
  EXPECT_EQ(ids({0.5, 0.5, 0.5, 0.4}), (std::vector<RunId>{13, 10, 11, 12}));
}

TEST_F(ShownChartTest, ChangingThePlaneDoesNotTouchTheRuns) {
  open(scene("product-valley"), 300);
  const std::uint64_t generation = lab_.generation();
  std::vector<Records> before;
  for (const RunView& run : lab_.runs()) before.push_back(run.trajectory.records());
  for (const char* word : {"pca", "curvature", "random", "ends"}) choose(word);
  choose(AxesPlane{{3, 150}});
  EXPECT_EQ(lab_.generation(), generation);
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(lab_.runs()[i].trajectory.records().values, before[i].values);
    EXPECT_TRUE(lab_.runs()[i].changes.empty());
  }
  advance_to(320);
  EXPECT_EQ(lab_.runs()[1].trajectory.size(), 321U);
}

TEST_F(ShownChartTest, UndoBringsBackTheViewAndLeavesTheRunsAlone) {
  open(scene("product-valley"), 40);
  const std::uint64_t generation = lab_.generation();
  choose("pca");
  advance_to(60);
  choose(RandomPlane{4});
  lab_.undo();
  ASSERT_TRUE(settle());
  EXPECT_EQ(lab_.scene().view.plane, PlaneSpec("pca"));
  EXPECT_EQ(chart().name, "PCA of the paths");
  lab_.undo();
  ASSERT_TRUE(settle());
  EXPECT_EQ(shown().own(), 0U);
  EXPECT_FALSE(lab_.can_undo());
  lab_.redo();
  lab_.redo();
  ASSERT_TRUE(settle());
  EXPECT_EQ(chart().name, "random plane");
  EXPECT_EQ(lab_.generation(), generation) << "nothing was loaded again";
  EXPECT_TRUE(at(60));
}

TEST_F(ShownChartTest, APlaneOfTheSceneFollowsTheRunsUntilItIsRemade) {
  open(scene("product-valley", "", "\"pca\""), 0);
  EXPECT_EQ(shown().own(), 0U) << "no path yet";
  advance_to(4);
  ASSERT_TRUE(settle());
  EXPECT_EQ(chart().name, "PCA of the paths");
  advance_to(100);
  ASSERT_TRUE(settle());
  const std::uint64_t followed = shown().made_at();
  EXPECT_GT(followed, 50U);
  lab_.remake_plane();
  ASSERT_TRUE(settle());
  EXPECT_EQ(shown().made_at(), 100U);
  const auto kept = shown().chart();
  advance_to(1000);
  ASSERT_TRUE(settle());
  EXPECT_EQ(shown().chart(), kept);
  lab_.restart();
  ASSERT_TRUE(until([this] { return at(0); }));
  EXPECT_EQ(shown().chart(), kept) << "other runs of the same problem are shown in it, too";
  lab_.change_problem("himmelblau");
  ASSERT_TRUE(until([this] { return !lab_.loading(); }));
  EXPECT_EQ(shown().own(), 0U) << "it means nothing here";
}

TEST_F(ShownChartTest, APlaneThatHoldsThePathSaysSo) {
  open(scene("sharpness-valley", "start = [2.5, 0.5, 0]"), 200);  // z stays 0 for gradient descent, not for ZO
  ASSERT_TRUE(settle());
  EXPECT_NEAR(*facts().explained, 1.0, 1e-12);
  EXPECT_EQ(*facts().distance, 0.0);
  ASSERT_TRUE(until([this] { return facts().losses != nullptr && shown().settled(); }));
  EXPECT_EQ(facts().losses->here, facts().losses->shown);
  EXPECT_EQ(facts().losses->here, lab_.experiment()->problem->value(*lab_.runs()[0].snapshot.point));
  lab_.choose_chart("x–z plane, y = 0");
  ASSERT_TRUE(settle());
  const Vector& x = *lab_.runs()[0].snapshot.point;
  EXPECT_DOUBLE_EQ(*facts().distance, x[1]) << "y is what this plane leaves out";
  EXPECT_LT(*facts().explained, 0.9);
  EXPECT_NEAR(facts().losses->shown, 0.0, 1e-15);
  EXPECT_GT(facts().losses->here, 1e-3);
  lab_.select(1);
  lab_.choose_chart("x–y plane, z = 0");
  ASSERT_TRUE(settle());
  EXPECT_NEAR(*facts().distance, std::abs((*lab_.runs()[1].snapshot.point)[2]), 1e-15);
  EXPECT_GT(facts().extent, 0.0);
}

TEST_F(ShownChartTest, FactsAreOfTheStepShown) {
  open(scene("sharpness-valley", "start = [2.5, 0.5, 0]"), 200);
  lab_.choose_chart("x–z plane, y = 0");
  ASSERT_TRUE(settle());
  const RunView& gd = lab_.runs()[0];
  const auto known = [&] { return facts().losses != nullptr && shown().settled(); };
  lab_.show_step(50);
  ASSERT_TRUE(until(known));
  const Vector x = gd.trajectory.point(50).value();
  EXPECT_DOUBLE_EQ(*facts().distance, x[1]);
  EXPECT_EQ(facts().losses->here, lab_.experiment()->problem->value(x));
  lab_.show_step({});
  ASSERT_TRUE(until(known));
  EXPECT_DOUBLE_EQ(*facts().distance, (*gd.snapshot.point)[1]);
  EXPECT_EQ(facts().losses->here, lab_.experiment()->problem->value(*gd.snapshot.point));
}

TEST_F(ShownChartTest, FactsOfAStepWhosePositionIsNotRecordedComeByReplay) {
  open(scene("product-valley"), 200);
  choose("random");
  const double live = *facts().distance;
  lab_.show_step(50);
  ASSERT_TRUE(until([&] { return facts().distance.has_value() && shown().settled() && facts().losses != nullptr; }));
  const Experiment again = make_experiment(lab_.recorded_scene());
  Records records;
  again.runs[0]->advance(50, records);
  EXPECT_EQ(*facts().distance, chart().plane->distance(again.runs[0]->point()));
  EXPECT_NE(*facts().distance, live);
  EXPECT_EQ(facts().losses->here, again.problem->value(again.runs[0]->point()));
}

TEST_F(ShownChartTest, APlaneThroughTheSelectedRunIsThroughItHiddenOrNot) {
  open(scene("product-valley"), 100);
  lab_.select(1);
  lab_.show_run(1, false);
  choose("random");
  EXPECT_NEAR(chart().plane->distance(*lab_.runs()[1].snapshot.point), 0.0, 1e-9);
  EXPECT_GT(chart().plane->distance(*lab_.runs()[0].snapshot.point), 1e-3);
  EXPECT_NE(chart().note.find("where " + lab_.runs()[1].info.label + " was at step"), std::string::npos)
      << chart().note;
}

TEST_F(ShownChartTest, SaysNothingWhereThePictureHoldsEverything) {
  open(scene("himmelblau"), 10);
  EXPECT_FALSE(shown().facts(lab_).has_value());
  choose("pca");
  EXPECT_FALSE(shown().facts(lab_).has_value());
}

TEST_F(ShownChartTest, ProbedPointsComeInTheChosenPlane) {
  open(scene("product-valley"), 30);
  choose("curvature");
  ASSERT_TRUE(until([this] { return lab_.runs()[1].snapshot.shown == shown().chart(); }));
  const Snapshot& snapshot = lab_.runs()[1].snapshot;
  ASSERT_EQ(snapshot.shown_points.size(), 2U);
  const auto centre = to_point(chart().project(snapshot.before));
  for (std::size_t axis = 0; axis < 2; ++axis)
    EXPECT_NEAR(0.5F * (snapshot.shown_points[0][axis] + snapshot.shown_points[1][axis]), centre[axis], 1e-5F);
}

/// A chart of x0 and x1 that counts what it projects.
std::shared_ptr<const Chart> counting_chart(std::size_t& projected) {
  auto chart = std::make_shared<Chart>();
  chart->project = [&projected](const Vector& x) {
    ++projected;
    return Eigen::Vector2d(x[0], x[1]);
  };
  return chart;
}

/// Records of x = (r/n, 0, 0), but for one row at (0.5, 9, 0).
Records walk(std::size_t first, std::size_t count, std::size_t outlier) {
  Records records;
  for (std::size_t row = first; row < first + count; ++row) {
    records.steps.push_back(row);
    records.counts.push_back({});
    records.seconds.push_back(0.0);
    for (const double value : {1.0, 1e-6 * static_cast<double>(row), row == outlier ? 9.0 : 0.0, 0.0})
      records.values.push_back(value);
  }
  return records;
}

TEST(TracedPaths, ProjectsARecordOnceAndLosesNoExcursion) {
  std::size_t projected = 0;
  TracedPaths paths;
  paths.trace(counting_chart(projected), {});
  RunView run;
  run.id = 1;
  run.trajectory = Trajectory({.names = {"loss", "x0", "x1", "x2"}, .charts = 0});
  run.trajectory.append(walk(0, 2000, 12'345));
  EXPECT_EQ(paths.path(run, {}).size(), 2000U);
  EXPECT_EQ(paths.source(run), "every record");
  // it grows: what was seen is seen still
  for (std::size_t rows = 2000; rows < 90'000; rows += 1000) {
    run.trajectory.append(walk(rows, 1000, 12'345));
    const auto path = paths.path(run, {});
    EXPECT_LE(path.size(), most_path_rows + most_path_rows / 8 + 1);
    EXPECT_EQ(std::ranges::count(path, 9.0F, [](const auto& p) { return p[1]; }), rows >= 12'000 ? 1 : 0) << rows;
    EXPECT_EQ(path.back()[0], static_cast<float>(1e-6 * static_cast<double>(rows + 999)));
  }
  EXPECT_EQ(paths.source(run), "the extremes of 90 000 records");
  // looked at closely, every record
  const auto near = paths.path(run, {}, {{{0.0495, 0.0505}, {-1.0, 1.0}}});
  EXPECT_GE(std::ranges::count_if(near, [](const auto& p) { return p[0] > 0.0495F && p[0] < 0.0505F; }), 998);
  EXPECT_EQ(projected, 90'000U) << "each record once";
}

TEST(TracedPaths, ALongRunIsProjectedPartByPart) {
  std::size_t projected = 0;
  TracedPaths paths;
  paths.trace(counting_chart(projected), {});
  RunView run;
  run.id = 1;
  run.trajectory = Trajectory({.names = {"loss", "x0", "x1", "x2"}, .charts = 0});
  for (std::size_t rows = 0; rows < 1'000'000; rows += 100'000) run.trajectory.append(walk(rows, 100'000, 999'990));
  std::size_t frames = 0;
  while (!paths.complete(run) && ++frames < 10) {
    const std::size_t before = projected;
    const auto path = paths.path(run, {});
    EXPECT_LT(projected - before, 200'000U);
    EXPECT_EQ(path.back()[0], static_cast<float>(0.999999)) << "it ends where the run is";
  }
  EXPECT_EQ(frames, 8U);
  EXPECT_EQ(std::ranges::count(paths.path(run, {}), 9.0F, [](const auto& p) { return p[1]; }), 1);
}

TEST(TracedPaths, ForgetsARecordThatIsTakenBack) {
  std::size_t projected = 0;
  TracedPaths paths;
  paths.trace(counting_chart(projected), {});
  RunView run;
  run.id = 1;
  run.trajectory = Trajectory({.names = {"loss", "x0", "x1", "x2"}, .charts = 0});
  run.trajectory.append(walk(0, 33, 32));
  EXPECT_EQ(paths.path(run, {}).back()[1], 9.0F);
  Records more = walk(33, 40, 0);
  more.retracted = 1;
  run.trajectory.append(more);
  const auto path = paths.path(run, {});
  EXPECT_EQ(path.size(), 72U);
  EXPECT_EQ(std::ranges::count(path, 9.0F, [](const auto& p) { return p[1]; }), 0);
}

TEST_F(ShownChartTest, ModelsAreShownInPlanesToo) {
  open(
      "problem = { name = \"mlp\" }\nstop = { steps = 1000 }\n[[run]]\noptimizer = \"gd\"\n[[run]]\noptimizer = "
      "\"sam\"\n",
      30);
  for (const char* word : {"pca", "ends", "random"}) {
    choose(word);
    EXPECT_EQ(shown().reason(), "");
    EXPECT_EQ(facts().path, "every step");
    ASSERT_NE(facts().losses, nullptr);
    EXPECT_LT(facts().losses->here, 2.4);
    EXPECT_TRUE(std::isfinite(facts().losses->shown));
    EXPECT_EQ(shown().paths().path(lab_.runs()[0], {}).size(), 32U);
  }
}

}  // namespace
}  // namespace tiltscape
