// The workbench at an earlier step: what it shows and says there, and how one goes on from it.
#include <imgui.h>

#include <optional>

#include "app/format.h"
#include "app/panels/describe_run.h"
#include "tests/app/workbench_support.h"

namespace tiltscape {
namespace {

TEST_F(WorkbenchTest, AnEarlierStepIsShownEverywhereAsFarAsItIsRecorded) {
  open_paused(valley(1000, 10));
  ASSERT_TRUE(advance_to(300));
  const RunView& zest = lab().runs()[0];
  const std::size_t trace = zest.trajectory.columns().find("trace");
  lab().show_step(104);
  // four pairs are 8 losses, SAM's two gradients 6 passes, GD's one 3: 25 a step, at the record of step 100
  EXPECT_EQ(spent_by(lab().runs(), lab().shown_step()).cost, 2500.0);
  EXPECT_EQ(spent_by(lab().runs(), {}).cost, 7500.0);
  EXPECT_EQ(latest(zest, "trace", lab().shown_step()), zest.trajectory.value(10, trace));
  const std::string earlier = text_of_panel("Step");
  EXPECT_NE(earlier.find("100 of ZEST"), std::string::npos) << earlier;
  EXPECT_NE(earlier.find(readable(zest.trajectory.value(10, 0), 5)), std::string::npos) << earlier;
  EXPECT_NE(earlier.find(readable(zest.trajectory.value(10, trace), 5)), std::string::npos) << earlier;
  EXPECT_NE(earlier.find("An earlier step: its record"), std::string::npos) << earlier;
  EXPECT_EQ(earlier.find("effective samples"), std::string::npos) << "known of the latest step alone";
  lab().show_step({});
  const std::string live = text_of_panel("Step");
  EXPECT_NE(live.find("300 of ZEST"), std::string::npos) << live;
  EXPECT_NE(live.find("effective samples"), std::string::npos) << live;
}

TEST_F(WorkbenchTest, SpaceAtAnEarlierStepGoesOnLiveAndAnArrowToTheNextRecord) {
  open_paused(valley(100'000'000, 10));
  ASSERT_TRUE(advance_to(100));
  lab().show_step(55);
  lab().step_once();
  EXPECT_EQ(lab().shown_step(), 60U);
  lab().step_once();
  EXPECT_EQ(lab().shown_step(), 70U);
  EXPECT_TRUE(at(100)) << "no run has moved";
  lab().show_step(95);
  lab().step_once();
  EXPECT_FALSE(lab().shown_step().has_value()) << "the next record is the latest";
  const auto left = [this] {
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddKeyEvent(ImGuiKey_LeftArrow, down);
      frame();
    }
    return lab().shown_step();
  };
  EXPECT_EQ(left(), 90U);
  EXPECT_EQ(left(), 80U);
  lab().show_step(5);
  EXPECT_EQ(left(), 0U);
  EXPECT_EQ(left(), 0U) << "nothing is before the start";
  lab().show_step(20);
  lab().toggle();
  EXPECT_FALSE(lab().shown_step().has_value());
  EXPECT_TRUE(lab().playing());
  lab().show_step(20);
  lab().toggle();
  EXPECT_FALSE(lab().playing()) << "what the button says while they play on beyond it";
  EXPECT_EQ(lab().shown_step(), 20U) << "and it is still looked at";
  lab().toggle();
  EXPECT_FALSE(lab().shown_step().has_value());
  EXPECT_TRUE(lab().playing());
}

TEST_F(WorkbenchTest, SpaceAtAnEarlierStepOfFinishedRunsDoesNotProlongThem) {
  open(valley(50, 10));
  ASSERT_TRUE(until([this] { return lab().finished() && at(50); }));
  lab().show_step(20);
  lab().toggle();
  EXPECT_FALSE(lab().shown_step().has_value());
  EXPECT_TRUE(lab().finished());
  EXPECT_EQ(lab().runs()[0].info.stop.steps, 50U);
}

TEST_F(WorkbenchTest, AtAnEarlierStepTheShareOfThePathsVarianceIsSaidToBeOfTheWholePath) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(40));
  ASSERT_TRUE(settle());
  const std::string live = text_of_panel("Landscape");
  EXPECT_NE(live.find("of its path's variance"), std::string::npos) << live;
  lab().show_step(20);
  const std::string earlier = text_of_panel("Landscape");
  EXPECT_NE(earlier.find("of its whole path's variance"), std::string::npos) << earlier;
}

TEST_F(WorkbenchTest, AChangeWhileAnEarlierStepIsShownSaysWhereItIsMade) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(40));
  EXPECT_EQ(text_of_panel("Experiment").find("as it is now"), std::string::npos);
  lab().show_step(20);
  EXPECT_NE(text_of_panel("Experiment").find("as it is now, at step 40"), std::string::npos);
  lab().change_run(0, "learning_rate", 0.01);
  EXPECT_NE(lab().notice().text.find("changes at step 40"), std::string::npos) << lab().notice().text;
  EXPECT_NE(lab().notice().text.find("of step 20"), std::string::npos) << lab().notice().text;
}

TEST_F(WorkbenchTest, TheSurfaceIsThatOfTheStepShown) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(40));
  const double before = lab().surface_tilt(), rho = lab().surface_rho();
  tilt(9.0);
  lab().change_run(0, "rho", 0.111);
  ASSERT_TRUE(advance_to(80));
  EXPECT_EQ(lab().surface_tilt(), 9.0);
  EXPECT_EQ(lab().surface_rho(), 0.111);
  lab().show_step(20);
  EXPECT_EQ(lab().surface_tilt(), before);
  EXPECT_EQ(lab().surface_rho(), rho);
  tilt(3.0);
  EXPECT_EQ(lab().shown_step(), std::nullopt) << "the surface follows the tilt bar";
  EXPECT_EQ(lab().surface_tilt(), 3.0);
  lab().show_step(20);
  lab().undo();
  EXPECT_EQ(lab().shown_step(), 20U) << "one stays where one looks";
  ASSERT_TRUE(until([this] { return !lab().loading() && at(80); }));
  EXPECT_EQ(lab().shown_step(), 20U);
}

TEST_F(WorkbenchTest, AtAnEarlierStepRunsHaveTheSettingsOfThen) {
  open_paused(valley(1000));
  lab().advance(20);
  ASSERT_TRUE(until([this] { return at(20); }));
  lab().change_tilt(9.0);
  lab().advance(20);
  ASSERT_TRUE(until([this] { return at(40); }));
  EXPECT_EQ(lab().shown_settings(0).real("tilt"), 9.0);
  lab().show_step(20);
  EXPECT_EQ(lab().shown_settings(0).real("tilt"), 4.0);
  lab().show_step(30);
  EXPECT_EQ(lab().shown_settings(0).real("tilt"), 9.0);
}

}  // namespace
}  // namespace tiltscape
