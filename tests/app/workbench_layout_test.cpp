// The layout, keys and words of the workbench: no text is cut at any usual size, and what happens is said.
#include <imgui_internal.h>

#include <cmath>
#include <optional>
#include <string_view>

#include "app/fonts.h"
#include "app/panels/describe_run.h"
#include "tests/app/drawn_text.h"
#include "tests/app/workbench_support.h"

namespace tiltscape {
namespace {

TEST_F(WorkbenchTest, AtItsUsualSizesNoTextIsCutOrDrawnOverOther) {
  open(valley(50));
  ASSERT_TRUE(settle());
  for (const GalleryEntry& entry : gallery()) {
    SCOPED_TRACE(entry.name);
    lab().play(true);
    workbench_->open(entry.name);
    ASSERT_TRUE(until([this] { return workbench_->settled() && lab().furthest_step() > 60; }));
    lab().play(false);
    frame({1600.0F, 1000.0F, 1.0F});
    frame({1600.0F, 1000.0F, 1.0F});
    for (std::size_t run = 0; run < lab().runs().size(); ++run) {
      lab().select(run);
      for (const bool live : {true, false}) {
        lab().show_step(live ? std::nullopt : std::optional<std::uint64_t>(40));
        for (const float scale : {1.0F, 2.0F}) {
          SCOPED_TRACE(std::string(live ? "live, " : "earlier, ") + lab().runs()[run].info.label);
          for (int i = 0; i < 3; ++i) frame({canvas.width, canvas.height, scale});
          for (const char* part : {"Experiment", "Curves", "Step", "##bottom"}) {
            SCOPED_TRACE(part);
            EXPECT_GE(glyphs_of(part).size(), 20U);
            EXPECT_EQ(cut_glyphs(part), 0);
            EXPECT_EQ(colliding_glyphs(part), 0);
          }
          EXPECT_EQ(cut_glyphs("Landscape"), 0);
        }
        const auto scrolls = [](const ImGuiWindow* window) {
          return window->WasActive && window->ScrollbarY && std::string_view(window->Name).starts_with("Experiment");
        };
        EXPECT_LE(std::ranges::count_if(ImGui::GetCurrentContext()->Windows, scrolls), 1);
      }
    }
  }
}

TEST_F(WorkbenchTest, SaysThatEveryRunIsAtItsEnd) {
  open(valley(50, 10));
  ASSERT_TRUE(until([this] { return lab().finished() && at(50); }));
  EXPECT_NE(lab().notice().text.find("Every run is at its end"), std::string::npos) << lab().notice().text;
}

TEST_F(WorkbenchTest, SaysThatNoRunCanBeginOrGoOn) {
  const auto wild = [](const std::string& start) {
    return parse_scene("problem = { name = \"himmelblau\" }\nstart = " + start +
                           "\n[[run]]\noptimizer = \"gd\"\nlearning_rate = 10.0\n",
                       "test");
  };
  open(wild("[1e200, 0.0]"));
  ASSERT_TRUE(until([this] { return lab().finished(); }));
  EXPECT_NE(lab().notice().text.find("No run can begin: f is not finite"), std::string::npos) << lab().notice().text;
  open(wild("[1.0, 1.0]"));
  ASSERT_TRUE(until([this] { return lab().finished() && !lab().runs().front().trajectory.empty(); }));
  EXPECT_NE(lab().notice().text.find("No run can go on from here"), std::string::npos) << lab().notice().text;
}

TEST_F(WorkbenchTest, AChordWithinOneFrameIsHeard) {
  open_paused(valley(1000));
  const double before = lab().surface_tilt();
  tilt(9.0);
  ASSERT_NE(before, 9.0);
  const auto chord = [this](ImGuiKey key) {
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, down);
      ImGui::GetIO().AddKeyEvent(key, down);
    }
    for (int i = 0; i < 4; ++i) frame();  // ImGui takes what comes fast over some of them
    EXPECT_TRUE(until([this] { return !lab().loading(); }));
  };
  chord(ImGuiKey_Z);
  EXPECT_EQ(lab().surface_tilt(), before);
  chord(ImGuiKey_Y);
  EXPECT_EQ(lab().surface_tilt(), 9.0);
}

