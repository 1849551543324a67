// The tilt bar: dragged, typed into, moved by keys, and its scale from 0 to infinity.
#include <imgui_internal.h>

#include "app/widgets/tilt_bar.h"
#include "tests/app/drawn_text.h"
#include "tests/app/widget_support.h"

namespace tiltscape {
namespace {

using TiltBar = WidgetTest;

TEST_F(TiltBar, DraggingFromEndToEndGoesFromExactZeroToInfinityWithoutTurningBack) {
  double t = 4.0;
  int changes = 0;
  const auto widget = [&] { changes += tilt_bar(t).changed ? 1 : 0; };
  frame(widget);
  move(70.0F, 15.0F);
  frame(widget);
  press(true);
  frame(widget);
  EXPECT_EQ(t, 0.0);
  double before = t;
  for (float x = 71.0F; x < 890.0F; x += 1.0F) {
    move(x, 15.0F);
    frame(widget);
    ASSERT_GE(t, before) << x;
    before = t;
  }
  EXPECT_EQ(t, unbounded);
  EXPECT_GT(changes, 600);
  press(false);
  frame(widget);
  EXPECT_EQ(t, unbounded);
}

TEST_F(TiltBar, EndsAnEditOnceWhenTheMouseIsLetGo) {
  double t = 4.0;
  int ended = 0;
  const auto widget = [&] { ended += tilt_bar(t).ended ? 1 : 0; };
  frame(widget);
  move(300.0F, 15.0F);
  frame(widget);
  press(true);
  frame(widget);
  frame(widget);
  EXPECT_EQ(ended, 0);
  press(false);
  frame(widget);
  frame(widget);
  EXPECT_EQ(ended, 1);
}

TEST_F(TiltBar, TakesTypedNumbersOnceAndNoneBelowZero) {
  double t = 4.0;
  int changes = 0;
  const auto widget = [&] { changes += tilt_bar(t).changed ? 1 : 0; };
  const auto enter = [&](const char* text) {
    click(950.0F, 15.0F, widget);
    type(text, widget);
  };
  frame(widget);
  enter("0.125");
  EXPECT_EQ(t, 0.125);
  EXPECT_EQ(changes, 1);
  enter("inf");
  EXPECT_EQ(t, unbounded);
  enter("-3");
  EXPECT_EQ(t, unbounded);
  enter("abc");
  EXPECT_EQ(t, unbounded);
  enter("1e9");
  EXPECT_EQ(t, 1e4);
  enter("0");
  EXPECT_EQ(t, 0.0);
  EXPECT_EQ(changes, 4);
}

TEST_F(TiltBar, FollowsTheKeysWhileItHasTheFocus) {
  double t = 4.0;
  const auto widget = [&] { tilt_bar(t); };
  frame(widget);
  key(ImGuiKey_RightArrow, widget);
  EXPECT_EQ(t, 4.0) << "without the focus";
  click(400.0F, 15.0F, widget);
  const double clicked = t;
  key(ImGuiKey_RightArrow, widget);
  EXPECT_GT(t, clicked);
  key(ImGuiKey_LeftArrow, widget);
  EXPECT_NEAR(t, clicked, 0.01 * clicked);
  key(ImGuiKey_End, widget);
  EXPECT_EQ(t, unbounded);
  key(ImGuiKey_LeftArrow, widget);
  EXPECT_EQ(t, 1e4);
  key(ImGuiKey_Home, widget);
  EXPECT_EQ(t, 0.0);
  key(ImGuiKey_RightArrow, widget);
  EXPECT_GT(t, 0.0);
}

TEST_F(TiltBar, KeepsItsKeysFromShortcutsOnlyWhileItHasTheFocus) {
  double t = 4.0;
  int steps = 0;
  const auto widget = [&] {
    tilt_bar(t);
    steps += ImGui::Shortcut(ImGuiKey_RightArrow, ImGuiInputFlags_RouteGlobal) ? 1 : 0;
  };
  frame(widget);
  frame(widget);
  key(ImGuiKey_RightArrow, widget);
  EXPECT_EQ(steps, 1);
  EXPECT_EQ(t, 4.0);
  click(400.0F, 15.0F, widget);
  frame(widget);
  const double clicked = t;
  key(ImGuiKey_RightArrow, widget);
  EXPECT_EQ(steps, 1);
  EXPECT_GT(t, clicked);
}

TEST_F(TiltBar, LetsGoOfTheKeysWhenAnotherSceneIsOpened) {
  double t = 4.0;
  std::uint64_t scene = 1;
  const auto widget = [&] { tilt_bar(t, {.scene = scene}); };
  frame(widget);
  click(400.0F, 15.0F, widget);
  frame(widget);
  const double clicked = t;
  key(ImGuiKey_RightArrow, widget);
  EXPECT_GT(t, clicked);
  scene = 2;
  frame(widget);
  const double opened = t;
  key(ImGuiKey_RightArrow, widget);
  EXPECT_EQ(t, opened);
  ImGui::GetCurrentContext()->NavCursorVisible = true;  // as after a menu that the keyboard closed
  key(ImGuiKey_RightArrow, widget);
  EXPECT_EQ(t, opened);
  click(500.0F, 15.0F, widget);
  const double again = t;
  key(ImGuiKey_RightArrow, widget);
  EXPECT_GT(t, again);
}

TEST_F(TiltBar, CutsAndCrowdsNoLabelAtAnyWidth) {
  for (float width = 400.0F; width < 1700.0F; width += 13.0F) {
    double t = 123.4;
    const auto widget = [&t] {
      ImGui::SetCursorPos({14.0F, 12.0F});
      tilt_bar(t, {.note = "runs use 1e4"});
    };
    for (int i = 0; i < 2; ++i) frame(widget, 0.1F, {width, 200.0F});
    EXPECT_GE(glyphs_of("test").size(), 20U) << width;
    EXPECT_EQ(cut_glyphs("test"), 0) << width;
    EXPECT_EQ(colliding_glyphs("test"), 0) << width;
  }
}

TEST(TiltScale, InvertsAndKeepsItsEnds) {
  for (double t : {0.005, 0.01, 0.3, 1.0, 4.0, 250.0, 1e4}) {
    EXPECT_NEAR(fraction_to_tilt(tilt_to_fraction(t), 9), t, 1e-6 * t);
  }
  EXPECT_EQ(fraction_to_tilt(-1.0), 0.0);
  EXPECT_EQ(fraction_to_tilt(0.0), 0.0);
  EXPECT_EQ(fraction_to_tilt(2.0), unbounded);
  EXPECT_EQ(tilt_to_fraction(0.0), 0.0);
  EXPECT_EQ(tilt_to_fraction(unbounded), 1.0);
}

}  // namespace
}  // namespace tiltscape
