// Segments, combos, captions and tooltips, and input that comes faster than frames.
#include <array>
#include <string>

#include "app/widgets/caption.h"
#include "app/widgets/combo.h"
#include "app/widgets/icon_button.h"
#include "app/widgets/row.h"
#include "app/widgets/segmented.h"
#include "tests/app/drawn_text.h"
#include "tests/app/widget_support.h"

namespace tiltscape {
namespace {

TEST_F(WidgetTest, SegmentsAndCombosChangeWhatIsChosen) {
  int segment = 0;
  const std::array<Segment, 2> segments{{{"2-D", ""}, {"3-D", ""}}};
  const auto widget = [&] { segmented("mode", segments, segment); };
  frame(widget);
  click(70.0F, 13.0F, widget);
  EXPECT_EQ(segment, 1);

  int law = 0;
  const std::array<std::string, 2> laws{"Gaussian", "Sphere"};
  const auto choice = [&] { combo("Law", laws, law); };
  frame(choice);
  click(600.0F, 15.0F, choice);
  frame(choice);
  click(600.0F, 62.0F, choice);
  EXPECT_EQ(law, 1);
}

TEST_F(WidgetTest, CaptionsKeepWholeWordsAndSayThatThereIsMore) {
  const std::string text =
      "Every point of the valley floor is a minimum. The trace is least at 2.5, the eigenvalue at 0.";
  frame([&] {
    const auto all = wrapped(text, 200.0F, 99);
    std::string joined;
    for (const std::string& line : all) {
      EXPECT_LE(ImGui::CalcTextSize(line.c_str()).x, 200.0F);
      joined += (joined.empty() ? "" : " ") + line;
    }
    EXPECT_EQ(joined, text);
    ASSERT_GE(all.size(), 3U);
    const auto two = wrapped(text, 200.0F, 2);
    ASSERT_EQ(two.size(), 2U);
    EXPECT_EQ(two[0], all[0]);
    EXPECT_LE(ImGui::CalcTextSize(two[1].c_str()).x, 200.0F);
    ASSERT_TRUE(two[1].ends_with("…"));
    const std::string kept = two[1].substr(0, two[1].size() - std::string("…").size());
    EXPECT_TRUE(all[1].starts_with(kept) && !kept.empty());
    EXPECT_TRUE(kept.size() == all[1].size() || all[1][kept.size()] == ' ') << kept;
  });
}

TEST_F(WidgetTest, WhatIsTypedFasterThanFramesAsksForMoreOfThem) {
  int presses = 0;
  const auto widget = [&presses] { presses += ImGui::IsKeyPressed(ImGuiKey_O) ? 1 : 0; };
  frame(widget);
  EXPECT_FALSE(gui_.input_waits());
  for (int i = 0; i < 3; ++i)
    for (const bool down : {true, false}) ImGui::GetIO().AddKeyEvent(ImGuiKey_O, down);
  frame(widget);
  EXPECT_EQ(presses, 1);
  EXPECT_TRUE(gui_.input_waits());
  for (int i = 0; i < 10 && gui_.input_waits(); ++i) frame(widget);
  EXPECT_EQ(presses, 3);
  EXPECT_FALSE(gui_.input_waits());
}

TEST_F(WidgetTest, TooltipsAskForTheFrameInWhichTheyAppear) {
  const auto widget = [] { icon_button("x", "What this does"); };
  move(500.0F, 100.0F);
  frame(widget, 0.016F);
  frame(widget, 0.016F);
  EXPECT_FALSE(tooltip_due().has_value());
  move(10.0F, 10.0F);
  frame(widget, 0.016F);
  ASSERT_TRUE(tooltip_due().has_value());
  double waited = 0.0;
  int frames = 0;
  for (auto due = tooltip_due(); due && frames < 10; due = tooltip_due(), ++frames) {
    EXPECT_TRUE(glyphs_of("##Tooltip").empty());
    waited += *due;
    frame(widget, static_cast<float>(*due));
  }
  EXPECT_LE(frames, 3) << "no frames in vain";
  EXPECT_GE(waited, 0.4);
  EXPECT_GE(glyphs_of("##Tooltip").size(), 12U);
}

}  // namespace
}  // namespace tiltscape
