// The panel "Flatness": which records its paths have, and what it says of them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "app/format.h"
#include "app/panels/describe_run.h"
#include "app/panels/trace_range.h"
#include "tests/app/drawn_text.h"
#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

constexpr double unmeasured = std::numeric_limits<double>::quiet_NaN();

struct Row {
  double loss, trace;
};

RunView run_with(const std::vector<Row>& rows, std::size_t retracted = 0) {
  RunView run;
  run.id = 1;
  run.trajectory = Trajectory(Columns{.names = {"loss", "trace"}, .charts = 0});
  Records records;
  for (const Row& row : rows) {
    records.steps.push_back(10 * records.steps.size());
    records.counts.push_back({});
    records.seconds.push_back(0.0);
    records.values.insert(records.values.end(), {row.loss, row.trace});
  }
  records.retracted = retracted;
  run.trajectory.append(records);
  return run;
}

constexpr Bounds everywhere{{{-100.0, 100.0}, {-1e6, 1e6}}};
using Rows = std::vector<std::size_t>;

TEST(TracePaths, HoldTheRecordsWhereTheTraceWasMeasured) {
  std::vector<RunView> runs;
  runs.push_back(run_with({{4.0, 10.0}, {3.0, unmeasured}, {2.0, 9.0}, {1.0, 8.0}, {0.5, unmeasured}}));
  TracePaths paths;
  paths.update(runs, true);
  EXPECT_TRUE(paths.complete());
  EXPECT_EQ(paths.rows(runs[0], everywhere, 4), (Rows{0, 2, 3}));
  EXPECT_EQ(paths.rows(runs[0], everywhere, 2), (Rows{0, 2})) << "until an earlier step";
  EXPECT_EQ(paths.end(runs[0], 4), 3U);
  EXPECT_EQ(paths.end(runs[0], 1), 0U);
  const Bounds reach = *paths.reach(runs[0]);
  EXPECT_DOUBLE_EQ(reach[0][0], 1.0);
  EXPECT_DOUBLE_EQ(reach[0][1], 4.0);
  EXPECT_EQ(reach[1], (std::array{8.0, 10.0}));
}

TEST(TracePaths, OfARunWithoutATraceAreNone) {
  std::vector<RunView> runs;
  runs.push_back(run_with({{4.0, unmeasured}}));
  TracePaths paths;
  paths.update(runs, true);
  EXPECT_TRUE(paths.rows(runs[0], everywhere, 0).empty());
  EXPECT_FALSE(paths.end(runs[0], 0));
  EXPECT_FALSE(paths.reach(runs[0]));
}

TEST(TracePaths, ShowALossOfZeroWhereTheAxisEnds) {
  std::vector<RunView> runs;
  runs.push_back(run_with({{4.0, 10.0}, {0.0, 9.0}}));
  TracePaths paths;
  paths.update(runs, true);
  EXPECT_DOUBLE_EQ((*paths.reach(runs[0]))[0][0], 1e-16);
  paths.update(runs, false);
  EXPECT_EQ((*paths.reach(runs[0]))[0][0], 0.0) << "on a linear axis";
}

TEST(TracePaths, TakeBackWhatTheRunTakesBack) {
  std::vector<RunView> runs;
  runs.push_back(run_with({{4.0, 10.0}, {3.0, 9.5}, {2.0, 9.0}}));
  TracePaths paths;
  paths.update(runs, true);
  Records more;
  more.retracted = 1;
  more.steps = {25, 30};
  more.counts.resize(2);
  more.seconds.resize(2);
  more.values = {1.0, unmeasured, 0.5, 7.0};
  runs[0].trajectory.append(more);
  paths.update(runs, true);
  EXPECT_EQ(paths.rows(runs[0], everywhere, 3), (Rows{0, 1, 3}));
  EXPECT_EQ((*paths.reach(runs[0]))[1], (std::array{7.0, 10.0}));
}

