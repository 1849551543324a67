// Sliders: dragged, clicked and typed into, within the limits of their parameter.
#include <cmath>
#include <limits>
#include <string>

#include "app/widgets/slider.h"
#include "tests/app/widget_support.h"

namespace tiltscape {
namespace {

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

}  // namespace
}  // namespace tiltscape
