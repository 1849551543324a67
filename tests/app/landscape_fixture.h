// A landscape view drawn without a display: what its tests share.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <cmath>
#include <memory>

#include "app/platform/gui.h"
#include "app/platform/headless.h"
#include "app/views/landscape_view.h"

namespace tiltscape {

inline constexpr Canvas canvas{640.0F, 560.0F, 1.0F};
using Point = std::array<float, 2>;

/// x ∈ [−2, 2], y ∈ [−1, 3]; (x − .5)² + (y − 1.5)², lowest in the upper right.
inline Grid bowl(int cells = 81) {
  Grid grid{cells, cells, {{{-2.0, 2.0}, {-1.0, 3.0}}}, {}};
  for (int r = 0; r < cells; ++r) {
    for (int c = 0; c < cells; ++c) {
      const Eigen::Vector2d p = grid.centre(c, r) - Eigen::Vector2d(0.5, 1.5);
      grid.values.push_back(static_cast<float>(p.squaredNorm()));
    }
  }
  return grid;
}

inline int brightness(const std::array<std::uint8_t, 4>& p) { return p[0] + p[1] + p[2]; }
inline bool near_colour(const std::array<std::uint8_t, 4>& p, const ImColor& c, int tolerance = 24) {
  return std::abs(p[0] - static_cast<int>(255.0F * c.Value.x)) <= tolerance &&
         std::abs(p[1] - static_cast<int>(255.0F * c.Value.y)) <= tolerance &&
         std::abs(p[2] - static_cast<int>(255.0F * c.Value.z)) <= tolerance;
}

/// A window that is all landscape, from above or in relief.
class LandscapeTest : public ::testing::Test {
 protected:
  LandscapeTest() : gui_(Theme::dark), grid_(bowl()) {
    input_.grid = &grid_;
    input_.version = 1;
    input_.bounds = grid_.bounds;
    input_.labels = {"x", "y"};
  }
  /// Draws the view at ImGui's cursor.
  virtual LandscapeOutput draw_view(ImVec2 size) = 0;
  /// Of a point of the surface.
  virtual ImVec2 pixel(double x, double y) const = 0;

  void frame() {
    ImGui::SetNextWindowPos({0.0F, 0.0F});
    ImGui::SetNextWindowSize({canvas.width, canvas.height});
    ImGui::Begin("landscape", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    output_ = draw_view(ImGui::GetContentRegionAvail());
    ImGui::End();
  }
  Image draw() {
    return picture(gui_, canvas, [this] { frame(); });
  }
  /// One frame as the window has them, for the mouse.
  LandscapeOutput step() {
    gui_.begin(canvas);
    frame();
    gui_.end();
    return output_;
  }
  std::array<std::uint8_t, 4> colour(const Image& image, double x, double y) const {
    const ImVec2 p = pixel(x, y);
    return image.at(static_cast<int>(p.x), static_cast<int>(p.y));
  }
  void mouse(ImVec2 at) { ImGui::GetIO().AddMousePosEvent(at.x, at.y); }
  void button(int which, bool down) { ImGui::GetIO().AddMouseButtonEvent(which, down); }

  Headless context_;
  Gui gui_;
  Grid grid_;
  LandscapeInput input_;
  LandscapeOutput output_;
};

class LandscapeViewTest : public LandscapeTest {
 protected:
  LandscapeViewTest() : view_(std::make_unique<LandscapeView>()) {}
  LandscapeOutput draw_view(ImVec2 size) override { return view_->draw(input_, size); }
  ImVec2 pixel(double x, double y) const override {
    const auto& l = view_->layout();
    const auto& b = input_.bounds;
    return {l.low.x + static_cast<float>((x - b[0][0]) / (b[0][1] - b[0][0])) * (l.high.x - l.low.x),
            l.high.y - static_cast<float>((y - b[1][0]) / (b[1][1] - b[1][0])) * (l.high.y - l.low.y)};
  }

  std::unique_ptr<LandscapeView> view_;
};

}  // namespace tiltscape
