// The widgets, driven by ImGui's own input events without a display.
#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <unistd.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>

#include "app/fonts.h"
#include "app/format.h"
#include "app/platform/gui.h"
#include "app/platform/headless.h"
#include "app/widgets/caption.h"
#include "app/widgets/combo.h"
#include "app/widgets/file_chooser.h"
#include "app/widgets/icon_button.h"
#include "app/widgets/row.h"
#include "app/widgets/segmented.h"
#include "app/widgets/slider.h"
#include "app/widgets/tilt_bar.h"
#include "app/widgets/transport.h"
#include "core/whole_file.h"
#include "tests/app/drawn_text.h"

namespace tiltscape {
namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

/// A window of 1000 × 200 points at the origin, without padding, that shows one widget.
class WidgetTest : public testing::Test {
 protected:
  void frame(const std::function<void()>& widget, float seconds = 0.1F, ImVec2 size = {1000.0F, 200.0F}) {
    gui_.begin({size.x, size.y, 1.0F, seconds});
    ImGui::SetNextWindowPos({0.0F, 0.0F});
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
    ImGui::Begin("test", nullptr, ImGuiWindowFlags_NoDecoration);
    widget();
    ImGui::End();
    ImGui::PopStyleVar();
    gui_.end();
  }
  void move(float x, float y) { ImGui::GetIO().AddMousePosEvent(x, y); }
  void press(bool down) { ImGui::GetIO().AddMouseButtonEvent(0, down); }
  void key(ImGuiKey which, const std::function<void()>& widget) {
    ImGui::GetIO().AddKeyEvent(which, true);
    frame(widget);
    ImGui::GetIO().AddKeyEvent(which, false);
    frame(widget);
  }
  void click(float x, float y, const std::function<void()>& widget) {
    move(x, y);
    frame(widget);
    press(true);
    frame(widget);
    press(false);
    frame(widget);
  }
  void type(const char* text, const std::function<void()>& widget) {
    frame(widget);
    ImGui::GetIO().AddInputCharactersUTF8(text);
    frame(widget);
    key(ImGuiKey_Enter, widget);
    frame(widget);
  }

