// Copies of runs go on alike, and snapshots show the last step.
#include <numeric>

#include "core/law.h"
#include "core/optimizer.h"
#include "tests/core/run_support.h"

namespace tiltscape {
namespace {

/// A copy made on the way goes on as the run does, in other slices, and both as the run that was never copied.
void expect_copy_goes_on_alike(const Scene& scene) {
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

TEST(RunClone, GoesOnAlike) {
  for (const char* generator : {"philox", "numpy"})
    expect_copy_goes_on_alike(
        scene_of(fmt::format("record_every = 3\ngenerator = \"{}\"\n", generator) +
                 himmelblau("{ steps = 60 }",
                            zest + "[[run.change]]\nstep = 10\ntilt = 0.5\n[[run.change]]\nstep = 40\npairs = 3\n")));
}

TEST(RunClone, OfEveryMethodGoesOnAlikeAndReplays) {
  for (const OptimizerEntry& entry : optimizers())
    for (const char* generator : {"philox", "numpy"}) {
      SCOPED_TRACE(entry.name + ", " + generator);
      expect_copy_goes_on_alike(
          scene_of(fmt::format("record_every = 3\ngenerator = \"{}\"\n", generator) +
                   himmelblau("{ steps = 60 }", fmt::format("[[run]]\noptimizer = \"{}\"\nlearning_rate = 0.0005\n"
                                                            "[[run.change]]\nstep = 30\nlearning_rate = 0.0002\n",
                                                            entry.name))));
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
  EXPECT_EQ(*s.point, Eigen::Vector2d(0.7, -1.3));
  EXPECT_TRUE(s.points.empty());
  run->advance(9, records);
  s = run->snapshot();
  EXPECT_EQ(s.step, 9U);
  EXPECT_EQ(s.loss, value(records, *run, 9, "loss"));
  EXPECT_EQ(*s.point, Eigen::Vector2d(value(records, *run, 9, "x0"), value(records, *run, 9, "x1")));
  EXPECT_EQ(s.before, Eigen::Vector2d(value(records, *run, 8, "x0"), value(records, *run, 8, "x1")));
  EXPECT_EQ(s.counts, records.counts.back());
  EXPECT_EQ(s.effective_samples, value(records, *run, 9, "ess"));
  EXPECT_NEAR(s.length, (*s.point - s.before).norm(), 1e-12);
  ASSERT_EQ(s.points.size(), 1U);
  ASSERT_EQ(s.points[0].size(), 8U);
  ASSERT_EQ(s.losses.size(), 8U);
  ASSERT_EQ(s.weights.size(), 8U);
  Matrix u(2, 4);
  DirectionSource(Generator::philox, 5).draw(Law::sphere, 8, u);  // the step from x₈
  float sum = 0.0F;
  for (std::size_t i = 0; i < 8; ++i) {
    const Vector probed = s.before + (i < 4 ? 0.2 : -0.2) * u.col(static_cast<Eigen::Index>(i % 4));
    for (const int axis : {0, 1}) EXPECT_NEAR(s.points[0][i][static_cast<std::size_t>(axis)], probed[axis], 1e-6);
    sum += s.weights[i];
  }
  EXPECT_NEAR(sum, 1.0F, 1e-6F);
}

TEST(RunSnapshot, ShowsTheSamplesOfTheLastStep) {
  const auto run = run_of(scene_of(
      himmelblau("{ steps = 60 }",
                 "[[run]]\noptimizer = \"tsam\"\nlearning_rate = 0.0005\ntilt = 0.3\nsamples = 7\nspread = 0.2\n")));
  Records records;
  EXPECT_TRUE(run->snapshot().sample_losses.empty());
  run->advance(9, records);
  const Snapshot s = run->snapshot();
  ASSERT_EQ(s.sample_losses.size(), 7U);
  ASSERT_EQ(s.sample_weights.size(), 7U);
  EXPECT_NEAR(std::accumulate(s.sample_weights.begin(), s.sample_weights.end(), 0.0F), 1.0F, 1e-6F);
  const auto worst = std::ranges::max_element(s.sample_losses) - s.sample_losses.begin();
  EXPECT_EQ(std::ranges::max_element(s.sample_weights) - s.sample_weights.begin(), worst);
  EXPECT_EQ(s.effective_samples, value(records, *run, 9, "ess"));
  EXPECT_TRUE(s.losses.empty()) << "no pair was probed";
  EXPECT_TRUE(s.points.empty());
  const Snapshot copied = run->clone()->snapshot();
  EXPECT_TRUE(copied.sample_losses.empty()) << "they are the other one's";
  EXPECT_EQ(copied.effective_samples, s.effective_samples);
}

/// Where of the 2k points of a step from x the loss is largest.
std::size_t worst_of(const Problem& problem, const Vector& x, const Matrix& u, double rho) {
  double worst = -INFINITY;
  std::size_t at = 0;
  for (Eigen::Index i = 0; i < 2 * u.cols(); ++i) {
    const double loss = problem.value(x + (i < u.cols() ? rho : -rho) * u.col(i % u.cols()));
    if (loss > worst) worst = loss, at = static_cast<std::size_t>(i);
  }
  return at;
}

TEST(RunSnapshot, OfManyPairsShowsTheHeaviestUnderTheirOwnNumbers) {
  const std::string many =
      "[[run]]\noptimizer = \"zest\"\nlearning_rate = 0.002\nrho = 0.2\ntilt = 1e4\npairs = 2000\n";
  Experiment experiment = make_landscape_experiment(scene_of(himmelblau("{ steps = 60 }", many)));
  auto& run = *experiment.runs[0];
  Records records;
  bool beyond = false;
  for (std::uint64_t step = 0; step < 8; ++step) {
    run.advance(1, records);
    const Snapshot s = run.snapshot();
    EXPECT_EQ(s.probed, 4000U);
    ASSERT_EQ(s.pairs.size(), 512U);
    ASSERT_EQ(s.losses.size(), 1024U);
    ASSERT_EQ(s.weights.size(), 1024U);
    ASSERT_EQ(s.points[0].size(), 1024U);
    Matrix u(2, 2000);
    DirectionSource(Generator::philox, 5).draw(Law::sphere, step, u);
    const std::size_t worst = worst_of(*experiment.problem, s.before, u, 0.2);
    beyond = beyond || worst % 2000 >= 512;
    const auto heaviest = static_cast<std::size_t>(std::ranges::max_element(s.weights) - s.weights.begin());
    EXPECT_EQ(s.pairs[heaviest % 512], worst % 2000);
    EXPECT_EQ(heaviest < 512, worst < 2000);
    const Vector point = s.before + (worst < 2000 ? 0.2 : -0.2) * u.col(static_cast<Eigen::Index>(worst % 2000));
    EXPECT_FLOAT_EQ(s.points[0][heaviest][0], static_cast<float>(point[0]));
    EXPECT_FLOAT_EQ(s.losses[heaviest], static_cast<float>(experiment.problem->value(point)));
    double sum = 0.0;
    for (const float weight : s.weights) sum += static_cast<double>(weight);
    EXPECT_NEAR(sum, 1.0, 1e-5) << "at t = 1e4 few points have any";
  }
  EXPECT_TRUE(beyond) << "or the first 512 would do";
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
