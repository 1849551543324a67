// Trajectories against brute force: extremes over any stretch, paths, rows by step.
#include "core/trajectory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>

namespace tiltscape {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

Columns columns() { return {.names = {"loss", "trace", "never"}, .charts = 1}; }

/// Rows of steps 0, 3, 6 …: a spiky loss, a trace measured now and then, a column that never is, and two coordinates.
Records records_from(std::uint64_t first, std::size_t count) {
  Records records;
  for (std::uint64_t row = first; row < first + count; ++row) {
    std::mt19937_64 random(row);
    const auto uniform = [&] { return std::uniform_real_distribution<>(-1.0, 1.0)(random); };
    const double loss = row % 97 == 13 ? std::numeric_limits<double>::infinity() : std::pow(uniform(), 9);
    records.steps.push_back(3 * row);
    records.counts.push_back({.evaluations = 2 * row, .gradients = row});
    records.seconds.push_back(0.5 * static_cast<double>(row));
    for (const double value : {loss, row % 50 == 0 ? uniform() : nothing, nothing, uniform(), uniform()})
      records.values.push_back(value);
  }
  return records;
}

Trajectory trajectory(std::size_t count, std::size_t batch) {
  Trajectory t(columns());
  for (std::size_t row = 0; row < count; row += batch) t.append(records_from(row, std::min(batch, count - row)));
  return t;
}

Extremes brute_force(const Trajectory& t, std::size_t column, std::size_t first, std::size_t last) {
  Extremes all{nothing, nothing};
  for (std::size_t row = first; row < std::min(last, t.size()); ++row) {
    const double value = t.value(row, column);
    if (std::isnan(value)) continue;
    if (!(all.low <= value)) all.low = value;
    if (!(all.high >= value)) all.high = value;
  }
  return all;
}

bool equal(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

void expect_extremes(const Trajectory& t, std::size_t first, std::size_t last) {
  for (std::size_t column = 0; column < t.columns().width(); ++column) {
    const Extremes found = t.extremes(column, first, last), expected = brute_force(t, column, first, last);
    ASSERT_TRUE(equal(found.low, expected.low) && equal(found.high, expected.high))
        << "column " << column << ", rows " << first << " to " << last << ": " << found.low << " … " << found.high
        << ", not " << expected.low << " … " << expected.high;
  }
}

TEST(Trajectory, ExtremesOfEveryStretch) {
  for (const std::size_t size : {1U, 15U, 16U, 17U, 255U, 256U, 257U, 300U}) {
    const Trajectory t = trajectory(size, 7);
    ASSERT_EQ(t.size(), size);
    for (std::size_t first = 0; first <= size; ++first)
      for (std::size_t last = first; last <= size + 1; ++last) expect_extremes(t, first, last);
  }
}

TEST(Trajectory, ExtremesOfALongRun) {
  const Trajectory t = trajectory(16 * 16 * 16 * 3 + 16 * 16 + 21, 1000);
  std::mt19937_64 random(5);
  for (int i = 0; i < 2000; ++i) {
    const std::size_t a = random() % (t.size() + 1), b = random() % (t.size() + 1);
    expect_extremes(t, std::min(a, b), std::max(a, b));
  }
  for (const std::size_t edge : {16U, 256U, 4096U, 8192U})
    for (const std::size_t from : {edge - 1, std::size_t{edge}, edge + 1})
      for (const std::size_t to : {2 * edge - 1, std::size_t{2 * edge}, 2 * edge + 1, t.size()})
        expect_extremes(t, from, to);
}

TEST(Trajectory, ExtremesDoNotDependOnTheBatches) {
  std::mt19937_64 random(6);
  for (int round = 0; round < 100; ++round) {
    Trajectory t(columns());
    for (std::size_t left = random() % 30; left > 0; --left) t.append(records_from(t.size(), random() % 90));
    for (int i = 0; i < 20; ++i) {
      const std::size_t a = random() % (t.size() + 1), b = random() % (t.size() + 2);
      expect_extremes(t, std::min(a, b), std::max(a, b));
    }
  }
}

TEST(Trajectory, NothingMeasuredIsNothing) {
  const Trajectory t = trajectory(500, 500);
  EXPECT_TRUE(std::isnan(t.extremes(2, 0, 500).low) && std::isnan(t.extremes(2, 0, 500).high));
  EXPECT_TRUE(std::isnan(t.extremes(1, 51, 100).low)) << "measured at 50 and 100 only";
  EXPECT_EQ(t.extremes(1, 51, 101).low, t.value(100, 1));
  EXPECT_TRUE(std::isnan(t.extremes(0, 20, 20).low));
  EXPECT_TRUE(std::isnan(t.extremes(0, 500, 600).low));
  EXPECT_TRUE(std::isnan(Trajectory(columns()).extremes(0, 0, 10).high));
  EXPECT_EQ(t.extremes(0, 0, 500).high, std::numeric_limits<double>::infinity());
}

TEST(Trajectory, CheapEndsAreNearAndBeginANode) {
  const Trajectory t = trajectory(5000, 1000);
  EXPECT_EQ(t.cheap_end(100, 163), 163U) << "63 rows: too few to be cut";
  EXPECT_EQ(t.cheap_end(100, 167), 160U);
  EXPECT_EQ(t.cheap_end(3, 1026), 1024U);
  EXPECT_EQ(t.cheap_end(3, 1100), 1024U);
  for (std::size_t first = 0; first < 5000; first += 37)
    for (std::size_t last = first; last <= 5000; last += 11) {
      const std::size_t end = t.cheap_end(first, last);
      ASSERT_LE(end, last);
      ASSERT_LE(4 * (last - end), last - first) << first << " to " << last;
    }
}

/// A spiral of ever smaller turns around (1, 2): row r is at distance e^{−r/τ}.
Trajectory spiral(std::size_t count) {
  Trajectory t(Columns{.names = {}, .charts = 1});
  Records records;
  for (std::size_t row = 0; row < count; ++row) {
    const double radius = std::exp(-8.0 * static_cast<double>(row) / static_cast<double>(count));
    records.steps.push_back(row);
    records.counts.push_back({});
    records.seconds.push_back(0.0);
    records.values.push_back(1.0 + radius * std::cos(0.001 * static_cast<double>(row)));
    records.values.push_back(2.0 + radius * std::sin(0.001 * static_cast<double>(row)));
  }
  t.append(records);
  return t;
}

TEST(Trajectory, PathIsShortWhenAllIsSeen) {
  for (const std::size_t size : {1U, 2U, 4096U, 4097U, 300'000U}) {
    const Trajectory t = spiral(size);
    const auto path = t.path(0, {{{-9.0, 9.0}, {-9.0, 9.0}}}, size - 1);
    EXPECT_EQ(path.front(), 0U);
    EXPECT_EQ(path.back(), size - 1);
    EXPECT_TRUE(std::ranges::is_sorted(path, std::ranges::less_equal{}));
    EXPECT_LE(path.size(), 4097U);
    EXPECT_GE(path.size(), std::min<std::size_t>(size, 256));
  }
  EXPECT_TRUE(Trajectory(columns()).path(0, {{{-1.0, 1.0}, {-1.0, 1.0}}}, 0).empty());
}

TEST(Trajectory, PathShowsEveryRowOfASmallWindow) {
  const Trajectory t = spiral(300'000);
  const double near = 2e-3, x = t.value(150'000, 0), y = t.value(150'000, 1);
  const std::array<std::array<double, 2>, 2> window = {{{x - near, x + near}, {y - near, y + near}}};
  const auto path = t.path(0, window, t.size() - 1);
  std::size_t inside = 0;
  for (std::uint32_t row = 0; row < t.size(); ++row) {
    if (std::abs(t.value(row, 0) - x) > near || std::abs(t.value(row, 1) - y) > near) continue;
    ++inside;
    EXPECT_TRUE(std::ranges::binary_search(path, row)) << row;
  }
  EXPECT_GT(inside, 100U);
  EXPECT_LT(path.size(), 5000U);
  EXPECT_EQ(t.path(0, window, 1000).back(), 1000U) << "no further than is shown";
}

/// A wandering path far from (40, 40), except for one row that is there.
Trajectory with_outlier(std::size_t count, std::size_t outlier, std::size_t axis) {
  Trajectory t(Columns{.names = {}, .charts = 1});
  Records records;
  for (std::size_t row = 0; row < count; ++row) {
    records.steps.push_back(row);
    records.counts.push_back({});
    records.seconds.push_back(0.0);
    for (const std::size_t i : {0U, 1U})
      records.values.push_back(row == outlier && axis == i ? 40.0
                                                           : std::sin(0.37 * static_cast<double>(row * (i + 1))));
  }
  t.append(records);
  return t;
}

TEST(Trajectory, PathLosesNoExcursion) {
  constexpr std::size_t size = 1'000'000;
  for (const std::size_t outlier : {1U, 4097U, 500'000U, 999'998U})
    for (const std::size_t axis : {0U, 1U}) {
      const Trajectory t = with_outlier(size, outlier, axis);
      const auto path = t.path(0, {{{-99.0, 99.0}, {-99.0, 99.0}}}, size - 1);
      EXPECT_TRUE(std::ranges::binary_search(path, outlier)) << outlier << " of axis " << axis;
      EXPECT_EQ(path.front(), 0U);
      EXPECT_EQ(path.back(), size - 1);
      EXPECT_LE(path.size(), most_path_rows + 1);
      EXPECT_TRUE(std::ranges::is_sorted(path, std::ranges::less_equal{}));
    }
}

/// A million rows: thirty of a zigzag across all of the view, then a walk around one place.
TEST(Trajectory, PathShowsEveryStrideOfAFastBeginning) {
  constexpr std::size_t strides = 30, size = 1'000'000;
  Trajectory t(Columns{.names = {}, .charts = 1});
  Records records;
  for (std::size_t row = 0; row < size; ++row) {
    records.steps.push_back(row);
    records.counts.push_back({});
    records.seconds.push_back(0.0);
    const double s = static_cast<double>(row);
    records.values.push_back(row < strides ? s / strides : 1.0 + 0.02 * std::sin(12.9 * s));
    records.values.push_back(row < strides ? static_cast<double>(row % 2) : 0.5 + 0.02 * std::sin(7.7 * s));
  }
  t.append(records);
  const auto path = t.path(0, {{{-99.0, 99.0}, {-99.0, 99.0}}}, size - 1);
  for (std::uint32_t row = 0; row <= strides; ++row) EXPECT_TRUE(std::ranges::binary_search(path, row)) << row;
  EXPECT_LE(path.size(), most_path_rows + 1);
}

TEST(Trajectory, AnOutlineThatGrowsLosesNoExcursion) {
  constexpr std::size_t outlier = 70'123;
  Trajectory t(Columns{.names = {}, .charts = 1});
  const Trajectory all = with_outlier(200'000, outlier, 1);
  const Bounds bounds = {{{-99.0, 99.0}, {-99.0, 99.0}}};
  PathOutline outline;
  for (std::size_t row = 0; row < all.size();) {
    Records records;
    for (const std::size_t end = std::min(row + 997, all.size()); row < end; ++row) {
      records.steps.push_back(row);
      records.counts.push_back({});
      records.seconds.push_back(0.0);
      for (const std::size_t column : {0U, 1U}) records.values.push_back(all.value(row, column));
    }
    t.append(records);
    const auto& path = t.path(outline, 0, bounds, t.size() - 1);
    EXPECT_EQ(path.front(), 0U);
    EXPECT_EQ(path.back(), t.size() - 1);
    EXPECT_TRUE(std::ranges::is_sorted(path, std::ranges::less_equal{}));
    EXPECT_LE(path.size(), most_path_rows + most_path_rows / 8 + 2);
    EXPECT_EQ(std::ranges::binary_search(path, outlier), t.size() > outlier) << t.size();
  }
  // an earlier step, and another view
  EXPECT_EQ(t.path(outline, 0, bounds, 1000).back(), 1000U);
  EXPECT_EQ(t.path(outline, 0, {{{-0.1, 0.1}, {39.0, 41.0}}}, t.size() - 1),
            t.path(0, {{{-0.1, 0.1}, {39.0, 41.0}}}, t.size() - 1));
}

TEST(Trajectory, LastMeasuredIsTheLastFiniteValueNotAfter) {
  const Trajectory t = trajectory(5000, 700);
  for (std::size_t column = 0; column < 3; ++column) {
    std::optional<std::size_t> expected;
    for (std::size_t row = 0; row < t.size(); ++row) {
      if (std::isfinite(t.value(row, column))) expected = row;
      ASSERT_EQ(t.last_measured(column, row), expected) << "column " << column << ", row " << row;
    }
    EXPECT_EQ(t.last_measured(column, 9999), expected) << "beyond the end";
  }
  EXPECT_EQ(t.last_measured(2, 4999), std::nullopt);
  EXPECT_EQ(Trajectory(columns()).last_measured(0, 0), std::nullopt);
}

TEST(Trajectory, FirstMeasuredIsTheFirstFiniteValueNotBefore) {
  const Trajectory t = trajectory(5000, 700);
  for (std::size_t column = 0; column < 3; ++column) {
    std::optional<std::size_t> expected;
    for (std::size_t row = t.size(); row-- > 0;) {
      if (std::isfinite(t.value(row, column))) expected = row;
      ASSERT_EQ(t.first_measured(column, row), expected) << "column " << column << ", row " << row;
    }
    EXPECT_EQ(t.first_measured(column, 9999), std::nullopt) << "beyond the end";
  }
}

TEST(Trajectory, LastMeasuredIsNotAnInfinity) {
  Trajectory t(Columns{.names = {"loss"}, .charts = 0});
  Records records;
  for (std::size_t row = 0; row < 100; ++row) {
    records.steps.push_back(row);
    records.counts.push_back({});
    records.seconds.push_back(0.0);
    records.values.push_back(row < 5 ? 7.0 : (row % 2 == 0 ? 1.0 : -1.0) * std::numeric_limits<double>::infinity());
  }
  t.append(records);
  for (std::size_t row = 4; row < 100; ++row) EXPECT_EQ(t.last_measured(0, row), 4U) << row;
}

TEST(Trajectory, RowAtIsTheLastNotAfter) {
  const Trajectory t = trajectory(40, 40);  // steps 0, 3, … 117
  for (std::uint64_t step = 0; step < 130; ++step) EXPECT_EQ(t.row_at(step), std::min<std::uint64_t>(step / 3, 39));
  Trajectory late(columns());
  late.append(records_from(5, 3));
  EXPECT_EQ(late.row_at(2), 0U);
  EXPECT_EQ(Trajectory(columns()).row_at(7), 0U);
}

TEST(Trajectory, KeepsWhatItIsGiven) {
  const Trajectory t = trajectory(20'000, 9);
  const Records all = records_from(0, 20'000);
  EXPECT_EQ(t.records().steps, all.steps);
  EXPECT_EQ(t.records().counts, all.counts);
  EXPECT_EQ(t.records().seconds, all.seconds);
  EXPECT_EQ(t.step(7), 21U);
  EXPECT_EQ(t.counts(7), (Counts{.evaluations = 14, .gradients = 7}));
  EXPECT_EQ(t.seconds(7), 3.5);
  EXPECT_EQ(t.value(7, t.columns().chart(0) + 1), all.values[7 * 5 + 4]);
  EXPECT_EQ(t.columns().find("trace"), 1U);
  EXPECT_EQ(t.columns().find("tracer"), Columns::npos);
}

// The end's record of a run that goes on is taken back: wherever the cut lies, what follows is as if it had never been.
TEST(Trajectory, ForgetsWhatIsRetracted) {
  for (const std::size_t cut : {1U, 15U, 16U, 17U, 255U, 256U, 257U, 4096U, 5000U, 8192U, 8193U}) {
    Trajectory t(columns());
    t.append(records_from(0, cut - 1));
    Records last = records_from(cut - 1, 1);
    for (double& number : last.values) number = 1e9;  // higher than all
    t.append(last);
    Records more = records_from(cut - 1, 40);
    more.retracted = 1;
    t.append(more);
    const Trajectory plain = trajectory(cut + 39, cut + 39);
    EXPECT_EQ(t.records().steps, plain.records().steps) << cut;
    EXPECT_EQ(t.records().values.size(), plain.records().values.size());
    expect_extremes(t, 0, t.size());
    expect_extremes(t, cut > 20 ? cut - 20 : 0, t.size());
  }
}

}  // namespace
}  // namespace tiltscape
