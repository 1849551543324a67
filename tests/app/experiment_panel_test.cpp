// The experiment panel: what it says of starts and of settings that take others along.
#include <imgui_internal.h>

#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

TEST_F(PanelsTest, StartsOfManyDimensionsSayThatNoMousePlacesThem) {
  constexpr ImVec2 size(420.0F, 900.0F);
  const auto draw = [&] { workbench_->frame_of("Experiment"); };
  for (const auto& [scene, expected] : {std::pair{"product-valley", "too many dimensions"},
                                        {"twin-wells", "click there"},
                                        {"digits", "too many dimensions"}}) {
    open(scene, 0);
    ASSERT_TRUE(until(draw, size, [&] { return at(0); }));
    const std::string shown = text(size, draw);
    EXPECT_NE(shown.find(expected), std::string::npos) << scene << ": " << shown;
  }
}

TEST_F(PanelsTest, FewerThanTwoPairsTakeTheNaiveEstimatorAndSaySo) {
  open("twin-wells", 0);
  constexpr ImVec2 size(420.0F, 900.0F);
  const auto draw = [&] { workbench_->frame_of("Experiment"); };
  ASSERT_TRUE(until(draw, size, [&] { return at(0); }));
  const auto word = [&](const char* name) { return to_string(*lab().runs()[0].info.spec.settings.find(name)); };
  ASSERT_EQ(word("estimator"), "bias-corrected");
  ImGuiIO& io = ImGui::GetIO();
  const ImRect panel = ImGui::FindWindowByName("Experiment")->Rect();
  for (float y = panel.Min.y + 200.0F; y < panel.Max.y && word("pairs") != "1";
       y += 14.0F) {  // every slider to its left end
    lab().select(0);  // above the sliders are the runs
    io.AddMousePosEvent(panel.Max.x - 40.0F, y);
    frame(size, draw);
    io.AddMouseButtonEvent(0, true);
    frame(size, draw);
    for (const float x : {0.8F, 0.6F, 0.3F}) {
      io.AddMousePosEvent(panel.Min.x + x * panel.GetWidth(), y);
      frame(size, draw);
    }
    io.AddMouseButtonEvent(0, false);
    for (int i = 0; i < 3; ++i) frame(size, draw);
  }
  ASSERT_EQ(word("pairs"), "1");
  EXPECT_EQ(word("estimator"), "naive");
  EXPECT_NE(lab().notice().text.find("bias-corrected estimator needs two pairs"), std::string::npos)
      << lab().notice().text;
  io.AddMousePosEvent(-1.0F, -1.0F);
}

}  // namespace
}  // namespace tiltscape
