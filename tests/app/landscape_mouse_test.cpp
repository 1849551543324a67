// What the mouse does on the landscape.
#include "tests/app/landscape_fixture.h"

namespace tiltscape {
namespace {

TEST_F(LandscapeViewTest, WheelZoomsAtTheCursor) {
  step();
  const ImVec2 at = pixel(1.0, 2.0);
  mouse(at);
  step();
  ASSERT_TRUE(output_.hovered.has_value());
  EXPECT_NEAR((*output_.hovered)[0], 1.0, 0.02);
  EXPECT_NEAR((*output_.hovered)[1], 2.0, 0.02);
  ImGui::GetIO().AddMouseWheelEvent(0.0F, 1.0F);
  step();
  ASSERT_TRUE(output_.bounds.has_value());
  const Bounds b = *output_.bounds;
  EXPECT_NEAR(b[0][1] - b[0][0], 4.0 * 0.85, 1e-6);
  EXPECT_NEAR((1.0 - b[0][0]) / (b[0][1] - b[0][0]), 0.75, 0.01);  // the point under the cursor stays
  EXPECT_NEAR((2.0 - b[1][0]) / (b[1][1] - b[1][0]), 0.75, 0.01);
}

TEST_F(LandscapeViewTest, LeftButtonPansAndDoubleClickResets) {
  step();
  mouse(pixel(0.0, 1.0));
  step();
  button(0, true);
  step();
  mouse(pixel(0.5, 1.0));
  step();
  ASSERT_TRUE(output_.bounds.has_value());
  EXPECT_NEAR((*output_.bounds)[0][0], -2.5, 0.02);
  EXPECT_NEAR((*output_.bounds)[1][0], -1.0, 0.02);
  button(0, false);
  step();
  bool reset = false, clicked = false;
  for (const bool down : {true, false, true, false}) {
    button(0, down);
    step();
    reset = reset || output_.reset;
  }
  for (int i = 0; i < 40; ++i) clicked = step().clicked.has_value() || clicked;
  EXPECT_TRUE(reset);
  EXPECT_FALSE(clicked);
}

TEST_F(LandscapeViewTest, StartIsDraggedWithinTheDomainAndEscapeTakesItBack) {
  input_.starts.push_back({{0.0, 0.0}});
  input_.domain[0] = {-1.0, 1.0};
  step();
  mouse(pixel(0.0, 0.0));
  step();
  button(0, true);
  step();
  mouse(pixel(1.8, 0.5));
  step();
  ASSERT_TRUE(output_.drag.has_value());
  EXPECT_NEAR(output_.drag->at[0], 1.0, 1e-9);
  EXPECT_NEAR(output_.drag->at[1], 0.5, 0.02);
  EXPECT_FALSE(output_.drag->released);
  button(0, false);
  step();
  ASSERT_TRUE(output_.drag.has_value());
  EXPECT_TRUE(output_.drag->released);
  EXPECT_FALSE(step().drag.has_value());
  mouse(pixel(0.0, 0.0));
  step();
  button(0, true);
  step();
  mouse(pixel(-0.5, 0.5));
  step();
  ImGui::GetIO().AddKeyEvent(ImGuiKey_Escape, true);
  step();
  ASSERT_TRUE(output_.drag.has_value());
  EXPECT_TRUE(output_.drag->cancelled);
  EXPECT_NEAR(output_.drag->at[0], 0.0, 1e-12);
}

TEST_F(LandscapeViewTest, ClickIsAnnouncedOnce) {
  step();
  mouse(pixel(-1.0, 2.0));
  step();
  button(0, true);
  step();
  button(0, false);
  int clicks = 0;
  for (int i = 0; i < 60; ++i) {
    if (const auto clicked = step().clicked) {
      ++clicks;
      EXPECT_NEAR(clicked->at[0], -1.0, 0.02);
      EXPECT_NEAR(clicked->at[1], 2.0, 0.02);
    }
  }
  EXPECT_EQ(clicks, 1);
}

TEST_F(LandscapeViewTest, RightButtonZoomsToABoxAndEscapeLeavesIt) {
  step();
  for (const bool escape : {true, false}) {
    mouse(pixel(-1.0, 0.0));
    step();
    button(1, true);
    step();
    mouse(pixel(1.0, 2.5));
    step();
    EXPECT_FALSE(output_.bounds.has_value());
    if (escape) {
      ImGui::GetIO().AddKeyEvent(ImGuiKey_Escape, true);
      step();
      ImGui::GetIO().AddKeyEvent(ImGuiKey_Escape, false);
    }
    button(1, false);
    step();
    EXPECT_EQ(output_.bounds.has_value(), !escape);
  }
  ASSERT_TRUE(output_.bounds.has_value());
  EXPECT_NEAR((*output_.bounds)[0][0], -1.0, 0.02);
  EXPECT_NEAR((*output_.bounds)[0][1], 1.0, 0.02);
  EXPECT_NEAR((*output_.bounds)[1][0], 0.0, 0.02);
  EXPECT_NEAR((*output_.bounds)[1][1], 2.5, 0.02);
}

TEST_F(LandscapeViewTest, SplitIsDragged) {
  input_.beside = &grid_;
  input_.beside_version = 3;
  step();
  mouse(pixel(0.0, 2.0));
  step();
  button(0, true);
  step();
  mouse(pixel(1.0, 2.0));
  step();
  ASSERT_TRUE(output_.split.has_value());
  EXPECT_NEAR(*output_.split, 0.75, 0.01);
  EXPECT_FALSE(output_.bounds.has_value());  // the view stays
  button(0, false);
  EXPECT_FALSE(step().split.has_value());
}

}  // namespace
}  // namespace tiltscape
