// The landscape's panel: the choices in its heading, which surfaces it shows, and clicks on it.
#include <imgui_internal.h>

#include <set>

#include "app/panels/plane_points.h"
#include "core/surface.h"
#include "tests/app/drawn_text.h"
#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

/// Clicks along the heading's right side: every choice there is an edit.
TEST_F(PanelsTest, ChoicesInTheLandscapesHeadingAreUndone) {
  open("himmelblau-race", 3);
  constexpr ImVec2 size(640.0F, 480.0F);
  const auto draw = [&] { workbench_->frame_of("Landscape"); };
  ASSERT_TRUE(until(draw, size, [&] { return at(3) && workbench_->settled("Landscape"); }));
  const auto frame = [&] {
    gui_.begin({size.x, size.y, 1.0F});
    draw();
    gui_.end();
  };
  std::set<std::string> seen;
  for (float x = size.x - 20.0F; x > 0.5F * size.x; x -= 10.0F) {
    const View before = lab().scene().view;
    ImGui::GetIO().AddMousePosEvent(x, 24.0F);
    frame();
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddMouseButtonEvent(0, down);
      frame();
    }
    const View after = lab().scene().view;
    if (after == before) continue;
    seen.insert(after.mode + after.surface);
    lab().view().camera.azimuth += 10.0;  // turned and zoomed since
    lab().view().bounds = Bounds{{{-1.0, 1.0}, {-1.0, 1.0}}};
    const View moved = lab().scene().view;
    lab().undo();
    EXPECT_EQ(lab().scene().view.mode, before.mode);
    EXPECT_EQ(lab().scene().view.surface, before.surface);
    EXPECT_EQ(lab().scene().view.bounds, moved.bounds) << "where one looks is no edit";
    EXPECT_EQ(lab().scene().view.camera, moved.camera);
    EXPECT_FALSE(lab().loading()) << "the runs go on";
    lab().redo();
    EXPECT_EQ(lab().scene().view, moved);
  }
  EXPECT_GE(seen.size(), 5U);
  ImGui::GetIO().AddMousePosEvent(-1.0F, -1.0F);
}

/// Any two surfaces, either first: both are in the picture with their names.
TEST_F(PanelsTest, AnyTwoSurfacesAreShownTogether) {
  open("twin-wells", 3);
  lab().view().tilt = 5.0;
  constexpr ImVec2 size(640.0F, 480.0F);
  const auto draw = [&] { workbench_->frame_of("Landscape"); };
  ASSERT_TRUE(until(draw, size, [&] { return at(3) && workbench_->settled("Landscape"); }));
  std::set<std::string> pictures;
  for (const char* mode : {"2d", "3d"})
    for (const char* first : Choices<SurfaceKind>::names)
      for (const char* second : Choices<SurfaceKind>::names) {
        lab().view().mode = mode;
        lab().view().surface = first;
        lab().view().beside = second == first ? "" : second;
        ASSERT_TRUE(until(draw, size, [&] { return workbench_->settled("Landscape"); }));
        const Image image = picture(gui_, {size.x, size.y, 1.0F}, draw);
        pictures.emplace(image.rgba.begin() + 4 * 640 * 48, image.rgba.begin() + 4 * 640 * 420);  // without its title
      }
  EXPECT_EQ(pictures.size(), 25U + 5U + 10U) << "in relief the lower of two is the solid one, whichever is first";
}

TEST_F(PanelsTest, SurfacesAverageOverWhatBelongsToTheRunsDirections) {
  Scene scene = load_scene("twin-wells", {{"run.0.law", "gaussian"}, {"run.1.law", "gaussian"}});
  workbench_ = std::make_unique<Workbench>(std::move(scene), "", 1, [this] { bell_.send(0); });
  lab().play(false);
  lab().restart();
  constexpr ImVec2 size(640.0F, 480.0F);
  const auto draw = [&] { workbench_->frame_of("Landscape"); };
  const auto shown = [&](const std::string& neighbourhood) {
    lab().view().neighbourhood = neighbourhood;
    EXPECT_TRUE(until(draw, size, [&] { return at(0) && workbench_->settled("Landscape"); }));
    return picture(gui_, {size.x, size.y, 1.0F}, draw).rgba;
  };
  const auto own = shown("");
  EXPECT_EQ(lab().surface_neighbourhood(), Neighbourhood::gaussian);
  EXPECT_TRUE(own == shown("gaussian"));
  EXPECT_FALSE(own == shown("ball"));
  EXPECT_EQ(lab().surface_neighbourhood(), Neighbourhood::ball);
}

TEST_F(PanelsTest, AClickThatPlacesNoStartSaysWhyThere) {
  constexpr ImVec2 size(760.0F, 620.0F);
  open("product-valley", 0);
  const auto draw = [&] { workbench_->frame(); };
  ASSERT_TRUE(until(draw, size, [&] { return at(0) && workbench_->settled("Landscape"); }));
  const ImRect panel = ImGui::FindWindowByName("Landscape")->Rect();
  const std::uint64_t generation = lab().generation();
  click(panel.GetCenter(), size, draw);
  for (int i = 0; i < 60 && lab().notice().number == 0; ++i) frame(size, draw);
  EXPECT_EQ(lab().notice().number, 1U);
  EXPECT_TRUE(lab().notice().at_mouse);
  EXPECT_NE(lab().notice().text.find("198 of the 200 coordinates"), std::string::npos) << lab().notice().text;
  EXPECT_EQ(lab().generation(), generation);
  for (int i = 0; i < 3; ++i) frame(size, draw);
  const auto glyphs = glyphs_of("##notice");
  ASSERT_FALSE(glyphs.empty());
  EXPECT_NEAR(glyphs.front().box.Min.y, panel.GetCenter().y, 60.0F);
  ImGui::GetIO().AddMousePosEvent(-1.0F, -1.0F);
}

