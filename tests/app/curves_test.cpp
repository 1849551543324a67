// The curves' arithmetic: round ticks that fit, rows of records along the axis.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <set>

#include "app/panels/curve_lines.h"
#include "app/panels/curve_slope.h"
#include "app/panels/curve_ticks.h"

namespace tiltscape {
namespace {

TEST(CurveTicks, AreRoundDecadesAndNumbersBetween) {
  EXPECT_EQ(axis_ticks(2e-14, 40.0, true, {60.0, 16.0, 5.0}).labels, (std::vector<std::string>{"1e−10", "1e−5", "1"}));
  EXPECT_EQ(axis_ticks(0.2, 5.5, true, {60.0, 16.0, 5.0}).labels, (std::vector<std::string>{"0.3", "1", "3"}));
  EXPECT_EQ(axis_ticks(0.02, 0.98, false, {60.0, 15.0, 5.0}).labels, (std::vector<std::string>{"0.25", "0.5", "0.75"}));
  EXPECT_EQ(axis_ticks(8.0, 70000.0, true, {240.0, 54.0}).labels,
            (std::vector<std::string>{"10", "100", "1 000", "10 k"}));
  EXPECT_EQ(axis_ticks(0.0, 61200.0, false, {240.0, 54.0}).labels,
            (std::vector<std::string>{"0", "20 k", "40 k", "60 k"}));
}

TEST(CurveTicks, AreAtLeastThreeWhereThereIsRoomAndNeverTouch) {
  std::mt19937 dice(3);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  for (int i = 0; i < 4000; ++i) {
    const bool logarithmic = i % 2 == 0;
    const double low = logarithmic ? std::pow(10.0, -14.0 + 16.0 * uniform(dice)) : 200.0 * (uniform(dice) - 0.5);
    const double high = logarithmic ? low * std::pow(10.0, 1.0 + 12.0 * uniform(dice))
                                    : low + std::pow(10.0, 6.0 * uniform(dice) - 3.0);
    const double length = 110.0 + 200.0 * uniform(dice);
    const Ticks ticks = axis_ticks(low, high, logarithmic, {length, 16.0, 5.0});
    SCOPED_TRACE(testing::Message() << low << " … " << high << (logarithmic ? " log, " : ", ") << length);
    ASSERT_GE(ticks.values.size(), 3U);
    const auto place = [&](double v) {
      return length * (logarithmic ? std::log(v / low) / std::log(high / low) : (v - low) / (high - low));
    };
    for (std::size_t k = 0; k < ticks.values.size(); ++k) {
      EXPECT_GE(place(ticks.values[k]), 4.99);
      EXPECT_LE(place(ticks.values[k]), length - 4.99);
      if (k > 0) {
        EXPECT_GE(place(ticks.values[k]) - place(ticks.values[k - 1]), 15.99);
      }
    }
    EXPECT_EQ(std::set<std::string>(ticks.labels.begin(), ticks.labels.end()).size(), ticks.labels.size());
  }
}

TEST(CurveTicks, OfARangeWithoutWidthAreNone) {
  EXPECT_TRUE(axis_ticks(1.0, 1.0, false, {100.0, 16.0}).values.empty());
  EXPECT_TRUE(axis_ticks(1.0, 1.0 + 1e-15, true, {100.0, 16.0}).values.empty());
  EXPECT_TRUE(axis_ticks(0.0, HUGE_VAL, false, {100.0, 16.0}).values.empty());
  EXPECT_TRUE(axis_ticks(std::nan(""), 1.0, false, {100.0, 16.0}).values.empty());
}

Trajectory every_tenth() {
  Trajectory trajectory(Columns{.names = {"loss", "trace", "trace_stderr"}, .charts = 0});
  Records records;
  for (std::uint64_t i = 0; i < 5; ++i) {
    records.steps.push_back(10 * i);
    records.counts.push_back({.evaluations = 20 * i, .gradients = 10 * i});
    records.seconds.push_back(0.5 * static_cast<double>(i));
    const double measured = i % 2 == 0 ? 7.0 : std::nan("");
    for (const double value : {1.0 / static_cast<double>(1 + i), measured, 0.5 * measured})
      records.values.push_back(value);
  }
  trajectory.append(records);
  return trajectory;
}

/// One column, by rows.
template <class Step, class Value>
Trajectory one_column(const char* name, std::uint64_t rows, const Step& step, const Value& value) {
  Trajectory trajectory(Columns{.names = {name}, .charts = 0});
  Records records;
  for (std::uint64_t i = 0; i < rows; ++i) {
    records.steps.push_back(step(i));
    records.counts.push_back({});
    records.seconds.push_back(0.0);
    records.values.push_back(value(i));
  }
  trajectory.append(records);
  return trajectory;
}

/// A record at every step.
template <class Value>
Trajectory losses(std::uint64_t rows, const Value& value) {
  return one_column("loss", rows, std::identity{}, value);
}

TEST(CurveLines, FindTheRowsOfAPlaceOnEveryAxis) {
  const Trajectory trajectory = every_tenth();
  EXPECT_EQ(row_before(trajectory, 19.0, "step"), 1U);
  EXPECT_EQ(row_before(trajectory, 20.0, "step"), 2U);
  EXPECT_EQ(row_before(trajectory, 1e9, "step"), 4U);
  EXPECT_EQ(row_before(trajectory, -1.0, "step"), 0U);
  EXPECT_EQ(row_before(trajectory, 149.0, "cost"), 2U) << "a row costs 20 losses and 10 gradients: 50";
  EXPECT_EQ(row_before(trajectory, 1.6, "seconds"), 3U);
}

TEST(CurveLines, FindTheRowsOfAnyPlaceAmongUnevenSteps) {
  const Trajectory trajectory = one_column(
      "loss", 200, [](std::uint64_t i) { return i * i / 7; },  // some of them equal
      [](std::uint64_t) { return 0.0; });
  for (int at = -3; at < 5700; ++at) {
    std::size_t row = 0;
    while (row < 200 && static_cast<double>(trajectory.step(row)) < at) ++row;
    ASSERT_EQ(first_row(trajectory, at, "step"), row) << "at " << at;
  }
}

/// Of a plot by step that is 400 pixels wide.
CurveStretches seen(const Trajectory& trajectory, double low, double high, std::optional<std::uint64_t> until = {}) {
  return curve_stretches(trajectory, {.quantity = "step", .low = low, .high = high}, 400.0F, until);
}

TEST(CurveLines, BandsAreWhereTheMeasureWasTaken) {
  const ErrorBand band = error_band(every_tenth(), {1, 2}, seen(every_tenth(), 0.0, 40.0));
  EXPECT_EQ(band.x, (std::vector<double>{0.0, 20.0, 40.0}));
  EXPECT_EQ(band.low, (std::vector<double>{3.5, 3.5, 3.5}));
  EXPECT_EQ(band.high, (std::vector<double>{10.5, 10.5, 10.5}));
  const ErrorBand narrow =
      error_band(every_tenth(), {.value = 1, .error = 2, .most = 0}, seen(every_tenth(), 0.0, 40.0));
  EXPECT_EQ(narrow.high, (std::vector<double>{8.0, 7.0 + 1.0 / 3.0, 7.2})) << "no wider than the other column";
}

/// The gradient is small from step 30 on, beside a trace of 20 at ρ = 0.1.
TEST(CurveLines, AreFaintWhereTheSlopeOutweighsTheCurvature) {
  Trajectory trajectory(Columns{.names = {"loss", "trace"}, .aside = {"gradient_norm"}, .charts = 0});
  Records records;
  for (std::uint64_t i = 0; i < 60; ++i) {
    records.steps.push_back(i);
    records.counts.push_back({});
    records.seconds.push_back(0.0);
    for (const double value : {1.0, 20.0 + 0.01 * static_cast<double>(i), i < 30 ? 5.0 : 0.5})
      records.values.push_back(value);
  }
  trajectory.append(records);
  const CurveStretches stretches = curve_stretches(trajectory, {.low = 0.0, .high = 60.0}, 400.0F, {});
  const CurveLine line = curve_line(trajectory, 1, stretches, false, 0.0, steep_stretches(trajectory, stretches, 0.1));
  ASSERT_EQ(line.faint.size(), line.x.size());
  for (std::size_t i = 0; i < line.x.size(); ++i) EXPECT_EQ(line.faint[i], line.x[i] < 30.0) << line.x[i];
  EXPECT_TRUE(curve_line(trajectory, 1, stretches, false, 0.0).faint.empty());
  const Trajectory without = every_tenth();
  EXPECT_TRUE(steep_stretches(without, curve_stretches(without, {.low = 0.0, .high = 60.0}, 400.0F, {}), 0.1).empty());
}

/// 100 000 records, every hundredth measured: 1 ± 0.1, but for one that is 50 ± 0.1 and one that is 1 ± 30.
Trajectory measured_now_and_then() {
  Trajectory trajectory(Columns{.names = {"trace", "trace_stderr"}, .charts = 0});
  Records records;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    records.steps.push_back(i);
    records.counts.push_back({});
    records.seconds.push_back(0.0);
    const double measured = i % 100 == 0 ? 1.0 : std::nan("");
    records.values.push_back(measured * (i == 44'400 ? 50.0 : 1.0));
    records.values.push_back(measured * (i == 77'700 ? 30.0 : 0.1));
  }
  trajectory.append(records);
  return trajectory;
}

TEST(CurveLines, BandsHaveAFewPointsAPixelAndReachAsFarAsAnyRecord) {
  const Trajectory trajectory = measured_now_and_then();
  const ErrorBand all = error_band(trajectory, {0, 1}, seen(trajectory, 0.0, 1e5));
  EXPECT_LE(all.x.size(), 210U) << "two hundred times two pixels";
  EXPECT_GE(all.x.size(), 190U);
  EXPECT_TRUE(std::ranges::is_sorted(all.x));
  EXPECT_DOUBLE_EQ(*std::ranges::max_element(all.high), 50.1);
  EXPECT_DOUBLE_EQ(*std::ranges::min_element(all.low), -29.0);
  EXPECT_EQ(std::ranges::count(all.high, 1.1), static_cast<std::ptrdiff_t>(all.x.size()) - 2);
  // where few are seen, each of them, and those next to them
  const ErrorBand near = error_band(trajectory, {0, 1}, seen(trajectory, 50'050, 50'250));
  EXPECT_EQ(near.x, (std::vector<double>{50'000.0, 50'100.0, 50'200.0, 50'300.0}));
}

TEST(CurveLines, EndWithTheLastRecord) {
  const Trajectory trajectory = losses(10'001, [](std::uint64_t i) { return static_cast<double>(i % 7); });
  for (const std::optional<std::uint64_t> until : {std::optional<std::uint64_t>(), {5'003}}) {
    const CurveLine line = curve_line(trajectory, 0, seen(trajectory, 0.0, 1e4, until), false, 0.0);
    EXPECT_EQ(line.x.back(), static_cast<double>(until.value_or(10'000)));
    EXPECT_EQ(line.y.back(), static_cast<double>(until.value_or(10'000) % 7));
  }
}

TEST(CurveLines, HoldEveryMeasurementOfASeldomOne) {
  const Trajectory trajectory = one_column(
      "trace", 1501, [](std::uint64_t i) { return 10 * i; },
      [](std::uint64_t i) { return i % 10 == 0 ? 7.4 + 1e-3 * static_cast<double>(i) : std::nan(""); });
  const CurveAxis axis{.quantity = "step", .low = 10.0, .high = 15e3, .logarithmic = true};
  const CurveLine line = curve_line(trajectory, 0, curve_stretches(trajectory, axis, 200.0F, {}), false, 1e-2);
  for (const double value : line.y) EXPECT_GE(value, 7.4);
  EXPECT_GE(std::set<double>(line.y.begin(), line.y.end()).size(), 50U) << "a hundred stretches, every tenth row";
  EXPECT_LE(*std::ranges::min_element(line.y), 7.411);
  EXPECT_EQ(line.y.back(), 8.9);
}

TEST(CurveLines, GoThroughAViewBetweenTwoMeasurements) {
  const Trajectory trajectory = measured_now_and_then();
  const CurveLine line = curve_line(trajectory, 0, seen(trajectory, 44'420, 44'440), false, 0.0);
  EXPECT_EQ(line.x, (std::vector<double>{44'400.0, 44'500.0}));
  EXPECT_EQ(line.y, (std::vector<double>{50.0, 1.0}));
  const CurveLine until = curve_line(trajectory, 0, seen(trajectory, 44'420, 44'440, 44'499), false, 0.0);
  EXPECT_EQ(until.x, (std::vector<double>{44'400.0})) << "the later one is not yet shown";
  const CurveLine end = curve_line(trajectory, 0, seen(trajectory, 99'920, 99'990), false, 0.0);
  EXPECT_EQ(end.x, (std::vector<double>{99'900.0}));
}

TEST(CurveLines, LevelStretchesHaveOnePointOnALogarithmicAxisToo) {
  const Trajectory falling = losses(10'001, [](std::uint64_t i) { return std::exp(-1e-4 * static_cast<double>(i)); });
  const CurveAxis axis{.quantity = "step", .low = 0.0, .high = 1e4};
  const CurveStretches stretches =
      curve_stretches(falling, axis, 200.0F, {});  // of 96 or 112 rows: e^{.0096}, e^{.0112}
  EXPECT_GT(curve_line(falling, 0, stretches, true, 0.009).x.size(), 190U);
  const CurveLine level = curve_line(falling, 0, stretches, true, 0.012);
  EXPECT_LT(level.x.size(), 110U);
  EXPECT_DOUBLE_EQ(level.y.back(), std::exp(-1.0));
}

TEST(CurveLines, BandsAreInTheRangeOfALinearAxis) {
  std::vector<RunView> runs(1);
  runs[0].trajectory = measured_now_and_then();
  const CurveAxis axis{.quantity = "step", .low = 0.0, .high = 1e5};
  const std::vector<ErrorBand> bands = {error_band(runs[0].trajectory, {0, 1}, seen(runs[0].trajectory, 0.0, 1e5))};
  EXPECT_GT(value_range(runs, 0, axis, false).first, -29.0);
  EXPECT_LT(value_range(runs, 0, axis, false, bands).first, -29.0);
  EXPECT_GT(value_range(runs, 0, axis, false, bands).second, 50.1);
}

TEST(CurveLines, BandsReachUpwardsOnALogarithmicAxisToo) {
  std::vector<RunView> runs(1);
  runs[0].trajectory = losses(3, [](std::uint64_t) { return 2.0; });
  const CurveAxis axis{.quantity = "step", .low = 0.0, .high = 2.0};
  const std::vector<ErrorBand> bands = {{.x = {0, 2}, .low = {-5, -5}, .high = {9, 9}}};
  EXPECT_LT(value_range(runs, 0, axis, true).second, 9.0);
  EXPECT_GT(value_range(runs, 0, axis, true, bands).second, 9.0);
  EXPECT_GT(value_range(runs, 0, axis, true, bands).first, 1.0);
}

TEST(CurveLines, TheRangeIsOfWhatALogarithmicAxisShows) {
  std::vector<RunView> runs(1);
  runs[0].trajectory = losses(5, [](std::uint64_t step) { return step == 0 ? 1e6 : 2.0; });
  EXPECT_GT(value_range(runs, 0, {.quantity = "step", .low = 0.0, .high = 4.0}, true).second, 1e6);
  const CurveAxis logarithmic{.quantity = "step", .low = 1.0, .high = 4.0, .logarithmic = true};
  EXPECT_LT(value_range(runs, 0, logarithmic, true).second, 10.0) << "step 0 is not on it";
}

TEST(CurveLines, ASeriesOfZerosHasARangeToReadItOn) {
  std::vector<RunView> runs(1);
  runs[0].trajectory = losses(3, [](std::uint64_t) { return 0.0; });
  const auto [low, high] = value_range(runs, 0, {.quantity = "step", .low = 0.0, .high = 2.0}, false);
  EXPECT_DOUBLE_EQ(low, -0.1);
  EXPECT_DOUBLE_EQ(high, 0.1);
}

TEST(CurveLines, ALossBelowZeroHasNoLogarithmicAxis) {
  const auto with = [](double loss, bool visible) {
    Trajectory trajectory(Columns{.names = {"loss"}, .charts = 0});
    Records records;
    for (const double value : {1.0, loss}) {
      records.steps.push_back(records.steps.size());
      records.counts.push_back({});
      records.seconds.push_back(0.0);
      records.values.push_back(value);
    }
    trajectory.append(records);
    RunView run;
    run.trajectory = std::move(trajectory);
    run.visible = visible;
    return run;
  };
  const auto below = [&](double loss, bool visible = true) {
    std::vector<RunView> runs;
    runs.push_back(with(loss, visible));
    return falls_below_zero(runs, 0);
  };
  EXPECT_TRUE(below(-1.03));
  EXPECT_FALSE(below(0.0));
  EXPECT_FALSE(below(-4e-16)) << "rounding";
  EXPECT_FALSE(below(-1.03, false)) << "hidden";
}

TEST(CurveLines, TheAxisHasALengthAtTheStart) {
  EXPECT_EQ(followed_range({}, "step", false).first, 0.0);
  EXPECT_GE(followed_range({}, "step", false).second, 1.0);
  const auto [low, high] = followed_range({}, "step", true);
  EXPECT_GT(high, low);
}

TEST(CurveLines, MarkChangesAtTheirRecordsAndNotOneUponAnother) {
  RunView run;
  run.trajectory = every_tenth();
  for (const std::uint64_t step : {0U, 1U, 10U, 11U, 25U, 40U}) run.changes.push_back({.step = step, .settings = {}});
  const CurveAxis axis{.quantity = "step", .low = 0.0, .high = 40.0, .logarithmic = false};
  const CurveLine marks = change_marks(run, 0, axis, true, 40);
  EXPECT_EQ(marks.x, (std::vector<double>{0.0, 10.0, 20.0, 40.0}));
  EXPECT_EQ(marks.y, (std::vector<double>{1.0, 1.0 / 2, 1.0 / 3, 1.0 / 5}));
  EXPECT_EQ(change_marks(run, 0, axis, true, 24).x.size(), 2U) << "those that were made by then";
  run.snapshot.step = 12;
  EXPECT_EQ(change_marks(run, 0, axis, true, {}).x.size(), 2U) << "planned for later";
}

TEST(CurveLines, LoseNoSpikeAndEndWhereTheyAreLookedAt) {
  const Trajectory trajectory = losses(100'000, [](std::uint64_t i) { return i == 77'777 ? 50.0 : 1.0; });
  // rows that a frame draws one by one: all of them where there is room
  const CurveLine near = curve_line(trajectory, 0, seen(trajectory, 77'700, 77'800), false, 0.3);
  EXPECT_EQ(near.x.front(), 77'699.0);
  EXPECT_EQ(near.x.back(), 77'801.0);
  EXPECT_EQ(near.x.size(), 103U);
  const CurveLine all = curve_line(trajectory, 0, seen(trajectory, 0.0, 1e5), false, 0.3);
  EXPECT_LE(all.x.size(), 1000U);
  EXPECT_EQ(*std::ranges::max_element(all.y), 50.0);
  const CurveLine half = curve_line(trajectory, 0, seen(trajectory, 0.0, 1e5, 50'000), false, 0.3);
  EXPECT_EQ(half.x.back(), 50'000.0);
  EXPECT_EQ(*std::ranges::max_element(half.y), 1.0);
}

}  // namespace
}  // namespace tiltscape
