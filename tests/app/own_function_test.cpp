// Typing a formula into the experiment panel: what can be understood is drawn, what cannot is said where it is wrong.
#include <imgui_internal.h>

#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

class OwnFunctionTest : public PanelsTest {
 protected:
  static constexpr ImVec2 size{380.0F, 900.0F};

  void SetUp() override {
    open("your-formula", 3);
    ASSERT_TRUE(until(draw, size, [this] { return at(3); }));
  }
  static const ImGuiWindow* body() {
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows)
      if (std::string(window->Name).starts_with("Experiment/##body")) return window;
    return nullptr;
  }
  /// Clicks where the mouse meets an item.
  bool click_on(const char* item, float x = 228.0F) {
    const ImGuiID id = ImHashStr(item, 0, body()->ID);
    for (float y = 40.0F; y < size.y; y += 6.0F) {
      ImGui::GetIO().AddMousePosEvent(x, y);
      for (int i = 0; i < 2; ++i) frame(size, draw);
      if (ImGui::GetCurrentContext()->HoveredId != id) continue;
      click({x, y}, size, draw);
      return true;
    }
    return false;
  }
  void key(ImGuiKey key, bool control = false) {
    if (control) ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddKeyEvent(key, down);
      frame(size, draw);
    }
    if (control) ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
    frame(size, draw);
  }
  void type(const std::string& text) {
    for (const char c : text) {
      ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(c));
      frame(size, draw);
    }
    frame(size, draw);
  }
  void replace(const char* item, const std::string& text) {
    ASSERT_TRUE(click_on(item));
    key(ImGuiKey_A, true);
    type(text);
  }
  template <class Value>
  const Value& setting(const char* name) {
    return std::get<Value>(*lab().scene().problem.settings.find(name));
  }
  bool loaded() {
    return until(draw, size, [this] { return !lab().loading(); });
  }
  double value(double x, double y) { return lab().experiment()->problem->value(Eigen::Vector2d(x, y)); }

  const std::function<void()> draw = [this] { workbench_->frame_of("Experiment"); };
};

TEST_F(OwnFunctionTest, TheFunctionFollowsWhatIsTyped) {
  const Scene before = lab().scene();
  replace("##formula", "x^2 + 3*y");
  EXPECT_EQ(setting<std::string>("formula"), "x^2 + 3*y");
  ASSERT_TRUE(loaded());
  EXPECT_EQ(value(2.0, 5.0), 19.0);
  EXPECT_TRUE(lab().scene().start == before.start) << "the same coordinates: starts stay";
  type(" + 1");
  ASSERT_TRUE(loaded());
  EXPECT_EQ(value(2.0, 5.0), 20.0) << "the field is still the one that is typed in";
  key(ImGuiKey_Enter);
  lab().undo();
  EXPECT_EQ(lab().scene().problem, before.problem) << "one visit to the field is one edit";
  EXPECT_FALSE(lab().can_undo());
  ASSERT_TRUE(loaded());
  EXPECT_NE(text(size, draw).find("exp(-20"), std::string::npos) << "the field shows what is undone";
  lab().redo();
  EXPECT_EQ(setting<std::string>("formula"), "x^2 + 3*y + 1");
}

TEST_F(OwnFunctionTest, WhatCannotBeUnderstoodIsSaidAndTheLastFunctionStays) {
  replace("##formula", "x + y");
  type(" +");
  EXPECT_EQ(setting<std::string>("formula"), "x + y");
  std::string shown = text(size, draw);
  EXPECT_NE(shown.find("The formula ends here; write a number"), std::string::npos) << shown;
  const std::size_t caret = shown.find('^');
  ASSERT_NE(caret, std::string::npos) << shown;
  type("coss(x)");
  shown = text(size, draw);
  EXPECT_NE(shown.find("Unknown function 'coss'; did you mean 'cos'?"), std::string::npos) << shown;
  key(ImGuiKey_Enter);
  EXPECT_NE(text(size, draw).find("x + y +coss(x)"), std::string::npos) << "the draft is not lost";
  EXPECT_EQ(setting<std::string>("formula"), "x + y");
  ASSERT_TRUE(loaded());
  EXPECT_EQ(lab().error(), "");
  lab().undo();
  ASSERT_TRUE(loaded());
  EXPECT_EQ(text(size, draw).find("Unknown"), std::string::npos) << "what is undone is right";
}

