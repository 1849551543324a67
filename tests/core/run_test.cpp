// Runs: which records are written, what is charged for them, and that nothing else matters.
#include "core/optimizer.h"
#include "tests/core/run_support.h"

namespace tiltscape {
namespace {

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

TEST(Run, MeasuresAtTheFirstRecordAtOrAfterEachMultiple) {
  const Scene scene = scene_of(
      "record_every = 7\nproblem = { name = \"himmelblau\" }\nstop = { steps = 49 }\n"
      "[measures]\ntrace = { every = 10 }\n[[run]]\noptimizer = \"gd\"\n");
  const auto run = run_of(scene);
  const Records records = finished(*run);
  ASSERT_EQ(records.steps, (Steps{0, 7, 14, 21, 28, 35, 42, 49}));
  const std::vector<bool> due = {true, false, true, true, false, true, true, true};  // 10 → 14, 20 → 21, 30 → 35 …
  for (std::size_t row = 0; row < due.size(); ++row)
    EXPECT_EQ(std::isfinite(value(records, *run, row, "trace")), due[row]) << records.steps[row];
  for (const std::uint64_t chunk : {1U, 3U, 50U}) EXPECT_TRUE(same(finished(*run_of(scene), chunk), records)) << chunk;
}

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

}  // namespace
}  // namespace tiltscape