  Headless headless_;
  Gui gui_{Theme::dark};
};

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

using Slider = WidgetTest;
const SliderSpec rate{.name = "Learning rate",
                      .symbol = "η",
                      .help = "step size",
                      .slider_low = 1e-4,
                      .slider_high = 1.0,
                      .logarithmic = true,
                      .fallback = 0.05,
                      .low = 0.0,
                      .high = 10.0,
                      .low_excluded = true};

TEST_F(Slider, DragsAlongItsRangeAndSlowerWithShift) {
  double value = 0.05;
  const auto widget = [&] { slider(rate, value); };
  frame(widget);
  move(600.0F, 15.0F);
  frame(widget);
  press(true);
  frame(widget);
  EXPECT_EQ(value, 0.05) << "a press may become a double click";
  move(605.0F, 15.0F);
  frame(widget);
  const double start = value;
  move(645.0F, 15.0F);
  frame(widget);
  const double fast = std::log(value / start);
  EXPECT_GT(fast, 0.0);
  const double middle = value;
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  frame(widget);
  move(685.0F, 15.0F);
  frame(widget);
  EXPECT_NEAR(std::log(value / middle), fast / 10.0, 0.02 * fast);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
  frame(widget);
  move(5000.0F, 15.0F);
  frame(widget);
  EXPECT_EQ(value, 1.0);
  move(-5000.0F, 15.0F);
  frame(widget);
  EXPECT_EQ(value, 1e-4);
}

TEST_F(Slider, TakesWhatIsTypedAfterCtrlClickWithinTheLegalLimits) {
  double value = 0.05;
  int ended = 0;
  const auto widget = [&] { ended += slider(rate, value).ended ? 1 : 0; };
  const auto enter = [&](const char* text) {
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
    click(900.0F, 15.0F, widget);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
    type(text, widget);
  };
  frame(widget);
  enter("0.123456789");
  EXPECT_EQ(value, 0.123456789);
  EXPECT_EQ(ended, 1);
  enter("5");
  EXPECT_EQ(value, 5.0) << "beyond the slider, within the limits";
  enter("99");
  EXPECT_EQ(value, 10.0);
  enter("0");
  EXPECT_EQ(value, 10.0) << "zero is excluded";
  enter("nan");
  EXPECT_EQ(value, 10.0) << "no number";
  enter("1e-3");
  EXPECT_EQ(value, 1e-3);
}

TEST_F(Slider, ObjectsWhileOneTypes) {
  double value = 0.05;
  const auto widget = [&] { slider(rate, value); };
  frame(widget);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
  click(900.0F, 15.0F, widget);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
  frame(widget);
  const auto said = [&](const char* typed, const char* objection) {
    ImGui::GetIO().AddInputCharactersUTF8(typed);
    frame(widget);
    frame([&] {
      ImGui::LogToClipboard();
      widget();
    });
    return std::string(ImGui::GetClipboardText()).find(objection) != std::string::npos;
  };
  EXPECT_TRUE(said("0", "It must be more than 0."));
  EXPECT_FALSE(said(".1", "It must"));
  EXPECT_TRUE(said("e4", "At most 10."));
  EXPECT_TRUE(said("x", "Not a number: it stays 0.05."));
  key(ImGuiKey_Enter, widget);
  frame(widget);
  EXPECT_EQ(value, 0.05);
}

TEST_F(Slider, TakesNoInfinityWhereThereIsNoLimit) {
  double value = 0.05;
  SliderSpec endless = rate;
  endless.high = std::numeric_limits<double>::infinity();
  const auto widget = [&] { slider(endless, value); };
  frame(widget);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
  click(900.0F, 15.0F, widget);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
  type("inf", widget);
  EXPECT_EQ(value, 0.05);
}

TEST_F(Slider, TakesInfinityWhereItIsLegalAndNoEndThatIsExcluded) {
  double value = 4.0;
  SliderSpec tilt = rate;
  tilt.infinity_allowed = tilt.high_excluded = true;
  const auto widget = [&] { slider(tilt, value); };
  frame(widget);
  const auto enter = [&](const char* text) {
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
    click(900.0F, 15.0F, widget);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
    type(text, widget);
  };
  enter("10");
  EXPECT_EQ(value, 4.0) << "the upper end is excluded";
  enter("inf");
  EXPECT_EQ(value, std::numeric_limits<double>::infinity());
  enter("9.5");
  EXPECT_EQ(value, 9.5) << "and back";
}

TEST_F(Slider, AClickMovesItOnceNoSecondFollows) {
  double value = 0.05;
  Edit edit;
  const auto widget = [&] { edit = slider(rate, value); };
  frame(widget);
  move(900.0F, 15.0F);
  frame(widget);
  for (const bool down : {true, false}) {
    press(down);
    frame(widget, 0.02F);
  }
  EXPECT_EQ(value, 0.05);
  EXPECT_TRUE(edit.waits);
  frame(widget, 0.4F);
  EXPECT_GT(value, 0.1);
  EXPECT_TRUE(edit.changed);
  EXPECT_TRUE(edit.ended);
  frame(widget, 0.4F);
  EXPECT_FALSE(edit.changed || edit.ended || edit.waits);
}

TEST_F(Slider, DoubleClickTypesAndChangesNothingByItself) {
  double value = 0.05;
  int changes = 0;
  const auto widget = [&] { changes += slider(rate, value).changed ? 1 : 0; };
  const auto click_at = [&] {
    press(true);
    frame(widget, 0.02F);
    press(false);
    frame(widget, 0.02F);
  };
  frame(widget);
  move(900.0F, 15.0F);
  frame(widget);
  click_at();
  click_at();
  ImGui::GetIO().AddInputCharactersUTF8("7");
  frame(widget, 0.4F);
  key(ImGuiKey_Escape, widget);
  for (int i = 0; i < 3; ++i) frame(widget, 0.4F);
  EXPECT_EQ(value, 0.05);
  EXPECT_EQ(changes, 0);
}

TEST(SliderText, IsNeverUnderTheHandleAndAlwaysWithinTheFrame) {
  for (float text = 8.0F; text <= 50.0F; text += 1.0F)
    for (float handle = 3.0F; handle <= 115.0F; handle += 0.5F) {
      const float from = slider_text_place(handle, text, 118.0F);
      EXPECT_GE(from, 2.0F) << handle << " " << text;
      EXPECT_LE(from + text, 116.0F) << handle << " " << text;
      EXPECT_TRUE(from + text < handle - 1.5F || from > handle + 1.5F) << handle << " " << text;
    }
}

TEST_F(Slider, KeepsIntegersWhole) {
  std::int64_t pairs = 32;
  const SliderSpec spec{
      .name = "Pairs", .symbol = "k", .slider_low = 1, .slider_high = 256, .logarithmic = true, .low = 1};
  const auto widget = [&] { slider(spec, pairs); };
  frame(widget);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
  click(900.0F, 15.0F, widget);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
  type("12.7", widget);
  EXPECT_EQ(pairs, 13);
  click(998.0F, 15.0F, widget);
  frame(widget, 0.4F);
  EXPECT_EQ(pairs, 256);
}

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

TEST_F(WidgetTest, TransportPlaysStepsAndScrubsNoFurtherThanIsComputed) {
  TransportActions last;
  const std::array<double, 2> speeds{1.0, unbounded};
  const std::array facts{TransportFact{"1.6 M forward passes", "99.9 k forward passes", "cost"}};
  const TransportView view{
      .playing = true, .speed = 1.0, .speeds = speeds, .step = 10, .newest = 500, .last = 1000, .facts = facts};
  const auto widget = [&] {
    const TransportActions now = transport(view);
    last.toggle = last.toggle || now.toggle;
    last.step = last.step || now.step;
    last.restart = last.restart || now.restart;
    last.scrub = now.scrub ? now.scrub : last.scrub;
  };
  frame(widget);
  click(16.0F, 16.0F, widget);
  EXPECT_TRUE(last.toggle);
  EXPECT_FALSE(last.step);
  click(56.0F, 16.0F, widget);
  EXPECT_TRUE(last.step);
  click(96.0F, 16.0F, widget);
  EXPECT_TRUE(last.restart);
  click(380.0F, 16.0F, widget);
  ASSERT_TRUE(last.scrub.has_value());
  EXPECT_GT(*last.scrub, 0U);
  EXPECT_LT(*last.scrub, 500U);
  click(600.0F, 16.0F, widget);
  EXPECT_EQ(*last.scrub, 500U);
}

TEST_F(WidgetTest, TransportSaysWhetherItIsLiveAndGoesBackWithoutMovingItsBar) {
  const std::array<double, 2> speeds{60.0, unbounded};
  TransportView view{.speed = 60.0, .speeds = speeds, .step = 10, .newest = 500, .last = 1000, .live = true};
  int live = 0;
  std::optional<std::uint64_t> scrub;
  const auto widget = [&] {
    const TransportActions now = transport(view);
    live += now.live ? 1 : 0;
    if (now.scrub) scrub = now.scrub;
  };
  const float badge = 1000.0F - std::ceil(text_extent(mono_font(), mono_size, "step 1 000").x) - 18.0F - 30.0F;
  frame(widget);
  click(badge, 16.0F, widget);
  EXPECT_EQ(live, 0) << "there is nothing to go back to";
  click(500.0F, 16.0F, widget);
  const auto before = scrub;
  scrub.reset();
  view.live = false;
  click(badge, 16.0F, widget);
  EXPECT_EQ(live, 1);
  EXPECT_FALSE(scrub.has_value());
  click(500.0F, 16.0F, widget);
  EXPECT_EQ(scrub, before) << "the bar is where it was";
}

TEST_F(WidgetTest, TransportCutsAndCrowdsNothing) {
  const std::array<double, 2> speeds{15360.0, unbounded};
  const std::array facts{TransportFact{"99.9 k forward passes", "99.9 k forward passes", ""},
                         TransportFact{"59 min 59 s computing", "999 ms computing", ""}};
  for (const bool live : {true, false}) {
    const auto widget = [&] {
      transport({.speed = 15360.0,
                 .speeds = speeds,
                 .step = 999'999,
                 .newest = 1'000'000,
                 .last = 1'000'000,
                 .live = live,
                 .facts = facts});
    };
    for (const float width : {1236.0F, 1556.0F}) {
      for (int i = 0; i < 2; ++i) frame(widget, 0.1F, {width, 200.0F});
      EXPECT_GE(glyphs_of("test").size(), 60U);
      EXPECT_EQ(cut_glyphs("test"), 0) << width;
      EXPECT_EQ(colliding_glyphs("test"), 0) << width;
    }
  }
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

/// A folder with two scenes, a picture, a hidden file and two folders.
class FileChooserTest : public WidgetTest {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::weakly_canonical(std::filesystem::temp_directory_path()) /
              ("tiltscape-chooser-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_ / "beta");
    std::filesystem::create_directories(folder_ / "alpha");
    for (const char* name : {"two.toml", "one.toml", "picture.png", ".hidden.toml", "alpha/inner.toml"})
      WholeFile::put(folder_ / name, "format = 1\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void draw() {
    const auto widget = [this] {
      bool cancelled = false;
      if (const auto file = chooser_.draw(cancelled)) chosen_ = *file;
      cancelled_ = cancelled_ || cancelled;
    };
    frame(widget, 0.1F, {600.0F, 400.0F});
  }
  void press(ImGuiKey which) {
    ImGui::GetIO().AddKeyEvent(which, true);
    draw();
    ImGui::GetIO().AddKeyEvent(which, false);
    draw();
  }
  /// Over what the name field holds.
  void enter(const std::string& name) {
    click_at(200.0F, field());
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
    press(ImGuiKey_A);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
    ImGui::GetIO().AddInputCharactersUTF8(name.c_str());
    draw();
    press(ImGuiKey_Enter);
  }
  void click_at(float x, float y) {
    move(x, y);
    draw();
    WidgetTest::press(true);
    draw();
    WidgetTest::press(false);
    draw();
  }
  static float line_height() { return ImGui::GetTextLineHeightWithSpacing(); }
  float list_top() const { return line_height(); }  // the test window has no padding
  float field() const { return line_height() + 224.0F + 8.0F + 14.0F; }
  float buttons() const { return field() + 14.0F + 8.0F + 14.0F; }
  /// The line of the list: 0 is "..".
  void click_line(int line) { click_at(60.0F, list_top() + (static_cast<float>(line) + 0.4F) * line_height()); }

  std::filesystem::path folder_;
  FileChooser chooser_;
  std::optional<std::filesystem::path> chosen_;
  bool cancelled_ = false;
};

TEST_F(FileChooserTest, ListsFoldersAndScenesInOrderAndEntersFolders) {
  chooser_.start(FileChooser::Purpose::open, folder_ / "");
  draw();
  draw();
  EXPECT_EQ(chooser_.folder(), folder_);
  EXPECT_EQ(chooser_.folders(), (std::vector{folder_ / "alpha", folder_ / "beta"}));
  EXPECT_EQ(chooser_.files(), (std::vector{folder_ / "one.toml", folder_ / "two.toml"}));
  click_line(1);
  EXPECT_EQ(chooser_.folder(), folder_ / "alpha");
  EXPECT_EQ(chooser_.files(), std::vector{folder_ / "alpha/inner.toml"});
  click_line(0);
  EXPECT_EQ(chooser_.folder(), folder_);
  click_line(4);
  EXPECT_FALSE(chosen_.has_value());
  click_at(40.0F, buttons());
  EXPECT_EQ(chosen_, folder_ / "two.toml");
  chosen_.reset();
  enter("beta");
  EXPECT_EQ(chooser_.folder(), folder_ / "beta");
  EXPECT_FALSE(chosen_.has_value());
  enter("../one");
  EXPECT_EQ(std::filesystem::weakly_canonical(chosen_.value()), folder_ / "one.toml");
}

TEST_F(FileChooserTest, AddsTheExtensionAndAsksBeforeItOverwritesAnotherFile) {
  chooser_.start(FileChooser::Purpose::save, folder_ / "one.toml", folder_ / "one.toml");
  draw();
  draw();
  enter("three");
  EXPECT_EQ(chosen_, folder_ / "three.toml");
  chosen_.reset();
  enter("one");
  EXPECT_EQ(chosen_, folder_ / "one.toml") << "its own file";
  chosen_.reset();
  enter("two.toml");
  EXPECT_FALSE(chosen_.has_value());
  click_at(40.0F + 108.0F, buttons() + line_height());
  EXPECT_FALSE(chosen_.has_value());
  EXPECT_FALSE(cancelled_) << "back, not away";
  enter("two");
  enter("four");
  EXPECT_EQ(chosen_, folder_ / "four.toml") << "another name is another question";
  chosen_.reset();
  enter("two");
  EXPECT_FALSE(chosen_.has_value());
  click_at(40.0F, buttons() + line_height());
  EXPECT_EQ(chosen_, folder_ / "two.toml");
}

TEST_F(FileChooserTest, SaysThatAFolderCannotBeReadAndCancels) {
  chooser_.start(FileChooser::Purpose::open, folder_ / "gone" / "scene.toml");
  draw();
  draw();
  EXPECT_TRUE(chooser_.files().empty());
  press(ImGuiKey_Escape);
  EXPECT_TRUE(cancelled_);
}

TEST(Format, WritesNumbersAsPeopleReadThem) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(12480), "12 480");
  EXPECT_EQ(grouped(1234567890), "1 234 567 890");
  EXPECT_EQ(compact(9999), "9 999");
  EXPECT_EQ(compact(12480), "12.5 k");
  EXPECT_EQ(compact(1600000), "1.6 M");
  EXPECT_EQ(compact(2.034e9), "2.03 G");
  EXPECT_EQ(compact(999999), "1 M");
  EXPECT_EQ(readable(0.0), "0");
  EXPECT_EQ(readable(0.083), "0.083");
  EXPECT_EQ(readable(-7.6612), "−7.66");
  EXPECT_EQ(readable(3.2e-5), "3.2e−5");
  EXPECT_EQ(readable(12480.0, 5), "12 480");
  EXPECT_EQ(readable(2.5e9), "2.5e9");
  EXPECT_EQ(readable(unbounded), "∞");
  EXPECT_EQ(readable(-unbounded), "−∞");
  EXPECT_EQ(duration(0.012), "12 ms");
  EXPECT_EQ(duration(4.1), "4.1 s");
  EXPECT_EQ(duration(125.0), "2 min 05 s");
  EXPECT_EQ(duration(3725.0), "1 h 02 min");
}

TEST(Format, ReadsWhatPeopleType) {
  EXPECT_EQ(parse_number("1e-3"), 1e-3);
  EXPECT_EQ(parse_number(" 12 480 "), 12480.0);
  EXPECT_EQ(parse_number("0,5"), 0.5);
  EXPECT_EQ(parse_number("−2"), -2.0);
  EXPECT_EQ(parse_number("+4"), 4.0);
  EXPECT_EQ(parse_number("∞"), unbounded);
  EXPECT_EQ(parse_number("inf"), unbounded);
  for (const char* wrong : {"", "abc", "1.2.3", "4x", "nan", "--1"}) {
    EXPECT_FALSE(parse_number(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace tiltscape
