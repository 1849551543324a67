// The panels beside the landscape: every gallery scene in each without text that is cut or overlaps, and headings.
#include <imgui_internal.h>

#include "app/theme.h"
#include "tests/app/drawn_text.h"
#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

TEST_F(PanelsTest, ShowEveryGallerySceneWithoutCutOrCollidingText) {
  for (const GalleryEntry& entry : gallery()) {
    open(entry.name, 20);
    for (const char* panel : {"Perturbations", "Slice", "Minimisers"}) {
      SCOPED_TRACE(entry.name + std::string(" in ") + panel);
      for (std::size_t run = 0; run < 2; ++run) {
        constexpr ImVec2 smallest(310.0F, 255.0F);  // of the default layout at 1280 × 800
        const auto draw = [&] { workbench_->frame_of(panel); };
        ASSERT_TRUE(until(draw, smallest, [&] {
          if (lab().runs().size() > run) lab().select(run);
          return at(20) && lab().selected() == run && workbench_->settled(panel);
        }));
        for (int i = 0; i < 2; ++i) {  // sizes are known a frame late
          gui_.begin({smallest.x, smallest.y, 1.0F});
          draw();
          gui_.end();
        }
        EXPECT_GT(glyphs_of(panel).size(), 20U);
        EXPECT_EQ(cut_glyphs(panel), 0);
        EXPECT_EQ(colliding_glyphs(panel), 0);
      }
    }
  }
}

/// The headings of panels that share a place, row by row from left to right.
std::vector<ImRect> headings_of(const std::string& panel) {
  const ImGuiWindow& window = *ImGui::FindWindowByName(panel.c_str());
  constexpr float row = 26.0F;  // the headings' own
  std::vector<ImRect> headings;
  for (int i = 0; i < 2; ++i) {
    const float top = window.Pos.y + spacing::panel_padding.y + row * static_cast<float>(i);
    std::vector<ImRect> letters;
    for (const Glyph& glyph : glyphs_of(panel))
      if (glyph.box.Min.y >= top && glyph.box.Max.y < top + row && glyph.box.Min.x < window.Pos.x + 290.0F)
        letters.push_back(glyph.box);
    std::ranges::sort(letters, {}, [](const ImRect& box) { return box.Min.x; });
    const std::size_t before = headings.size();
    for (const ImRect& letter : letters) {
      if (headings.size() == before || letter.Min.x > headings.back().Max.x + 9.0F)  // words lie closer
        headings.push_back(letter);
      else
        headings.back().Add(letter);
    }
  }
  return headings;
}

TEST_F(PanelsTest, HeadingsOfPanelsThatShareAPlaceShowThem) {
  open("twin-wells", 20);
  constexpr ImVec2 size(1280.0F, 800.0F);
  const auto draw = [&] { workbench_->frame(); };
  ASSERT_TRUE(until(draw, size, [&] { return at(20) && workbench_->settled(); }));
  const auto frame = [&] {
    gui_.begin({size.x, size.y, 1.0F});
    draw();
    gui_.end();
  };
  const auto shown = [](const char* panel) {
    const ImGuiWindow* window = ImGui::FindWindowByName(panel);
    return window != nullptr && window->DockTabIsVisible && !window->Hidden;
  };
  const std::vector<std::string> top = {"Curves", "Flatness"},
                                 bottom = {"Step", "Perturbations", "Curvature", "Slice", "Minimisers"};
  for (const auto& names : {top, bottom}) {
    EXPECT_TRUE(shown(names[0].c_str())) << "the first is shown at first";
    for (std::size_t place = 0; place < names.size() * names.size(); ++place) {
      const std::string& from = names[place / names.size()];
      const std::size_t i = place % names.size();
      SCOPED_TRACE(names[i] + " from " + from);
      ImGui::SetWindowFocus(from.c_str());
      frame();
      frame();
      ASSERT_TRUE(shown(from.c_str()));
      const std::vector<ImRect> headings = headings_of(from);
      ASSERT_GE(headings.size(), names.size()) << "with what else is in their rows";
      const ImVec2 middle = headings[i].GetCenter();
      ImGui::GetIO().AddMousePosEvent(middle.x, middle.y);
      frame();
      for (const bool down : {true, false}) {
        ImGui::GetIO().AddMouseButtonEvent(0, down);
        frame();
      }
      for (int later = 0; later < 20; ++later) frame();
      EXPECT_TRUE(shown(names[i].c_str()));
      EXPECT_EQ(cut_glyphs(names[i]), 0);
      ImGui::GetIO().AddMousePosEvent(-1.0F, -1.0F);
    }
  }
}

}  // namespace
}  // namespace tiltscape