TEST(TracePaths, OfLongRunsHaveFewPointsAndEverySpike) {
  std::vector<Row> rows;
  for (int i = 0; i < 400'000; ++i) {
    const double t = i / 400'000.0;
    rows.push_back({i == 271'828 ? 55.0 : std::exp(-8.0 * t),
                    i % 2 == 0 || i == 271'828 ? 100.0 * std::exp(-3.0 * t) : unmeasured});
  }
  std::vector<RunView> runs;
  runs.push_back(run_with(rows));
  TracePaths paths;
  int updates = 0;
  do paths.update(runs, true);
  while (++updates < 20 && !paths.complete());
  EXPECT_TRUE(paths.complete());
  EXPECT_GT(updates, 1) << "not all in one frame";
  const Rows drawn = paths.rows(runs[0], {{{-4.0, 2.0}, {0.0, 110.0}}}, rows.size() - 1);
  EXPECT_LE(drawn.size(), most_path_rows + 1);
  EXPECT_GE(drawn.size(), 200U);
  EXPECT_EQ(std::ranges::count(drawn, 271'828U), 1);
  EXPECT_EQ(drawn.front(), 0U);
  EXPECT_EQ(drawn.back(), 399'998U);
  for (const std::size_t row : drawn) ASSERT_TRUE(std::isfinite(rows[row].trace));
}

TEST(TraceRange, HoldsRunsErrorsAndMinimaAndNotWhatDiverged) {
  std::vector<RunView> runs;
  runs.push_back(run_with({{4.0, 10.0}, {1e-3, 20.0}}));
  runs.push_back(run_with({{1e9, 1e6}}));
  runs[1].id = 2;
  runs[1].snapshot.status = Status::diverged;
  const std::vector<KnownMinimum> minima = {{{0.0, 2.0}, "flat"}, {{1e-5, 30.0}, "sharp"}};
  TracePaths paths;
  paths.update(runs, true);
  const auto range = [&](std::span<const KnownMinimum> known, bool logarithmic) {
    return trace_range(runs, paths, known, logarithmic);
  };
  const auto is_about = [](const std::array<double, 2>& got, double low, double high) {
    return got[0] < low && got[0] > low - 0.1 * (high - low) && got[1] > high && got[1] < high + 0.1 * (high - low);
  };
  EXPECT_TRUE(is_about(range({}, true)[1], 10.0, 20.0));
  EXPECT_TRUE(is_about(range(minima, true)[1], 2.0, 30.0));
  const auto losses = range(minima, true)[0];
  EXPECT_LT(losses[0], 1e-5);
  EXPECT_GT(losses[0], 1e-6) << "0 has no place on a logarithmic axis";
  EXPECT_GT(losses[1], 4.0);
  EXPECT_LT(losses[1], 10.0);
  runs[0].visible = false;
  EXPECT_GT(range({}, true)[1][1], 1e6) << "there is no other";
  EXPECT_EQ(trace_range({}, paths, {}, true), (Bounds{{{0.1, 1.0}, {0.0, 1.0}}}));
}

TEST(TraceRange, OfATraceThatIsConstantToRoundingIsNoMagnifyingGlass) {
  for (const auto& [trace, low, high] : {std::array{4.0, 3.6, 4.4}, {0.0, -1.0, 1.0}}) {
    std::vector<RunView> runs;
    runs.push_back(run_with({{4.0, trace}, {1.0, trace * (1.0 + 1e-12)}}));
    TracePaths paths;
    paths.update(runs, true);
    const auto range = trace_range(runs, paths, {}, true)[1];
    EXPECT_NEAR(range[0], low, 1e-9);
    EXPECT_NEAR(range[1], high, 1e-9);
  }
}

TEST(TraceRange, HoldsTheErrorWhereARunEnds) {
  std::vector<RunView> runs(1);
  runs[0].trajectory = Trajectory(Columns{.names = {"loss", "trace", "trace_stderr"}, .charts = 0});
  Records records;
  records.steps = {0, 1};
  records.counts.resize(2);
  records.seconds.resize(2);
  records.values = {3.0, 10.0, 50.0, 2.0, 12.0, 4.0};
  runs[0].trajectory.append(records);
  TracePaths paths;
  paths.update(runs, true);
  const auto range = trace_range(runs, paths, {}, true);
  EXPECT_LT(range[1][0], 8.0);
  EXPECT_GT(range[1][0], 0.0);
  EXPECT_GT(range[1][1], 16.0);
  EXPECT_LT(range[1][1], 20.0);
  EXPECT_EQ(trace_error(runs[0], 1), 4.0);
}

class TraceAgainstLoss : public PanelsTest {
 protected:
  static constexpr ImVec2 size{640.0F, 480.0F};
  const std::function<void()> draw_ = [this] { workbench_->frame_of("Flatness"); };
  void open_with(const std::string& scene, std::uint64_t step, const std::vector<Override>& overrides = {}) {
    workbench_ = std::make_unique<Workbench>(load_scene(scene, overrides), "", 1, [this] { bell_.send(0); });
    lab().play(false);
    lab().restart();
    lab().advance(step);
    ASSERT_TRUE(until(draw_, size, [&] { return at(step) && workbench_->settled("Flatness"); }));
  }
  std::string text_at(ImVec2 mouse) { return PanelsTest::text_at(mouse, size, draw_); }
  std::vector<std::uint8_t> pixels() {
    ImGui::GetIO().AddMousePosEvent(-1.0F, -1.0F);
    return picture(gui_, {size.x, size.y, 1.0F}, draw_).rgba;
  }
};

TEST_F(TraceAgainstLoss, NamesTheRunsAndReadsWhereTheyEnd) {
  open_with("product-valley", 2'000);
  const std::string idle = text_at({-1.0F, -1.0F});
  EXPECT_TRUE(has(idle, "Definition 3.1, arXiv 2506.05454")) << idle;
  for (const RunView& run : lab().runs()) EXPECT_TRUE(has(idle, run.info.label)) << "alone it has a legend";
  EXPECT_FALSE(has(idle, "step"));
  const std::string text = text_at({400.0F, 100.0F});
  for (const RunView& run : lab().runs()) {
    EXPECT_TRUE(has(text, readable(latest(run, "trace"), 4))) << text;
    EXPECT_TRUE(has(text, readable(latest(run, "loss"), 3))) << text;
  }
  EXPECT_TRUE(has(text, "2 000"));
}

TEST_F(TraceAgainstLoss, EndsAtTheStepThatIsShown) {
  open_with("product-valley", 2'000);
  const auto now = pixels();
  lab().show_step(700);
  EXPECT_FALSE(now == pixels());
  const std::string text = text_at({400.0F, 100.0F});
  const RunView& run = lab().runs().back();
  EXPECT_TRUE(has(text, readable(latest(run, "trace", 700), 4))) << text;
  EXPECT_TRUE(has(text, "700"));
  EXPECT_FALSE(has(text, "2 000"));
  lab().show_step({});
  EXPECT_TRUE(now == pixels());
}

TEST_F(TraceAgainstLoss, OffersToMeasureATraceWhereThereIsNone) {
  open_with("himmelblau-race", 20, {{"measures", "{ gradient_norm = {} }"}});
  EXPECT_TRUE(has(text_at({-1.0F, -1.0F}), "No trace is measured"));
  lab().remember();
  lab().add_measure("trace");
  EXPECT_EQ(lab().scene().measures.back().name, "trace");
  EXPECT_EQ(lab().scene().measures.back().method, "exact");
  lab().undo();
  EXPECT_EQ(lab().scene().measures.size(), 1U);
  open_with("himmelblau-race", 20, {{"measures.trace", "{}"}});
  EXPECT_FALSE(has(text_at({-1.0F, -1.0F}), "No trace is measured")) << "as it says";
}

/// Everywhere in the plot: a known minimum is read by its name, at the far left where its loss is 0.
TEST_F(TraceAgainstLoss, KnownMinimaAreReadUnderTheMouse) {
  open_with("product-valley", 2'000);
  std::set<float> at;
  ImVec2 sum;
  int count = 0;
  for (float y = 60.0F; y < size.y; y += 8.0F)
    for (float x = 20.0F; x < 300.0F; x += 8.0F)
      if (const std::string text = text_at({x, y}); has(text, "flat minimum; so is every y = z")) {
        EXPECT_TRUE(has(text, "trace 2")) << text;
        at.insert(x);
        sum = {sum.x + x, sum.y + y};
        ++count;
      }
  ASSERT_FALSE(at.empty());
  EXPECT_LT(*at.rbegin(), 120.0F) << "at the left";
  const auto rgba = pixels();
  int bright = 0;  // of the diamond's outline
  for (int dy = -10; dy <= 10; ++dy)
    for (int dx = -10; dx <= 10; ++dx) {
      const int x = static_cast<int>(sum.x) / count + dx, y = static_cast<int>(sum.y) / count + dy;
      bright += rgba[4 * (static_cast<std::size_t>(y) * 640 + static_cast<std::size_t>(x))] > 180 ? 1 : 0;
    }
  EXPECT_GE(bright, 8);
}

TEST_F(TraceAgainstLoss, IsZoomedAndFollowsAgainAfterADoubleClick) {
  open_with("product-valley", 2'000);
  const auto before = pixels();
  const auto in_plot = [this](const std::function<void()>& event) {
    ImGui::GetIO().AddMousePosEvent(400.0F, 200.0F);
    frame(size, draw_);
    event();
    for (int i = 0; i < 3; ++i) frame(size, draw_);
  };
  in_plot([] { ImGui::GetIO().AddMouseWheelEvent(0.0F, 2.0F); });
  const auto zoomed = pixels();
  EXPECT_FALSE(before == zoomed);
  EXPECT_TRUE(zoomed == pixels()) << "it stays";
  in_plot([this] {
    for (const bool down : {true, false, true, false}) {
      ImGui::GetIO().AddMouseButtonEvent(0, down);
      frame(size, draw_);
    }
  });
  EXPECT_TRUE(before == pixels());
}

TEST_F(TraceAgainstLoss, HiddenRunsAreLeftOut) {
  open_with("product-valley", 2'000);
  const auto all = pixels();
  for (std::size_t run = 0; run < lab().runs().size(); ++run) {
    lab().show_run(run, false);
    EXPECT_FALSE(all == pixels()) << run;
    lab().show_run(run, true);
  }
  EXPECT_TRUE(all == pixels());
}

TEST_F(TraceAgainstLoss, ShowsEveryGallerySceneWithoutCutOrCollidingText) {
  constexpr ImVec2 smallest(310.0F, 255.0F);  // of the default layout at 1280 × 800
  for (const GalleryEntry& entry : gallery()) {
    SCOPED_TRACE(entry.name);
    open_with(entry.name, 20);
    for (int i = 0; i < 4; ++i) frame(smallest, draw_);
    EXPECT_GT(glyphs_of("Flatness").size(), 20U);
    EXPECT_EQ(cut_glyphs("Flatness"), 0);
    EXPECT_EQ(colliding_glyphs("Flatness"), 0);
  }
}

}  // namespace
}  // namespace tiltscape