TEST_F(WorkbenchTest, WhatHappensByItselfIsSaid) {
  open(valley(50, 10));
  ASSERT_TRUE(until([this] { return lab().finished() && at(50); }));
  const std::uint64_t before = lab().notice().number;
  tilt(9.0);
  EXPECT_EQ(lab().notice().number, before + 1) << "once";
  EXPECT_NE(lab().notice().text.find("every run goes on"), std::string::npos) << lab().notice().text;
  frame();
  frame();
  EXPECT_TRUE(workbench_->again_soon()) << "it goes away by itself";
  EXPECT_GE(glyphs_of("##notice").size(), 40U);
  EXPECT_EQ(cut_glyphs("##notice"), 0);
  for (int i = 0; i < 130; ++i) frame({canvas.width, canvas.height, 1.0F, 0.2F});
  EXPECT_TRUE(glyphs_of("##notice").empty());
}

TEST_F(WorkbenchTest, AWindowThatWasNarrowHasItsLayoutAgain) {
  open_paused(valley(1000));
  const auto widths = [this](ImVec2 size) {
    for (int i = 0; i < 4; ++i) frame({size.x, size.y, 1.0F});
    std::vector<float> list;
    for (const char* panel : {"Experiment", "Landscape", "Curves"})
      list.push_back(ImGui::FindWindowByName(panel)->Rect().GetWidth());
    return list;
  };
  const auto before = widths({1600.0F, 1000.0F});
  const auto narrow = widths({960.0F, 600.0F});
  EXPECT_GE(narrow[0], 290.0F) << "whole words";
  const auto after = widths({1600.0F, 1000.0F});
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_NEAR(after[i], before[i], 3.0F) << i;
}

TEST_F(WorkbenchTest, ACrosshairGoesThroughAllCurvesWhereTheMouseIsInOne) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(100));
  const auto point_at = [this](ImVec2 mouse) {
    ImGui::GetIO().AddMousePosEvent(mouse.x, mouse.y);
    for (int i = 0; i < 3; ++i) frame();
  };
  point_at({640.0F, 20.0F});
  const ImRect panel = ImGui::FindWindowByName("Curves")->Rect();
  const ImVec2 inside{std::round(panel.Min.x + 0.61F * panel.GetWidth()) + 0.5F, panel.Min.y + 100.0F};
  EXPECT_EQ(upright_lines("Curves", inside.x), 0);
  point_at(inside);
  EXPECT_EQ(upright_lines("Curves", inside.x), 3) << "loss, trace, largest eigenvalue";
  EXPECT_GE(glyphs_of("##Tooltip").size(), 30U) << "the values of four runs";
  point_at({640.0F, 20.0F});
  EXPECT_EQ(upright_lines("Curves", inside.x), 0);
}

TEST_F(WorkbenchTest, SummariesOfRunsAreWholeTermsAndAsManyAsFit) {
  open_paused(valley(1000));
  const RunView& zest = lab().runs()[0];
  const std::vector<std::string> whole = {"", "t = 4", "t = 4   k = 4", "t = 4   k = 4   ρ = 0.3",
                                          "t = 4   k = 4   ρ = 0.3   η = 0.05"};
  gui_.begin(canvas);
  for (float width = 0.0F; width < 260.0F; width += 1.0F) {
    std::string most;
    for (const std::string& text : whole)
      if (text_extent(text_font(), small_size, text.c_str()).x <= width) most = text;
    EXPECT_EQ(run_summary(zest, zest.info.spec.settings, width), most) << width;
  }
  gui_.end();
}

TEST_F(WorkbenchTest, AGallerySceneSaysWhatItIsAbout) {
  open(load_scene("twin-wells"));
  ASSERT_TRUE(settle());
  EXPECT_NE(text_of_panel("Experiment").find("Two wells of equal trace"), std::string::npos);
  lab().change_problem("himmelblau");
  ASSERT_TRUE(settle());
  EXPECT_EQ(text_of_panel("Experiment").find("Two wells of equal trace"), std::string::npos);
}

TEST_F(WorkbenchTest, TheMenuBarShowsTitlesHoweverShort) {
  Scene scene = valley(10);
  scene.title = "Ox";
  open_paused(scene);
  EXPECT_NE(text_of([this] { workbench_->frame(); }).find("Ox"), std::string::npos);
}

}  // namespace
}  // namespace tiltscape
