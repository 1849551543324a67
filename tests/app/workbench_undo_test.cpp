// What undo takes back in the workbench and redo brings again: every kind of edit, the runs bit by bit.
#include "app/panels/movable_starts.h"
#include "tests/app/workbench_support.h"

namespace tiltscape {
namespace {

TEST_F(WorkbenchTest, UndoOfATiltChangeBringsBackTheSameStateBitByBit) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(100));
  tilt(1.0);
  ASSERT_TRUE(advance_to(150));
  const auto before = records();
  tilt(64.0);
  ASSERT_TRUE(advance_to(220));
  const auto after = records();
  ASSERT_TRUE(lab().can_undo());
  lab().undo();
  ASSERT_TRUE(until([this] { return at(150); }));
  for (std::size_t i = 0; i < before.size(); ++i)
    EXPECT_EQ(difference_of_records(lab().runs()[i].trajectory.records(), before[i]), "") << i;
  EXPECT_EQ(lab().surface_tilt(), 1.0);
  ASSERT_TRUE(lab().can_redo());
  lab().redo();
  ASSERT_TRUE(until([this] { return at(220); }));
  for (std::size_t i = 0; i < after.size(); ++i)
    EXPECT_EQ(difference_of_records(lab().runs()[i].trajectory.records(), after[i]), "") << i;
  EXPECT_EQ(lab().surface_tilt(), 64.0);
  EXPECT_FALSE(lab().can_redo());
}

TEST_F(WorkbenchTest, UndoTakesBackTheLastEditAloneOfTwoMadeAtTheSameStep) {
  for (const bool answered : {true, false}) {
    open_paused(valley(1000));
    ASSERT_TRUE(advance_to(30));
    const auto edit = [this](const std::string& name, const Setting& setting) {
      lab().track(true, true);
      lab().change_run(0, name, setting);
    };
    const auto setting = [this](const std::string& name) {
      return to_string(*lab().runs()[0].info.spec.settings.find(name));
    };
    edit("learning_rate", 0.0201);
    if (answered) {
      ASSERT_TRUE(until([this] { return lab().runs()[0].changes.size() == 1; }));
    }
    edit("pairs", std::int64_t{3});
    lab().undo();
    ASSERT_TRUE(until([this] { return at(30); }));
    EXPECT_EQ(setting("learning_rate"), "0.0201") << "as its next step will have it";
    EXPECT_EQ(setting("pairs"), "4");
    ASSERT_EQ(lab().recorded_scene().runs[0].changes.size(), 1U);
    EXPECT_EQ(lab().recorded_scene().runs[0].changes[0].step, 30U);
    // what is moved now stays moved, though the scene has a change at this step
    edit("learning_rate", 0.03);
    ASSERT_TRUE(until([this] { return lab().runs()[0].changes[0].settings.real("learning_rate") == 0.03; }));
    EXPECT_EQ(setting("learning_rate"), "0.03");
    lab().undo();
    lab().undo();
    ASSERT_TRUE(until([this] { return at(30); }));
    EXPECT_EQ(setting("learning_rate"), "0.05");
    EXPECT_FALSE(lab().can_undo());
  }
}

TEST_F(WorkbenchTest, ADragOfAStartThatIsCancelledLeavesNothingBehind) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(30));
  ASSERT_TRUE(settle());
  const auto before = records();
  const auto subject = surface_subject(*lab().experiment(), *lab().shown_chart().chart());
  LandscapeInput input;
  MovableStarts starts;
  starts.mark({{0, {2.5F, 0.5F}}}, *subject, input);
  starts.drag(lab(), *subject, {.start = 0, .at = {1.0, 0.25}});
  starts.drag(lab(), *subject, {.start = 0, .at = {1.5, 0.25}});
  ASSERT_TRUE(until([this] { return at(0); }));
  EXPECT_TRUE(lab().can_undo());
  starts.drag(lab(), *subject, {.start = 0, .at = {2.5, 0.5}, .cancelled = true});
  EXPECT_FALSE(lab().can_undo());
  EXPECT_FALSE(lab().can_redo());
  ASSERT_TRUE(until([this] { return at(30); }));
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(difference_of_records(records()[i], before[i]), "") << i;
}