TEST_F(OwnFunctionTest, ANewNameBecomesAVariableWhenAsked) {
  lab().change_problem_settings(lab().scene().problem.settings, true);
  replace("##formula", "x + y*zz");
  EXPECT_NE(setting<std::string>("formula"), "x + y*zz");
  key(ImGuiKey_Enter);
  ASSERT_TRUE(click_on("Make zz a variable", 60.0F));
  EXPECT_EQ(setting<WordList>("variables"), (WordList{"x", "y", "zz"}));
  EXPECT_EQ(setting<Intervals>("bounds").size(), 3U);
  EXPECT_EQ(setting<std::string>("formula"), "x + y*zz");
  ASSERT_TRUE(loaded());
  EXPECT_EQ(lab().experiment()->problem->dimension(), 3);
  lab().undo();
  EXPECT_EQ(setting<WordList>("variables"), (WordList{"x", "y"}));
}

TEST_F(OwnFunctionTest, SeveralNewNamesBecomeVariablesOneAfterAnother) {
  replace("##formula", "p*p + x*q");
  ASSERT_TRUE(click_on("Make p a variable", 60.0F));
  EXPECT_EQ(setting<WordList>("variables"), (WordList{"x", "y"})) << "there is another one";
  ASSERT_TRUE(click_on("Make q a variable", 60.0F));
  EXPECT_EQ(setting<WordList>("variables"), (WordList{"x", "y", "p", "q"}));
  EXPECT_EQ(setting<std::string>("formula"), "p*p + x*q");
  ASSERT_TRUE(loaded());
  EXPECT_EQ(lab().experiment()->problem->dimension(), 4);
}

TEST_F(OwnFunctionTest, WhatTurnsOutWhenItIsMadeIsSaidToo) {
  Settings settings = lab().scene().problem.settings;
  settings.set("variables", WordList{"x", "x"});
  lab().change_problem_settings(settings, false);
  ASSERT_TRUE(until(draw, size, [this] { return !lab().error().empty(); }));
  EXPECT_TRUE(lab().blames_problem()) << lab().error();
  EXPECT_NE(text(size, draw).find(lab().error()), std::string::npos) << lab().error();
}

TEST_F(OwnFunctionTest, VariablesKeepTheirBoundsByName) {
  Settings settings = lab().scene().problem.settings;
  settings.set("formula", std::string("x*y"));
  settings.set("bounds", Intervals{{-1.0, 1.0}, {5.0, 6.0}});
  lab().change_problem_settings(settings, true);
  ASSERT_TRUE(loaded());
  replace("##variables", "y, w, x");
  EXPECT_EQ(setting<WordList>("variables"), (WordList{"x", "y"})) << "not before Enter";
  key(ImGuiKey_Enter);
  EXPECT_EQ(setting<WordList>("variables"), (WordList{"y", "w", "x"}));
  EXPECT_EQ(setting<Intervals>("bounds"), (Intervals{{5.0, 6.0}, {-2.0, 2.0}, {-1.0, 1.0}}));
  ASSERT_TRUE(loaded());
  replace("##variables", "y, y");
  key(ImGuiKey_Enter);
  EXPECT_EQ(setting<WordList>("variables").size(), 3U);
  EXPECT_NE(text(size, draw).find("Variables has 'y' twice"), std::string::npos) << text(size, draw);
}

}  // namespace
}  // namespace tiltscape