TEST_F(PanelsTest, TheLandscapesHeadingCrowdsNothingAtAnyWidth) {
  for (const char* scene : {"tilt-chooses-the-minimum", "product-valley"}) {
    open(scene, 0);
    for (float width = 200.0F; width < 900.0F; width += 37.0F) {
      const ImVec2 size(width, 400.0F);
      const auto draw = [&] { workbench_->frame_of("Landscape"); };
      ASSERT_TRUE(until(draw, size, [&] { return at(0) && lab().shown_chart().chart() != nullptr; }));
      for (int i = 0; i < 4; ++i) frame(size, draw);
      std::vector<ImRect> heading;
      for (const Glyph& glyph : glyphs_of("Landscape"))
        if (glyph.box.Max.y < 42.0F) heading.push_back(glyph.box);
      EXPECT_GE(heading.size(), 3U);
      int collisions = 0;
      for (std::size_t i = 0; i < heading.size(); ++i) {
        EXPECT_LE(heading[i].Max.x, width) << scene << ", " << width;
        for (std::size_t j = 0; j < i; ++j) {
          ImRect both = heading[i];
          both.ClipWithFull(heading[j]);
          collisions += both.GetWidth() > 1.5F && both.GetHeight() > 1.5F ? 1 : 0;
        }
      }
      EXPECT_EQ(collisions, 0) << scene << ", " << width;
    }
  }
}

TEST_F(PanelsTest, APlaneIsPutThroughTickedPoints) {
  open("product-valley", 40);
  constexpr ImVec2 size(760.0F, 620.0F);
  const auto draw = [&] { workbench_->frame_of("Landscape"); };
  ASSERT_TRUE(until(draw, size, [&] { return at(40) && workbench_->settled("Landscape"); }));
  const auto points = plane_points(lab());
  const std::size_t runs = lab().runs().size();
  ASSERT_EQ(points.size(), runs + 1 + lab().experiment()->problem->minima().size()) << "they share their start";
  EXPECT_EQ(points[0].name, lab().runs()[0].info.label + ", now");
  EXPECT_EQ(points[0].colour, lab().runs()[0].colour);
  EXPECT_EQ(points[runs].name, "the start");
  const auto window = [](const char* name) -> const ImGuiWindow* {
    const ImGuiWindow* found = ImGui::FindWindowByName(name);
    return found != nullptr && found->WasActive ? found : nullptr;
  };
  for (float x = 0.2F * size.x; x < size.x && window("##Combo_00") == nullptr; x += 20.0F)
    click({x, 24.0F}, size, draw);
  ASSERT_NE(window("##Combo_00"), nullptr);
  const ImRect combo = window("##Combo_00")->Rect();
  for (float y = combo.Max.y - 8.0F; y > combo.Min.y && window("###Menu_00") == nullptr; y -= 6.0F) {
    ImGui::GetIO().AddMousePosEvent(combo.Min.x + 30.0F, y);
    for (int i = 0; i < 3; ++i) frame(size, draw);
  }
  ASSERT_NE(window("###Menu_00"), nullptr);
  const ImRect menu = window("###Menu_00")->Rect();
  EXPECT_LT(menu.Max.x, size.x) << "all of it is on the screen";
  EXPECT_GE(glyphs_of("Through points").size(), 60U);
  EXPECT_EQ(cut_glyphs("Through points"), 0);
  EXPECT_EQ(colliding_glyphs("Through points"), 0);
  const float row = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y;
  const float first = menu.Min.y + ImGui::GetStyle().WindowPadding.y + 0.5F * ImGui::GetFrameHeight();
  const ImVec2 show{menu.GetCenter().x, menu.Max.y - ImGui::GetStyle().WindowPadding.y - 10.0F};
  const auto tick = [&](std::size_t i) {
    click({menu.Min.x + 24.0F, first + static_cast<float>(i) * row}, size, draw);
  };
  const PlaneSpec before = lab().scene().view.plane;
  tick(1);
  click(show, size, draw);
  EXPECT_EQ(lab().scene().view.plane, before) << "one point is no plane";
  tick(runs);
  tick(0);
  tick(2);  // three are ticked: a fourth cannot be
  click(show, size, draw);
  const auto* plane = std::get_if<PointsPlane>(&lab().scene().view.plane);
  ASSERT_NE(plane, nullptr);
  ASSERT_EQ(plane->points.size(), 3U);
  ASSERT_TRUE(until(draw, size, [&] { return workbench_->settled("Landscape"); }));
  EXPECT_EQ(lab().shown_chart().reason(), "");
  const Chart& chart = *lab().shown_chart().chart();
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}, runs})
    EXPECT_NEAR(chart.plane->distance(*points[i].x), 0.0, 1e-9) << points[i].name;
  EXPECT_EQ(window("##Combo_00"), nullptr) << "the menu is closed";
  lab().undo();
  EXPECT_EQ(lab().scene().view.plane, before);
  ImGui::GetIO().AddMousePosEvent(-1.0F, -1.0F);
}

}  // namespace
}  // namespace tiltscape