TEST_F(WorkbenchTest, UndoLeavesRunsPlayingPausedOrAtRestAsTheyWere) {
  open(valley(100'000'000, 100'000));
  ASSERT_TRUE(until([this] { return !lab().loading() && lab().furthest_step() > 0; }));
  tilt(9.0);
  lab().undo();
  ASSERT_TRUE(until([this] { return !lab().loading() && lab().furthest_step() > 0; }));
  EXPECT_TRUE(lab().playing());
  const std::uint64_t reached = lab().furthest_step();
  EXPECT_TRUE(until([&] { return lab().furthest_step() > reached; })) << "they go on";

  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(20));
  tilt(9.0);
  lab().undo();
  ASSERT_TRUE(until([this] { return at(20); }));
  EXPECT_FALSE(lab().playing());

  // changed half way, then played to the end: back at the change they rest as they did at the end
  open_paused(valley(60));
  ASSERT_TRUE(advance_to(20));
  tilt(9.0);
  lab().play(true);
  ASSERT_TRUE(until([this] { return lab().finished() && at(60); }));
  lab().undo();
  ASSERT_TRUE(until([this] { return at(20); }));
  EXPECT_FALSE(lab().playing());
  // a further command is answered and nothing has moved
  lab().change_run(0, "learning_rate", 0.01);
  ASSERT_TRUE(until([this] { return lab().runs()[0].changes.size() == 1; }));
  EXPECT_TRUE(at(20));
}

TEST_F(WorkbenchTest, ARestartThatDropsChangesIsUndone) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(10));
  lab().restart();
  ASSERT_TRUE(until([this] { return at(0); }));
  EXPECT_FALSE(lab().can_undo()) << "nothing was dropped";
  ASSERT_TRUE(advance_to(10));
  lab().change_run(0, "tilt", 9.0);
  ASSERT_TRUE(advance_to(15));
  lab().restart();
  ASSERT_TRUE(until([this] { return at(0); }));
  EXPECT_TRUE(lab().runs()[0].changes.empty());
  lab().undo();
  ASSERT_TRUE(until([this] { return at(15); }));
  ASSERT_EQ(lab().runs()[0].changes.size(), 1U);
  EXPECT_EQ(lab().runs()[0].changes[0].step, 10U);
}

TEST_F(WorkbenchTest, AnUndoDuringAReplayIsRedoneToWhereItWas) {
  open_paused(valley(200'000));
  lab().advance(150'000);
  ASSERT_TRUE(until([this] { return at(150'000); }));
  lab().remember();
  lab().change_seed(2);
  lab().undo();
  lab().remember();
  lab().change_seed(3);  // while the first is taken back, far away
  lab().undo();
  EXPECT_TRUE(until([this] { return at(150'000); }));
}

TEST_F(WorkbenchTest, UndoReachesBackThroughEveryKindOfEdit) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(10));
  const Scene first = lab().recorded_scene();
  const auto edit = [&](auto change) {
    lab().remember();
    change();
    return until([this] { return !lab().loading() && lab().runs().size() == lab().scene().runs.size(); });
  };
  ASSERT_TRUE(edit([&] { lab().add_run("gd"); }));
  ASSERT_TRUE(edit([&] { lab().remove_run(1); }));
  ASSERT_TRUE(edit([&] { lab().change_start(Start(std::vector<double>{1.0, 0.25, -0.5})); }));
  ASSERT_TRUE(edit([&] { lab().change_seed(99); }));
  ASSERT_TRUE(edit([&] { lab().change_problem("himmelblau"); }));
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(lab().can_undo());
    lab().undo();
    ASSERT_TRUE(until([this] { return !lab().loading(); }));
  }
  EXPECT_FALSE(lab().can_undo());
  ASSERT_TRUE(until([this] { return at(10); }));
  EXPECT_TRUE(lab().recorded_scene() == first);
  for (int i = 0; i < 5; ++i) {
    lab().redo();
    ASSERT_TRUE(until([this] { return !lab().loading(); }));
  }
  EXPECT_EQ(lab().scene().problem.name, "himmelblau");
}

}  // namespace
}  // namespace tiltscape
