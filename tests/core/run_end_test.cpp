// How runs end: at their stop, which may move, by divergence, by an error, or told to.
#include "core/library_error.h"
#include "core/optimizer.h"
#include "core/run_of.h"
#include "tests/core/run_support.h"

namespace tiltscape {
namespace {

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
  run->set_stop({.steps = 30, .cost = {}, .loss = {}}, records);
  EXPECT_EQ(run->status(), Status::running);
  while (run->status() == Status::running) run->advance(7, records);
  EXPECT_TRUE(same(records, records_of(scene)));
  run->set_stop({.steps = 20, .cost = {}, .loss = {}}, records);
  EXPECT_EQ(run->status(), Status::done);
}

// The old end was recorded off the grid, with measures that are not due: nothing of that may stay.
TEST(RunEnds, AMovedEndLeavesNoTrace) {
  const auto scene = [](std::uint64_t every, std::uint64_t steps) {
    Scene s = scene_of(himmelblau("{ steps = 100 }", zest));
    s.record_every = every;
    s.stop.steps = steps;
    s.measures[0].every = 4;
    return s;
  };
  for (const std::uint64_t every : {1U, 2U, 7U, 50U})
    for (const std::uint64_t old_end : {6U, 10U, 14U, 16U}) {
      const Records expected = records_of(scene(every, 40));
      const auto run = run_of(scene(every, old_end));
      Records together = finished(*run), first = together, second;
      const auto copy = run->clone();
      run->set_stop({.steps = 22, .cost = {}, .loss = {}}, together);
      while (run->status() == Status::running) run->advance(5, together);
      run->set_stop({.steps = 40, .cost = {}, .loss = {}}, together);
      while (run->status() == Status::running) run->advance(5, together);
      EXPECT_TRUE(same(together, expected)) << every << ", " << old_end;
      copy->set_stop({.steps = 40, .cost = {}, .loss = {}}, second);
      while (copy->status() == Status::running) copy->advance(5, second);
      EXPECT_EQ(second.retracted, 1U);
      first.append(second);
      EXPECT_TRUE(same(first, expected)) << "in two batches, " << every << ", " << old_end;
    }
}

TEST(RunEnds, OnlyWhatIsDoneGoesOn) {
  const auto run = run_of(scene_of(himmelblau("{ steps = 50 }", "[[run]]\noptimizer = \"gd\"\nlearning_rate = 1\n")));
  Records records = finished(*run);
  ASSERT_EQ(run->status(), Status::diverged);
  const std::size_t rows = records.size();
  run->set_stop({.steps = 100, .cost = {}, .loss = {}}, records);
  EXPECT_EQ(run->status(), Status::diverged);
  EXPECT_EQ(run->info().stop.steps, 50U) << "a replay of what was recorded ends where it did";
  EXPECT_EQ(records.size(), rows);
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
  EXPECT_EQ(run.message(), fmt::format("diverged at step {}: f is infinite there", blow_up));
  ASSERT_EQ(records.size(), blow_up) << "0 … " << blow_up - 1;
  for (std::size_t row = 0; row < records.size(); ++row)
    for (const char* column : {"loss", "trace", "x0", "x1"})
      EXPECT_TRUE(std::isfinite(value(records, run, row, column)));
  EXPECT_EQ(run.snapshot().message, run.message());
  EXPECT_TRUE(same(finished(*experiment.runs[1]), records_of(scene_of(himmelblau("{ steps = 50 }", gd)))))
      << "the other goes on";
  EXPECT_EQ(experiment.runs[1]->status(), Status::done);
}

// GD on x⁴ terms: the loss overflows at 1e77, the gradient at 1e103.
TEST(RunEnds, DivergesAtTheSameStepHoweverOftenItIsRecorded) {
  const std::string wild = "learning_rate = 0.1\nrho = 0.3\n";
  for (const std::string& run :
       {std::string("[[run]]\noptimizer = \"gd\"\nlearning_rate = 0.1\n"), "[[run]]\noptimizer = \"sam\"\n" + wild,
        "[[run]]\noptimizer = \"zo\"\n" + wild, "[[run]]\noptimizer = \"zest\"\ntilt = 0\n" + wild}) {
    const Scene every = scene_of(himmelblau("{ steps = 50 }", run));
    const auto reference = run_of(every);
    const Records all = finished(*reference);
    ASSERT_EQ(reference->status(), Status::diverged) << run;
    ASSERT_GT(reference->step(), 2U);
    const std::size_t width = reference->info().columns.width();
    const auto expect_alike = [&](const Scene& scene) {
      const auto other = run_of(scene);
      const Records records = finished(*other);
      EXPECT_EQ(other->status(), Status::diverged);
      EXPECT_EQ(other->message(), reference->message());
      EXPECT_EQ(other->step(), reference->step());
      EXPECT_EQ(other->snapshot().counts, reference->snapshot().counts);
      for (std::size_t row = 0; row < records.size(); ++row) {
        const auto step = static_cast<std::ptrdiff_t>(records.steps[row]);
        EXPECT_EQ(records.counts[row], all.counts.at(records.steps[row]));
        const auto begin = records.values.begin() + static_cast<std::ptrdiff_t>(row * width);
        const auto loss = [](const auto& at) { return std::bit_cast<std::uint64_t>(*at); };
        EXPECT_EQ(loss(begin), loss(all.values.begin() + step * static_cast<std::ptrdiff_t>(width)));
      }
    };
    for (const std::uint64_t record_every : {2U, 3U, 5U, 1000U}) {
      Scene scene = every;
      scene.record_every = record_every;
      expect_alike(scene);
      scene.stop.steps = reference->step();  // the end is where it diverges
      if (scene.runs[0].optimizer == "gd") expect_alike(scene);
    }
  }
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
  EXPECT_EQ(run->message(), "diverged at step 0: f is infinite at the start");
}

TEST(RunEnds, ByAnErrorKeepsItsWholeRecords) {
  /// Throws in its fifth step, or when asked for the fourth measure.
  struct Failing final : Objective<Vector> {
    int left = 4;
    double move_along(Vector&, const Directions&, std::span<const double>) override { return 0.0; }
    void direction(const Directions&, int, Vector&) override {}
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
    int measured = 0;
    const LossFunction& loss_function() const override { throw std::logic_error("no measure of the loss"); }
    double measure(const std::string&, const Vector&) override {
      if (in_measure && measured++ == 3) throw std::bad_alloc();
      return 1.0;
    }
    const std::vector<Chart>& charts() const override { return none; }
    void project(const Vector&, std::vector<double>&) const override {}
    Vector point(const Vector& x) const override { return x; }
    std::span<const double> coordinates(const Vector& x) const override { return {x.data(), 2}; }
    std::vector<std::array<float, 2>> perturbations(const Vector&, double, std::span<const std::uint32_t>,
                                                    const Chart&) const override {
      return {};
    }
    std::string complaint(const Vector&) const override { return {}; }
    std::unique_ptr<Subject<Vector>> clone() const override { return std::make_unique<FailingSubject>(*this); }
  };
  for (const bool in_measure : {false, true}) {
    const Scene scene = scene_of(himmelblau("{ steps = 10 }", gd));
    auto subject = std::make_unique<FailingSubject>();
    subject->in_measure = in_measure;
    RunOf<Vector> run(run_infos(scene, 1)[0], {{.name = "accuracy"}}, std::move(subject), find_optimizer("gd").make());
    const Records records = finished(run);
    EXPECT_EQ(run.status(), Status::failed);
    EXPECT_EQ(run.message(),
              fmt::format("stopped at step {}: {}", in_measure ? 3 : 4, library_error(std::bad_alloc())));
    EXPECT_EQ(records.steps, in_measure ? (Steps{0, 1, 2}) : (Steps{0, 1, 2, 3, 4}));
    EXPECT_EQ(records.counts.size(), records.size());
    EXPECT_EQ(records.values.size(), records.size() * run.info().columns.width());
    EXPECT_EQ(run.snapshot().status, Status::failed);
  }
}

// From here the gradient leads out along x, past 3.2.
TEST(Run, SaysWhenItLeavesTheDomain) {
  const Scene scene = scene_of(
      "problem = { name = \"sharpness-valley\" }\nstart = [3.15, 0, 1]\nstop = { steps = 20 }\n"
      "[measures]\n[[run]]\noptimizer = \"gd\"\nlearning_rate = 0.05\n");
  const auto run = run_of(scene);
  Records records;
  std::size_t first = 0;
  while (run->status() == Status::running) {
    run->advance(1, records);
    if (first == 0 && value(records, *run, records.size() - 1, "x0") > 3.2) first = records.size() - 1;
    EXPECT_EQ(run->message(), first == 0 ? "" : fmt::format("left the domain -1.5 ≤ x ≤ 3.2 at step {}", first));
  }
  EXPECT_GT(first, 0U);
  EXPECT_EQ(run->status(), Status::done) << "it goes on";
  Scene rarely = scene;
  rarely.record_every = 1000;
  const auto other = run_of(rarely);
  finished(*other);
  EXPECT_EQ(other->message(), run->message()) << "seen at the step, not at the next record";
}

}  // namespace
}  // namespace tiltscape
