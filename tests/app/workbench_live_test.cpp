// What is played live in the workbench: changes reach the runs, and what is recorded repeats exactly.
#include <array>
#include <limits>
#include <random>

#include "tests/app/workbench_support.h"

namespace tiltscape {
namespace {

/// Plays with pauses, speeds and changes that `dice` throws, then to the end as fast as it goes.
struct Player {
  Workbench& workbench;
  std::mt19937 dice;
  std::array<double, 3> speeds = {400.0, 2000.0, 8000.0};
  std::uint64_t stride = 90;  ///< most steps between two throws
  int left = 12;
  std::uint64_t target = 0;

  /// Called once a frame: whether all is thrown and the runs are at their end.
  bool play() {
    Laboratory& lab = workbench.lab();
    if (lab.loading() || lab.furthest_step() < target) return false;
    if (left == 0 || lab.finished()) return lab.finished();
    --left;
    constexpr std::array<double, 6> tilts = {0.0, 0.7, 4.0, 33.0, 1e4, std::numeric_limits<double>::infinity()};
    lab.play(true);
    lab.set_speed(speeds[dice() % speeds.size()]);
    lab.change_tilt(tilts[dice() % tilts.size()]);
    if (dice() % 2 == 0)
      lab.change_run(dice() % lab.runs().size(), "learning_rate", 0.001 * static_cast<double>(1 + dice() % 40));
    if (dice() % 3 == 0) {
      lab.play(false);
      lab.step_once();
      lab.change_tilt(tilts[dice() % tilts.size()]);
      lab.play(true);
    }
    target = lab.furthest_step() + 1 + dice() % stride;
    if (left == 0) {
      target = 0;
      lab.set_speed(0.0);
    }
    return false;
  }
};

TEST_F(WorkbenchTest, ChangesMadeAtFullSpeedReachTheRunsThatAreOutStepping) {
  open(valley(100'000'000, 100'000));
  lab().set_speed(0.0);
  ASSERT_TRUE(until([this] { return !lab().loading() && lab().furthest_step() > 0; }));
  for (double t = 1.0; t <= 20.0; t += 1.0) {
    lab().change_tilt(t);
    ASSERT_TRUE(until([this, t] {
      const auto& changes = lab().runs()[0].changes;
      return !changes.empty() && changes.back().settings.real("tilt") == t;
    })) << t;
  }
}

TEST_F(WorkbenchTest, WhatWasPlayedLiveWithPausesSpeedsAndTiltChangesRepeatsExactly) {
  open(valley(30'000, 10));
  Player player{*workbench_, std::mt19937(7)};
  ASSERT_TRUE(until([&] { return player.play(); }));
  const Scene recorded = lab().recorded_scene();
  EXPECT_GE(recorded.runs[0].changes.size(), 5U);
  for (const RunView& run : lab().runs())  // no change was lost on the way to the runs
    for (const auto& [name, setting] : run.info.spec.settings)
      EXPECT_EQ(to_string(*run.snapshot.settings.find(name)), to_string(setting)) << run.info.label << " " << name;
  expect_replays(recorded);
  // and the changes are what makes it so
  Scene without = recorded;
  without.runs[0].changes.clear();
  EXPECT_NE(difference_of_records(replayed(without)[0].records, lab().runs()[0].trajectory.records()), "");
}

TEST_F(WorkbenchTest, DigitsPlayedLiveRepeatExactly) {
  open(load_scene("digits", {{"stop", "{ steps = 150 }"},
                             {"record_every", "10"},
                             {"measures.trace.every", "50"},
                             {"measures.trace.budget", "8"}}));
  Player player{*workbench_, std::mt19937(8), {0.0, 0.0, 0.0}, 20, 4};
  ASSERT_TRUE(until([&] { return player.play(); }));
  EXPECT_GE(lab().recorded_scene().runs[0].changes.size(), 1U);
  expect_replays(lab().recorded_scene());
}

TEST_F(WorkbenchTest, TwoWorkbenchesAtOnceDoNotDisturbOneAnother) {
  open(valley(30'000, 10));
  Workbench other(load_scene("twin-wells", {{"stop", "{ steps = 30000 }"}, {"record_every", "7"}}), "", 2,
                  [this] { bell_.send(0); });
  Player one{*workbench_, std::mt19937(1)}, two{other, std::mt19937(2)};
  bool first = false, second = false;
  ASSERT_TRUE(until([&] {
    other.take();
    gui_.begin(canvas);
    other.frame();
    gui_.end();
    first = first || one.play();
    second = second || two.play();
    return first && second;
  }));
  expect_replays(lab().recorded_scene());
  const auto results = replayed(other.lab().recorded_scene());
  ASSERT_EQ(results.size(), other.lab().runs().size());
  for (std::size_t i = 0; i < results.size(); ++i)
    EXPECT_EQ(difference_of_records(results[i].records, other.lab().runs()[i].trajectory.records()), "")
        << results[i].info.label;
}

TEST_F(WorkbenchTest, FinishedRunsGoOnWhenAParameterIsChanged) {
  open(valley(105, 10));
  ASSERT_TRUE(until([this] { return lab().finished(); }));
  ASSERT_TRUE(at(105));
  tilt(16.0);
  ASSERT_TRUE(until([this] { return lab().finished() && at(210); }));
  EXPECT_EQ(lab().runs()[0].changes.at(0).step, 105U);
  // the saved scene repeats them, record for record: the place where they rested leaves no trace
  const auto results = replayed(lab().recorded_scene());
  for (std::size_t i = 0; i < results.size(); ++i)
    EXPECT_EQ(difference_of_records(results[i].records, lab().runs()[i].trajectory.records()), "")
        << results[i].info.label;
  lab().play(true);
  EXPECT_TRUE(until([this] { return lab().furthest_step() > 210; })) << "play, too";
}

}  // namespace
}  // namespace tiltscape
