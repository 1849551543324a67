// The choices in the heading of the curves.
#include <set>

#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

TEST_F(PanelsTest, AxisAndScaleOfTheCurvesAreUndone) {
  open("himmelblau-race", 30);
  constexpr ImVec2 size(420.0F, 480.0F);
  const auto draw = [&] { workbench_->frame_of("Curves"); };
  ASSERT_TRUE(until(draw, size, [&] { return at(30); }));
  std::set<std::string> seen;
  for (float x = size.x - 20.0F; x > 0.4F * size.x; x -= 14.0F)
    for (float y = 44.0F; y < 170.0F; y += 9.0F) {  // the list, where it opens
      click({x, 24.0F}, size, draw);
      const View before = lab().scene().view;
      click({x, y}, size, draw);
      const View after = lab().scene().view;
      if (after == before) continue;
      seen.insert(after.x_axis + " " + after.x_scale);
      lab().undo();
      EXPECT_EQ(lab().scene().view, before);
      EXPECT_FALSE(lab().can_undo()) << "one edit a click";
    }
  EXPECT_TRUE(seen.contains("step log"));
  EXPECT_TRUE(seen.contains("cost linear") || seen.contains("seconds linear"));
  ImGui::GetIO().AddMousePosEvent(-1.0F, -1.0F);
}

}  // namespace
}  // namespace tiltscape
