// The landscape drawn without a display: what must be where in the picture, and what the mouse does.
#include "app/views/landscape_view.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <chrono>
#include <cmath>

#include "app/colormaps.h"
#include "app/platform/gui.h"
#include "app/platform/headless.h"
#include "app/views/axes.h"
#include "app/views/filled_field.h"

namespace tiltscape {
namespace {

constexpr Canvas canvas{640.0F, 560.0F, 1.0F};
using Point = std::array<float, 2>;

/// x ∈ [−2, 2], y ∈ [−1, 3]; (x − .5)² + (y − 1.5)², lowest in the upper right.
Grid bowl(int cells = 81) {
  Grid grid{cells, cells, {{{-2.0, 2.0}, {-1.0, 3.0}}}, {}};
  for (int r = 0; r < cells; ++r) {
    for (int c = 0; c < cells; ++c) {
      const Eigen::Vector2d p = grid.centre(c, r) - Eigen::Vector2d(0.5, 1.5);
      grid.values.push_back(static_cast<float>(p.squaredNorm()));
    }
  }
  return grid;
}

int brightness(const std::array<std::uint8_t, 4>& p) { return p[0] + p[1] + p[2]; }
bool near_colour(const std::array<std::uint8_t, 4>& p, const ImColor& c, int tolerance = 24) {
  return std::abs(p[0] - static_cast<int>(255.0F * c.Value.x)) <= tolerance &&
         std::abs(p[1] - static_cast<int>(255.0F * c.Value.y)) <= tolerance &&
         std::abs(p[2] - static_cast<int>(255.0F * c.Value.z)) <= tolerance;
}

class LandscapeViewTest : public ::testing::Test {
 protected:
  LandscapeViewTest() : gui_(Theme::dark), view_(std::make_unique<LandscapeView>()), grid_(bowl()) {
    input_.grid = &grid_;
    input_.version = 1;
    input_.bounds = grid_.bounds;
    input_.labels = {"x", "y"};
  }
  void frame() {
    ImGui::SetNextWindowPos({0.0F, 0.0F});
    ImGui::SetNextWindowSize({canvas.width, canvas.height});
    ImGui::Begin("landscape", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    output_ = view_->draw(input_, ImGui::GetContentRegionAvail());
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
  ImVec2 pixel(double x, double y) const {
    const auto& l = view_->layout();
    const auto& b = input_.bounds;
    return {l.low.x + static_cast<float>((x - b[0][0]) / (b[0][1] - b[0][0])) * (l.high.x - l.low.x),
            l.high.y - static_cast<float>((y - b[1][0]) / (b[1][1] - b[1][0])) * (l.high.y - l.low.y)};
  }
  std::array<std::uint8_t, 4> colour(const Image& image, double x, double y) const {
    const ImVec2 p = pixel(x, y);
    return image.at(static_cast<int>(p.x), static_cast<int>(p.y));
  }
  void mouse(ImVec2 at) { ImGui::GetIO().AddMousePosEvent(at.x, at.y); }
  void button(int which, bool down) { ImGui::GetIO().AddMouseButtonEvent(which, down); }

  Headless context_;
  Gui gui_;
  std::unique_ptr<LandscapeView> view_;
  Grid grid_;
  LandscapeInput input_;
  LandscapeOutput output_;
};

TEST_F(LandscapeViewTest, LowestIsDarkestAndYPointsUp) {
  const Image image = draw();
  int darkest = 1000;
  ImVec2 where{};
  const auto& l = view_->layout();
  for (int y = static_cast<int>(l.low.y) + 4; y < static_cast<int>(l.high.y) - 4; ++y) {
    for (int x = static_cast<int>(l.low.x) + 4; x < static_cast<int>(l.high.x) - 4; ++x) {
      if (brightness(image.at(x, y)) < darkest) {
        darkest = brightness(image.at(x, y));
        where = {static_cast<float>(x), static_cast<float>(y)};
      }
    }
  }
  const ImVec2 minimum = pixel(0.5, 1.5);
  EXPECT_NEAR(where.x, minimum.x, 25.0F);
  EXPECT_NEAR(where.y, minimum.y, 25.0F);
  EXPECT_GT(brightness(colour(image, -1.8, -0.8)), darkest + 300);
}

TEST_F(LandscapeViewTest, ColoursFollowTheMap) {
  input_.colormap = "magma";
  const Image image = draw();
  const auto map = colormap("magma");
  // half way between contour lines: (x − .5)² = 5.5 of at most 12.5; no slope is steep enough for more than a little
  // shade
  const double x = 0.5 - std::sqrt(5.5);
  const double top = view_->image().scale().high();
  EXPECT_TRUE(near_colour(colour(image, x, 1.5), colour_at(map, 5.5 / top), 45));
  EXPECT_FALSE(near_colour(colour(image, x, 1.5), colour_at(colormap("viridis"), 5.5 / top), 45));
}

TEST_F(LandscapeViewTest, ContourLinesLieAtTheirLevels) {
  const Image with = draw();
  const auto& levels = view_->image().levels();
  ASSERT_FALSE(levels.empty());
  int seen = 0;
  for (const double level : levels) {
    const double x = 0.5 - std::sqrt(level);
    if (level < 0.5 || x < -1.9) continue;
    // brighter on the line than 5 pixels to either side, along y = 1.5
    const ImVec2 p = pixel(x, 1.5);
    int line = 0;
    for (int d = -1; d <= 1; ++d)
      line = std::max(line, brightness(with.at(static_cast<int>(p.x) + d, static_cast<int>(p.y))));
    const int beside = std::max(brightness(with.at(static_cast<int>(p.x) - 5, static_cast<int>(p.y))),
                                brightness(with.at(static_cast<int>(p.x) + 5, static_cast<int>(p.y))));
    EXPECT_GT(line, beside + 30) << level;
    ++seen;
  }
  EXPECT_GE(seen, 3);
}

TEST_F(LandscapeViewTest, PathHasItsColourAndHiddenOnesAreNotDrawn) {
  const std::vector<Point> points = {{-1.5F, -0.5F}, {1.5F, -0.5F}};
  const ImColor orange(0.94F, 0.635F, 0.008F);
  input_.paths.push_back({.points = points, .colour = orange, .label = "ZEST", .current = points.back()});
  const Image image = draw();
  for (const double x : {-1.2, -0.4, 0.3, 0.9}) EXPECT_TRUE(near_colour(colour(image, x, -0.5), orange)) << x;
  EXPECT_TRUE(near_colour(colour(image, 1.5, -0.5), orange));
  EXPECT_FALSE(near_colour(colour(image, 0.3, -0.3), orange));
  input_.paths[0].hidden = true;
  EXPECT_FALSE(near_colour(colour(draw(), 0.3, -0.5), orange));
}

TEST_F(LandscapeViewTest, DashesLeaveGaps) {
  const std::vector<Point> points = {{-1.5F, -0.5F}, {1.5F, -0.5F}};
  const ImColor orange(0.94F, 0.635F, 0.008F);
  input_.paths.push_back({.points = points, .colour = orange, .dashes = 1});
  const Image image = draw();
  int on = 0, off = 0;
  for (double x = -1.4; x < 1.4; x += 0.01) (near_colour(colour(image, x, -0.5), orange) ? on : off) += 1;
  EXPECT_GT(on, 80);
  EXPECT_GT(off, 50);
}

TEST_F(LandscapeViewTest, LabelsNeverCollide) {
  const std::vector<Point> at = {{0.5F, 1.5F},   {0.52F, 1.5F},  {0.5F, 1.52F},
                                 {1.98F, 2.98F}, {1.97F, 2.95F}, {-1.99F, -0.98F}};
  for (std::size_t i = 0; i < at.size(); ++i) {
    input_.paths.push_back({.points = std::span(at).subspan(i, 1),
                            .colour = ImColor(255, 0, 0),
                            .label = "a label " + std::to_string(i),
                            .current = at[i]});
  }
  input_.minima.push_back({{0.5, 1.5}, "global minimum"});
  input_.starts.push_back({{0.45, 1.45}});
  draw();
  const auto& l = view_->layout();
  ASSERT_GE(l.labels.size(), 6U);
  for (std::size_t i = 0; i < l.labels.size(); ++i) {
    EXPECT_GE(l.labels[i].low.x, l.low.x);
    EXPECT_GE(l.labels[i].low.y, l.low.y);
    EXPECT_LE(l.labels[i].high.x, l.high.x);
    EXPECT_LE(l.labels[i].high.y, l.high.y);
    for (std::size_t j = 0; j < i; ++j) {
      const auto &a = l.labels[i], &b = l.labels[j];
      EXPECT_FALSE(a.low.x < b.high.x && b.low.x < a.high.x && a.low.y < b.high.y && b.low.y < a.high.y)
          << a.text << " over " << b.text;
    }
  }
}

TEST_F(LandscapeViewTest, HasNoSurfaceWhereThereIsNone) {
  for (int r = 0; r < grid_.rows; ++r) {
    for (int c = 0; c < grid_.columns; ++c) {
      if (grid_.centre(c, r)[0] < -0.5) grid_.values[static_cast<std::size_t>(r * grid_.columns + c)] = NAN;
    }
  }
  const Image image = draw();
  EXPECT_TRUE(near_colour(colour(image, -1.2, 0.5), palette(Theme::dark).panel, 2));
  EXPECT_FALSE(near_colour(colour(image, -0.3, 0.5), palette(Theme::dark).panel, 12));
}

TEST_F(LandscapeViewTest, VeilsWhatLiesOutsideTheDomain) {
  const int before = brightness(colour(draw(), 1.7, -0.7));
  input_.domain[0] = {-INFINITY, 1.0};
  const Image image = draw();
  EXPECT_LT(brightness(colour(image, 1.7, -0.7)), before - 60);
}

TEST_F(LandscapeViewTest, PerturbationsAreSizedByWeight) {
  const std::vector<Point> points = {{-1.0F, 0.0F}, {1.0F, 0.0F}};
  const std::vector<float> weights = {0.9F, 0.1F};
  const auto area = [&](const Image& with, const Image& without, float x) {
    const ImVec2 p = pixel(static_cast<double>(x), 0.0);
    int count = 0;
    for (int dy = -18; dy <= 18; ++dy) {
      for (int dx = -18; dx <= 18; ++dx) {
        const int px = static_cast<int>(p.x) + dx, py = static_cast<int>(p.y) + dy;
        count += with.at(px, py) != without.at(px, py) ? 1 : 0;
      }
    }
    return count;
  };
  const Image without = draw();
  input_.perturbations.push_back({points, weights, ImColor(255, 160, 0)});
  const Image with = draw();
  EXPECT_GT(area(with, without, -1.0F), 2 * area(with, without, 1.0F));
  EXPECT_GT(area(with, without, 1.0F), 4);
}

TEST_F(LandscapeViewTest, IsShadedOnlyWhenSomethingChanges) {
  step();
  const auto drawn = view_->image().drawn();
  for (int i = 0; i < 5; ++i) step();
  EXPECT_EQ(view_->image().drawn(), drawn);
  input_.version = 2;
  step();
  EXPECT_EQ(view_->image().drawn(), drawn + 1);
}

TEST_F(LandscapeViewTest, EconomicalPicturesSettle) {
  view_->set_economical(true);
  step();
  for (std::uint64_t version = 2; version < 6; ++version) {
    input_.version = version;
    step();
  }
  EXPECT_TRUE(output_.again_soon);
  for (int i = 0; i < 30; ++i) step();  // half a second of frames
  EXPECT_FALSE(output_.again_soon);
  EXPECT_EQ(view_->image().drawn(), 6U);
}

TEST_F(LandscapeViewTest, WheelZoomsAtTheCursor) {
  step();
  const ImVec2 at = pixel(1.0, 2.0);
  mouse(at);
  step();
  ASSERT_TRUE(output_.hovered.has_value());
  EXPECT_NEAR((*output_.hovered)[0], 1.0, 0.02);
  EXPECT_NEAR((*output_.hovered)[1], 2.0, 0.02);
  ImGui::GetIO().AddMouseWheelEvent(0.0F, 1.0F);
  step();
  ASSERT_TRUE(output_.bounds.has_value());
  const Bounds b = *output_.bounds;
  EXPECT_NEAR(b[0][1] - b[0][0], 4.0 * 0.85, 1e-6);
  EXPECT_NEAR((1.0 - b[0][0]) / (b[0][1] - b[0][0]), 0.75, 0.01);  // the point under the cursor stays
  EXPECT_NEAR((2.0 - b[1][0]) / (b[1][1] - b[1][0]), 0.75, 0.01);
}

TEST_F(LandscapeViewTest, RightButtonPansAndDoubleClickResets) {
  step();
  mouse(pixel(0.0, 1.0));
  step();
  button(1, true);
  step();
  mouse(pixel(0.5, 1.0));
  step();
  ASSERT_TRUE(output_.bounds.has_value());
  EXPECT_NEAR((*output_.bounds)[0][0], -2.5, 0.02);
  EXPECT_NEAR((*output_.bounds)[1][0], -1.0, 0.02);
  button(1, false);
  step();
  bool reset = false, clicked = false;
  for (const bool down : {true, false, true, false}) {
    button(0, down);
    step();
    reset = reset || output_.reset;
  }
  for (int i = 0; i < 40; ++i) clicked = step().clicked.has_value() || clicked;
  EXPECT_TRUE(reset);
  EXPECT_FALSE(clicked);
}

TEST_F(LandscapeViewTest, StartIsDraggedWithinTheDomainAndEscapeTakesItBack) {
  input_.starts.push_back({{0.0, 0.0}});
  input_.domain[0] = {-1.0, 1.0};
  step();
  mouse(pixel(0.0, 0.0));
  step();
  button(0, true);
  step();
  mouse(pixel(1.8, 0.5));
  step();
  ASSERT_TRUE(output_.drag.has_value());
  EXPECT_NEAR(output_.drag->at[0], 1.0, 1e-9);
  EXPECT_NEAR(output_.drag->at[1], 0.5, 0.02);
  EXPECT_FALSE(output_.drag->released);
  button(0, false);
  step();
  ASSERT_TRUE(output_.drag.has_value());
  EXPECT_TRUE(output_.drag->released);
  EXPECT_FALSE(step().drag.has_value());
  mouse(pixel(0.0, 0.0));
  step();
  button(0, true);
  step();
  mouse(pixel(-0.5, 0.5));
  step();
  ImGui::GetIO().AddKeyEvent(ImGuiKey_Escape, true);
  step();
  ASSERT_TRUE(output_.drag.has_value());
  EXPECT_TRUE(output_.drag->cancelled);
  EXPECT_NEAR(output_.drag->at[0], 0.0, 1e-12);
}

TEST_F(LandscapeViewTest, ClickIsAnnouncedOnce) {
  step();
  mouse(pixel(-1.0, 2.0));
  step();
  button(0, true);
  step();
  button(0, false);
  int clicks = 0;
  for (int i = 0; i < 60; ++i) {
    if (const auto clicked = step().clicked) {
      ++clicks;
      EXPECT_NEAR((*clicked)[0], -1.0, 0.02);
      EXPECT_NEAR((*clicked)[1], 2.0, 0.02);
    }
  }
  EXPECT_EQ(clicks, 1);
}

TEST_F(LandscapeViewTest, LogColoursSpreadSmallValues) {
  for (float& value : grid_.values) value = value * value * value;
  input_.version = 2;
  const int linear = brightness(colour(draw(), -0.3, 1.5));
  input_.scale = ColourScaleKind::log;
  EXPECT_GT(brightness(colour(draw(), -0.3, 1.5)), linear + 60);
}

TEST(Axes, TicksAreRound) {
  EXPECT_EQ(linear_labels(linear_ticks(-1.5, 3.2, 6)), (std::vector<std::string>{"−1", "0", "1", "2", "3"}));
  EXPECT_EQ(linear_labels(linear_ticks(0.0, 0.05, 5)),
            (std::vector<std::string>{"0.00", "0.01", "0.02", "0.03", "0.04", "0.05"}));
  EXPECT_EQ(log_ticks(0.9, 110.0, 8), (std::vector<double>{1, 2, 5, 10, 20, 50, 100}));
  EXPECT_EQ(log_ticks(1e-9, 1e9, 5).size(), 5U);
  EXPECT_TRUE(linear_ticks(1.0, 1.0, 5).empty());
}

TEST(FilledField, ContinuesStraightLines) {
  Grid grid{6, 5, {{{0.0, 1.0}, {0.0, 1.0}}}, {}};
  for (int r = 0; r < 5; ++r) {
    for (int c = 0; c < 6; ++c) grid.values.push_back(c == 2 && r == 2 ? NAN : static_cast<float>(2 * c - 3 * r));
  }
  const FilledField field = filled_field(grid);
  ASSERT_EQ(field.columns, 10);
  EXPECT_TRUE(field.gaps);
  for (int r = 0; r < 9; ++r) {
    for (int c = 0; c < 10; ++c) {
      EXPECT_NEAR(field.values[static_cast<std::size_t>(10 * r + c)],
                  2.0F * static_cast<float>(c - 2) - 3.0F * static_cast<float>(r - 2), 2.1F)
          << c << ", " << r;
    }
  }
  EXPECT_NEAR(field.values[static_cast<std::size_t>(10 * 4 + 1)], -2.0F - 6.0F, 1e-4F);
}

}  // namespace
}  // namespace tiltscape
