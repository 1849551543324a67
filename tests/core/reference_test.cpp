// Runs that repeat published and reference numbers: shared/reference/zo-flat-minima.md section 2 and
// zest-tsam-sam-mezo.md sections 5a and 5b. Not under the sanitizers: here it is numbers that are tested, not memory.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "core/run.h"
#include "core/trajectory.h"

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace tiltscape {
namespace {

struct Outcome {
  Status status = Status::running;
  std::string message;
  Trajectory records;
  double at(std::uint64_t step, std::string_view column) const {
    const std::size_t row = records.row_at(step);
    EXPECT_EQ(records.step(row), step);
    return records.value(row, records.columns().find(column));
  }
  double last(std::string_view column) const {
    return records.value(records.size() - 1, records.columns().find(column));
  }
  double mean(std::string_view column, std::uint64_t from, std::uint64_t to) const {  // over steps from < s ≤ to
    const std::size_t first = records.row_at(from) + 1, end = records.row_at(to) + 1,
                      c = records.columns().find(column);
    double sum = 0.0;
    for (std::size_t row = first; row < end; ++row) sum += records.value(row, c);
    return sum / static_cast<double>(end - first);
  }
  std::uint64_t first_below(double loss) const {
    std::size_t row = 0;
    while (row + 1 < records.size() && records.value(row, 0) >= loss) ++row;
    return records.step(row);
  }
};

std::vector<Outcome> outcomes(const Scene& scene, std::uint64_t seeds = 1) {
  std::vector<Outcome> list;
  const Experiment experiment = make_landscape_experiment(scene, seeds);
  for (const auto& run : experiment.runs) {
    Records records;
    while (run->status() == Status::running) run->advance(1000, records);
    list.push_back({run->status(), run->message(), Trajectory(run->info().columns)});
    list.back().records.append(records);
  }
  return list;
}

// -- zo-flat-minima.md, section 2: Example 2.1 with NumPy's generator, seed 13 -------------------------------------

Outcome figure_1(const std::string& run) {
  return outcomes(parse_scene(fmt::format(R"(
problem = {{ name = "product-valley", dimension = 100 }}
generator = "numpy"
seed = 13
stop = {{ steps = 100_000 }}
[measures]
trace = {{ every = 1000 }}
imbalance = {{ every = 1000 }}
[[run]]
{}
)",
                                          run),
                              "figure-1"))
      .front();
}

std::string zo_table(double rho) {
  return fmt::format("optimizer = \"zo\"\nlearning_rate = 0.001\npairs = 1\nlaw = \"gaussian\"\nrho = {}\n", rho);
}

std::string decimals(double value, int digits) { return fmt::format("{:.{}f}", value, digits); }

TEST(ProductValleyFigure1, GradientDescent) {
  const Outcome run = figure_1("optimizer = \"gd\"\nlearning_rate = 0.01\n");
  EXPECT_EQ(decimals(run.at(0, "trace"), 2), "154.75");
  EXPECT_EQ(decimals(run.last("trace"), 2), "154.70");
  EXPECT_EQ(run.first_below(1e-20), 39U);
}

TEST(ProductValleyFigure1, DirectionalDerivative) {
  const Outcome run = figure_1(zo_table(0.0));
  EXPECT_EQ(decimals(run.last("trace"), 2), "154.16");
  EXPECT_EQ(run.first_below(1e-20), 119U);
}

TEST(ProductValleyFigure1, SmoothingOfAHundredth) {
  const Outcome run = figure_1(zo_table(0.01));
  EXPECT_EQ(decimals(run.last("trace"), 2), "151.24");
  EXPECT_EQ(fmt::format("{:.1e}", run.mean("loss", 98'000, 100'000)), "1.4e-07");
}

TEST(ProductValleyFigure1, SmoothingOfATwentieth) {
  const Outcome run = figure_1(zo_table(0.05));
  EXPECT_EQ(decimals(run.last("trace"), 2), "96.93");
  EXPECT_EQ(fmt::format("{:.1e}", run.mean("loss", 98'000, 100'000)), "5.3e-05");
}

TEST(ProductValleyFigure1, SmoothingOfATenth) {
  const Outcome run = figure_1(zo_table(0.1));
  EXPECT_EQ(decimals(run.last("trace"), 2), "27.91");
  EXPECT_EQ(decimals(run.at(1'000, "trace"), 1), "152.9");
  EXPECT_EQ(decimals(run.at(10'000, "trace"), 1), "131.6");
  EXPECT_EQ(decimals(run.at(30'000, "trace"), 1), "95.1");
  EXPECT_EQ(decimals(run.at(0, "imbalance"), 2), "9.81");
  EXPECT_EQ(decimals(run.last("imbalance"), 2), "1.46");
  EXPECT_EQ(fmt::format("{:.1e}", run.mean("loss", 98'000, 100'000)), "2.5e-04");
}

// -- zest-tsam-sam-mezo.md, section 5b: the tilt chooses the minimum -----------------------------------------------

double settles_at(double tilt, int pairs, const std::string& estimator) {
  const auto runs = outcomes(parse_scene(fmt::format(R"(
problem = {{ name = "sharpness-valley" }}
start = [2.5, 0.5, 0.5]
seed = 13
stop = {{ steps = 60_000 }}
[measures]
[[run]]
optimizer = "zest"
learning_rate = 0.05
rho = 0.3
law = "sphere"
tilt = {}
pairs = {}
estimator = "{}"
)",
                                                     tilt, pairs, estimator),
                                         "5b"));
  EXPECT_EQ(runs[0].status, Status::done);
  EXPECT_EQ(runs[0].message, "");
  const double x = runs[0].mean("x0", 30'000, 60'000);
  testing::Test::RecordProperty(fmt::format("t_{}", tilt), fmt::format("{:.3f}", x));
  return x;
}

TEST(SharpnessValley5b, ThirtyTwoPairsNaive) {
  EXPECT_NEAR(settles_at(0, 32, "naive"), 2.49, 0.04);
  EXPECT_NEAR(settles_at(1, 32, "naive"), 1.68, 0.04);
  EXPECT_NEAR(settles_at(4, 32, "naive"), 0.72, 0.04);
  EXPECT_NEAR(settles_at(16, 32, "naive"), 0.18, 0.04);
}

TEST(SharpnessValley5b, EightPairsBiasCorrected) {
  EXPECT_NEAR(settles_at(0, 8, "bias-corrected"), 2.50, 0.04);
  EXPECT_NEAR(settles_at(1, 8, "bias-corrected"), 1.66, 0.04);
  EXPECT_NEAR(settles_at(4, 8, "bias-corrected"), 0.70, 0.04);
  EXPECT_NEAR(settles_at(16, 8, "bias-corrected"), 0.19, 0.04);
}

// -- section 5a: the product valley from the starts of NumPy's seeds 0 … 4 -----------------------------------------

Scene five_starts(const std::string& run, Generator generator) {
  Scene scene = parse_scene(R"(
problem = { name = "product-valley", dimension = 100 }
generator = "numpy"
seed = 0
stop = { steps = 100_000 }
record_every = 1000
[measures]
trace = {}
[[run]]
)" + run,
                            "5a");
  if (generator == Generator::numpy) {  // start first, then the directions, of one sequence
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
      scene.runs.push_back(scene.runs.front());
      scene.runs.back().seed = seed;
    }
    return scene;
  }
  scene.generator = generator;
  const RunSpec spec = scene.runs.front();
  scene.runs.clear();
  for (const std::uint32_t seed : {0U, 1U, 2U, 3U, 4U}) {
    NumpyLegacy numpy(seed);
    std::vector<double> start(200);
    std::ranges::generate(start, [&] { return numpy.gaussian(); });
    scene.runs.push_back(spec);
    scene.runs.back().start = start;
    scene.runs.back().seed = seed;
  }
  return scene;
}

std::string zeroth_order(const std::string& optimizer, const std::string& law, int pairs, double learning_rate,
                         const std::string& more = {}) {
  return fmt::format("optimizer = \"{}\"\nlaw = \"{}\"\npairs = {}\nlearning_rate = {}\nrho = 0.1\n{}", optimizer, law,
                     pairs, learning_rate, more);
}
std::string zest_table(double tilt, const std::string& estimator, double learning_rate = 0.001) {
  return zeroth_order("zest", "sphere", 5, learning_rate,
                      fmt::format("tilt = {}\nestimator = \"{}\"\n", tilt, estimator));
}

double mean_trace(const std::vector<Outcome>& runs) {
  double sum = 0.0;
  for (const Outcome& run : runs) sum += run.last("trace");
  return sum / static_cast<double>(runs.size());
}

TEST(ProductValley5a, TheFiveStarts) {
  const Experiment experiment = make_landscape_experiment(five_starts("optimizer = \"gd\"\n", Generator::numpy));
  const Experiment given = make_landscape_experiment(five_starts("optimizer = \"gd\"\n", Generator::philox));
  constexpr std::array traces = {209.7, 167.9, 233.3, 191.8, 182.1};
  for (std::size_t i = 0; i < 5; ++i) {
    Records records, same;
    experiment.runs[i]->advance(0, records);
    given.runs[i]->advance(0, same);
    EXPECT_NEAR(records.values[experiment.runs[i]->info().columns.find("trace")], traces[i], 0.05);
    EXPECT_EQ(records.values, same.values);
  }
}

TEST(ProductValley5a, GradientDescentIsStuck) {
  const auto runs = outcomes(five_starts("optimizer = \"gd\"\nlearning_rate = 0.01\n", Generator::numpy));
  constexpr std::array traces = {180.2, 165.4, 157.6, 159.4, 174.3};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(runs[i].last("trace"), traces[i], 0.1);
  EXPECT_NEAR(mean_trace(runs), 167.4, 0.1);
}

TEST(ProductValley5a, SharpnessAwareMinimizationFindsTheFlattest) {
  const auto runs = outcomes(five_starts(
      "optimizer = \"sam\"\nlearning_rate = 0.01\nrho = 0.1\nstop = { steps = 30_000 }\n", Generator::numpy));
  constexpr std::array traces = {2.00, 2.01, 2.01, 2.00, 2.01};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(runs[i].last("trace"), traces[i], 0.1);
  EXPECT_NEAR(mean_trace(runs), 2.0, 0.1);
}

/// A row of the table: mean over the starts, and the standard deviation of a mean over five.
struct Row {
  std::string name, run;
  double mean, deviation;
};

void expect_row(const Row& row, Generator generator) {
  const auto runs = outcomes(five_starts(row.run, generator));
  for (const Outcome& run : runs) ASSERT_EQ(run.status, Status::done) << run.message;
  const double mean = mean_trace(runs);
  testing::Test::RecordProperty("mean", fmt::format("{:.3f}", mean));
  testing::Test::RecordProperty("deviations", fmt::format("{:+.2f}", (mean - row.mean) / row.deviation));
  EXPECT_NEAR(mean, row.mean, 4 * row.deviation) << row.name;
}

// One row in every test run; all of them in the long suite.
TEST(ProductValley5a, OneRowOfTheTable) {
  expect_row({"ZEST_t1_naive", zest_table(1, "naive"), 12.38, 0.15}, Generator::philox);
}

class LongProductValley5a : public testing::TestWithParam<std::tuple<Row, Generator>> {};

const std::vector<Row> rows = {
    {"ZO_k1", zeroth_order("zo", "gaussian", 1, 0.001), 38.5, 1.2},
    {"ZO_k5", zeroth_order("zo", "sphere", 5, 0.001), 28.6, 0.63},
    {"ZEST_t1_naive", zest_table(1, "naive"), 12.38, 0.15},
    {"ZEST_t5_naive", zest_table(5, "naive"), 8.79, 0.09},
    {"ZEST_t5_bias_corrected", zest_table(5, "bias-corrected"), 7.41, 0.17},
    {"ZEST_t5_jackknife", zest_table(5, "jackknife"), 5.50, 0.07},
    {"ZEST_t1_bias_corrected", zest_table(1, "bias-corrected"), 10.79, 0.14},
    {"ZEST_t20_naive", zest_table(20, "naive"), 66.1, 1.4},
    {"ZO_k5_faster", zeroth_order("zo", "sphere", 5, 0.003), 2.20, 0.02},
    {"ZEST_t1_naive_faster", zest_table(1, "naive", 0.003), 2.08, 0.01},
};

std::string generator_word(Generator generator) { return choice_name(generator); }
std::string row_name(const testing::TestParamInfo<std::tuple<Row, Generator>>& row) {
  return std::get<0>(row.param).name + "_" + generator_word(std::get<1>(row.param));
}
std::string generator_name(const testing::TestParamInfo<Generator>& generator) {
  return generator_word(generator.param);
}

INSTANTIATE_TEST_SUITE_P(Rows, LongProductValley5a,
                         testing::Combine(testing::ValuesIn(rows),
                                          testing::Values(Generator::numpy, Generator::philox)),
                         row_name);

TEST_P(LongProductValley5a, MeanOverTheStarts) { expect_row(std::get<0>(GetParam()), std::get<1>(GetParam())); }

// Too long a step: every run ends with a status and numbers, never with NaN.
class LongProductValley5aTooFast : public testing::TestWithParam<Generator> {};
INSTANTIATE_TEST_SUITE_P(Generators, LongProductValley5aTooFast, testing::Values(Generator::numpy, Generator::philox),
                         generator_name);

void expect_numbers(const Outcome& run) {
  ASSERT_TRUE(run.status == Status::done || run.status == Status::diverged);
  ASSERT_GE(run.records.size(), 1U);
  for (const double value : run.records.records().values) ASSERT_TRUE(std::isfinite(value));
  const bool diverged = run.status == Status::diverged;
  EXPECT_EQ(run.message.starts_with("diverged at step "), diverged) << run.message;
  EXPECT_EQ(run.records.step(run.records.size() - 1) == 100'000U, !diverged);
}

TEST_P(LongProductValley5aTooFast, ZestSettlesFarAway) {
  const auto runs = outcomes(five_starts(zest_table(1, "naive", 0.005), GetParam()));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    expect_numbers(runs[i]);
    RecordProperty("run_" + std::to_string(i),
                   fmt::format("{} {} {:.0f}", to_string(runs[i].status), runs[i].message, runs[i].last("trace")));
    EXPECT_TRUE(runs[i].status == Status::diverged || runs[i].last("trace") > 1e4);
  }
}

// Some draws arrive, others are thrown out: until the loss overflows, or so far that x ± ρu is x to rounding and they
// stand still.
TEST_P(LongProductValley5aTooFast, ZerothOrderArrivesOrIsThrownOut) {
  const auto runs = outcomes(five_starts(zeroth_order("zo", "sphere", 5, 0.005), GetParam()));
  int arrived = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    expect_numbers(runs[i]);
    const double trace = runs[i].last("trace");
    RecordProperty("run_" + std::to_string(i),
                   fmt::format("{} {} {:.4g}", to_string(runs[i].status), runs[i].message, trace));
    if (std::abs(trace - 2.08) < 0.05) ++arrived;
    EXPECT_TRUE(runs[i].status == Status::diverged || std::abs(trace - 2.08) < 0.05 || trace > 1e4) << trace;
  }
  EXPECT_GE(arrived, 1);
}

}  // namespace
}  // namespace tiltscape

#endif
