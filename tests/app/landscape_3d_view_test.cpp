// The landscape in three dimensions drawn without a display: what is where, and what the mouse does.
#include "app/views/landscape_3d.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>

#include "tests/app/landscape_fixture.h"

namespace tiltscape {
namespace {

class Landscape3DTest : public LandscapeTest {
 protected:
  Landscape3DTest() : view_(std::make_unique<LandscapeView3D>()) {}
  LandscapeOutput draw_view(ImVec2 size) override {
    const ReliefOutput output = view_->draw(input_, camera_, size_.value_or(size));
    turned_ = output.camera.has_value();
    if (turned_) camera_ = *output.camera;
    return output.landscape;
  }
  ImVec2 pixel(double x, double y) const override {
    const ReliefImage& image = view_->image();
    const double height = image.field(ReliefImage::Layer::solid).height(image.box().unit({x, y}));
    return image.lens().project(image.box().place({x, y}, height));
  }
  /// Hovering is known a frame late: the buttons may lie over the picture.
  LandscapeOutput point_at(ImVec2 at) {
    mouse(at);
    step();
    return step();
  }

  std::unique_ptr<LandscapeView3D> view_;
  Camera camera_;
  std::optional<ImVec2> size_;  ///< all of the window otherwise
  bool turned_ = false;         ///< the camera, in the last frame
};

int apart(const std::array<std::uint8_t, 4>& a, const std::array<std::uint8_t, 4>& b) {
  return std::abs(a[0] - b[0]) + std::abs(a[1] - b[1]) + std::abs(a[2] - b[2]);
}

TEST_F(Landscape3DTest, HoverReadsThePointUnderTheMouse) {
  step();
  for (const auto& [x, y] : {std::pair{0.5, 1.5}, {0.0, 2.2}, {-0.6, 1.9}}) {
    point_at(pixel(x, y));
    ASSERT_TRUE(output_.hovered.has_value()) << x << ", " << y;
    EXPECT_NEAR((*output_.hovered)[0], x, 0.02);
    EXPECT_NEAR((*output_.hovered)[1], y, 0.02);
  }
  point_at({view_->layout().picture.low.x + 3.0F, view_->layout().picture.high.y - 3.0F});
  EXPECT_FALSE(output_.hovered.has_value());
}

TEST_F(Landscape3DTest, LowestIsDarkestAndHolesAreNotDrawn) {
  input_.colormap = "grey";
  const Image whole = draw();
  EXPECT_GT(brightness(colour(whole, -1.0, 2.6)), brightness(colour(whole, 0.5, 1.5)) + 100);
  const ImVec2 hole = pixel(0.5, 1.5);
  for (int r = 0; r < grid_.rows; ++r)
    for (int c = 0; c < grid_.columns; ++c)
      if ((grid_.centre(c, r) - Eigen::Vector2d(0.5, 1.5)).norm() < 0.7)
        grid_.values[static_cast<std::size_t>(r * grid_.columns + c)] = NAN;
  input_.version = 2;
  const Image holed = draw();
  // through the hole one sees the box's ground: dark, with nothing of the map's colours
  const auto seen = holed.at(static_cast<int>(hole.x), static_cast<int>(hole.y));
  EXPECT_LT(brightness(seen), 3 * 60);
  point_at(hole);
  EXPECT_FALSE(output_.hovered.has_value() && (*output_.hovered - Eigen::Vector2d(0.5, 1.5)).norm() < 0.6);
  EXPECT_GT(brightness(colour(holed, -1.0, 2.6)), 150);
}

TEST_F(Landscape3DTest, PathsAreTubesOfTheirColourThatRidgesHide) {
  const std::vector<Point> points = {{0.0F, 2.2F}, {1.0F, 2.2F}};
  const ImColor green(0.1F, 0.75F, 0.3F);
  const Image bare = draw();
  input_.paths.push_back({.points = points, .colour = green, .selected = true});
  const Image with = draw();
  const auto seen = colour(with, 0.5, 2.2);
  EXPECT_GT(seen[1], seen[0] + 60);
  EXPECT_GT(seen[1], seen[2] + 30);
  EXPECT_LT(apart(colour(with, 0.5, 1.9), colour(bare, 0.5, 1.9)), 6);
  // from below and outside, the bowl's wall is in front of it
  camera_ = {.azimuth = 0.0, .elevation = 5.0};
  input_.paths.clear();
  const Image wall = draw();
  input_.paths.push_back({.points = points, .colour = green, .selected = true});
  const Image hidden = draw();
  EXPECT_FALSE(view_->image().visible(view_->image().box().unit({0.5, 2.2})));
  // what is hidden shows through in its colour, without light and rim
  const auto behind = colour(hidden, 0.5, 2.2), in_front = colour(wall, 0.5, 2.2);
  EXPECT_GT(apart(seen, in_front), 60);
  EXPECT_TRUE(near_colour(behind, mix(ImColor(in_front[0], in_front[1], in_front[2]), green, 0.5F), 12))
      << int(behind[0]) << " " << int(behind[1]) << " " << int(behind[2]);
}

TEST_F(Landscape3DTest, TubesAreSmooth) {
  std::vector<Point> points;
  for (int i = 0; i <= 40; ++i)
    points.push_back({0.2F + 0.002F * static_cast<float>(i * i % 7), 1.0F + 0.04F * static_cast<float>(i)});
  input_.paths.push_back({.points = points, .colour = ImColor(0.94F, 0.63F, 0.1F), .selected = true});
  for (const double zoom : {1.0, 4.0}) {
    camera_ = {.azimuth = 20.0, .elevation = 25.0, .zoom = zoom};
    const Image image = draw();
    // along the middle, away from the ends
    int least = 765, most = 0, count = 0;
    for (double y = 1.2; y < 2.4; y += 0.002) {
      const std::size_t i = static_cast<std::size_t>((y - 1.0) / 0.04);
      const double part = (y - 1.0) / 0.04 - static_cast<double>(i);
      const double x = static_cast<double>(points[i][0]) + part * static_cast<double>(points[i + 1][0] - points[i][0]);
      if (!view_->image().visible(view_->image().box().unit({x, y}))) continue;
      const ImVec2 p = pixel(x, y);
      const auto& picture = view_->layout().picture;
      if (p.x < picture.low.x + 2.0F || p.y < picture.low.y + 2.0F || p.x > picture.high.x - 2.0F ||
          p.y > picture.high.y - 2.0F)
        continue;
      const int seen = brightness(image.at(static_cast<int>(p.x), static_cast<int>(p.y)));
      least = std::min(least, seen);
      most = std::max(most, seen);
      ++count;
    }
    EXPECT_GT(count, 50);
    EXPECT_GT(least, 320) << "no rim lies across it at zoom " << zoom;
    EXPECT_LT(most, 550);
  }
}

TEST_F(Landscape3DTest, RunsThatHaveLeftAreShownAtTheRim) {
  const ImColor green(0.1F, 0.75F, 0.3F);
  input_.paths.push_back({.colour = green, .label = "gone", .current = Point{9.0F, 1.5F}});
  camera_ = {.azimuth = 10.0, .elevation = 60.0};
  const auto& labels = view_->layout().labels;
  const Image away = draw();
  ASSERT_EQ(labels.size(), 1U);
  EXPECT_EQ(labels[0].text, "gone");
  const ImVec2 rim = pixel(2.0, 1.5), inside = pixel(1.9, 1.5);
  const float length = std::hypot(rim.x - inside.x, rim.y - inside.y);
  const ImVec2 arrow{rim.x + 9.0F * (rim.x - inside.x) / length, rim.y + 9.0F * (rim.y - inside.y) / length};
  EXPECT_TRUE(near_colour(away.at(static_cast<int>(arrow.x), static_cast<int>(arrow.y)), green));
  EXPECT_LT(std::hypot(labels[0].anchor.x - arrow.x, labels[0].anchor.y - arrow.y), 14.0F);
  // one that is there has a ball and no arrow
  input_.paths[0].current = Point{1.7F, 1.5F};
  const Image there = draw();
  EXPECT_FALSE(near_colour(there.at(static_cast<int>(arrow.x), static_cast<int>(arrow.y)), green));
  // one that zooming has put beside the picture is pointed at from its edge
  camera_.zoom = 6.0;
  draw();
  ASSERT_EQ(labels.size(), 1U);
  EXPECT_GT(pixel(1.7, 1.5).x, view_->layout().picture.high.x);
  EXPECT_GT(labels[0].anchor.x, view_->layout().picture.high.x - 24.0F);
  // nowhere, where it is nowhere
  input_.paths[0].current = Point{NAN, INFINITY};
  draw();
  EXPECT_TRUE(labels.empty());
}

TEST_F(Landscape3DTest, BeyondTheDomainTheSurfaceIsVeiled) {
  const Image bare = draw();
  input_.domain[0][1] = 1.0;
  input_.domain_reason = "beyond";
  const Image veiled = draw();
  EXPECT_LT(brightness(colour(veiled, 1.5, 2.4)), brightness(colour(bare, 1.5, 2.4)) * 2 / 3);
  EXPECT_LT(apart(colour(veiled, 0.7, 2.4), colour(bare, 0.7, 2.4)), 4);
  const auto written = [&](const Image& image) {  // in the lower right corner
    const ImVec2 corner = view_->layout().picture.high;
    int count = 0;
    for (int x = 10; x < 50; ++x)
      for (int y = 8; y < 24; ++y)
        count += brightness(image.at(static_cast<int>(corner.x) - x, static_cast<int>(corner.y) - y)) > 300;
    return count;
  };
  EXPECT_EQ(written(bare), 0);
  EXPECT_GT(written(veiled), 20) << "why it is veiled";
  input_.domain[0][1] = 2.5;  // out of view
  EXPECT_EQ(draw().rgba, bare.rgba);
}

TEST_F(Landscape3DTest, MinimaOfTheSurfaceAreMarkedOnIt) {
  const auto label = [&] { return view_->layout().labels.empty() ? "" : view_->layout().labels.front().text; };
  input_.lowest.push_back({.at = {0.5, 1.5}, .label = "min f", .least = true});
  const Image marked = draw();
  EXPECT_EQ(label(), "min f");
  const ImVec2 tip{pixel(0.5, 1.5).x - 8.0F, pixel(0.5, 1.5).y};
  EXPECT_GT(brightness(marked.at(static_cast<int>(tip.x), static_cast<int>(tip.y))), 600)
      << "the diamond's left corner";
  // a run that is there is not hidden by it
  input_.paths.push_back({.colour = ImColor(0.1F, 0.75F, 0.3F), .current = Point{0.5F, 1.5F}});
  const Image reached = draw();
  EXPECT_LT(brightness(reached.at(static_cast<int>(tip.x), static_cast<int>(tip.y))), 600);
  EXPECT_EQ(label(), "min f");
  input_.paths.clear();
  // of the average where there is one: as much higher as it is
  Grid lifted = grid_;
  for (float& value : lifted.values) value += 4.0F;
  input_.beside = &grid_;
  input_.beside_version = 2;
  input_.beside_symbol = "f";
  input_.beside_below = true;
  input_.grid = &lifted;
  input_.version = 2;
  draw();
  ASSERT_EQ(label(), "min f");
  const double highest = static_cast<double>(std::ranges::max(lifted.values));
  const ReliefImage& relief = view_->image();
  const ImVec2 expected = relief.lens().project(relief.box().place({0.5, 1.5}, 4.0 / highest));
  EXPECT_NEAR(view_->layout().labels.front().anchor.y, expected.y, 0.5F);
  EXPECT_LT(expected.y, pixel(0.5, 1.5).y - 10.0F);
  input_.beside = nullptr;
  input_.grid = &grid_;
  input_.version = 3;
  camera_ = {.azimuth = 0.0, .elevation = 5.0};
  draw();
  EXPECT_EQ(label(), "min f");
  const ImVec2 behind{pixel(0.5, 1.5).x - 8.0F, pixel(0.5, 1.5).y};
  const Image hidden = draw();
  input_.lowest.clear();
  const Image bare = draw();
  EXPECT_EQ(label(), "");
  const auto x = static_cast<int>(behind.x), y = static_cast<int>(behind.y);
  EXPECT_GT(brightness(hidden.at(x, y)), brightness(bare.at(x, y)) + 20) << "faint behind the wall in front";
  EXPECT_LT(brightness(hidden.at(x, y)), 600);
}

TEST_F(Landscape3DTest, KnownMinimaBehindARidgeAreFaint) {
  input_.minima.push_back({{0.5, 1.5}, "known"});
  const auto arm = [&] {  // the brightest of the right one
    const Image image = draw();
    int most = 0;
    for (int x = 2; x < 5; ++x)
      for (int y = -1; y < 2; ++y)
        most = std::max(most, brightness(image.at(static_cast<int>(pixel(0.5, 1.5).x) + x,
                                                  static_cast<int>(pixel(0.5, 1.5).y) + y)));
    return most;
  };
  const auto& labels = view_->layout().labels;
  const int seen = arm();
  ASSERT_EQ(labels.size(), 1U);
  const float height = labels[0].high.y - labels[0].low.y;
  EXPECT_FALSE(labels[0].faint);
  camera_ = {.azimuth = 0.0, .elevation = 5.0};
  const int hidden = arm();
  ASSERT_EQ(labels.size(), 1U);
  EXPECT_TRUE(labels[0].faint);
  EXPECT_LT(labels[0].high.y - labels[0].low.y, height - 1.0F);
  input_.minima.clear();
  const int bare = arm();
  EXPECT_GT(hidden, bare + 40);
  EXPECT_LT(hidden, seen - 100);
}

TEST_F(Landscape3DTest, TheSecondSurfaceIsTranslucentAboveTheFirst) {
  const auto at = [&](const Image& image) { return colour(image, 0.5, 1.5); };
  const Image alone = draw();
  Grid lifted = grid_;
  for (float& value : lifted.values) value = 12.5F;
  input_.beside = &lifted;
  input_.beside_version = 2;
  input_.beside_symbol = "Fₜ";
  const Image both = draw();
  EXPECT_GT(apart(at(both), at(alone)), 30);
  // f shows through: its lowest and its highest point are told apart
  EXPECT_GT(apart(at(both), colour(both, -1.2, 2.6)), 30);
  // the mouse meets the upper one first
  point_at(pixel(0.5, 1.5));
  ASSERT_TRUE(output_.hovered.has_value());
  EXPECT_GT((*output_.hovered - Eigen::Vector2d(0.5, 1.5)).norm(), 0.3);
}

TEST_F(Landscape3DTest, OfGlassTheNearestLayerAloneIsSeen) {
  const auto ridges = [this](const std::vector<double>& places) {
    Grid grid = grid_;
    for (int r = 0; r < grid.rows; ++r)
      for (int c = 0; c < grid.columns; ++c) {
        double value = 0.0;
        for (const double place : places)
          value = std::max(value, std::exp(-8.0 * std::pow(grid.centre(c, r)[1] - place, 2)));
        grid.values[static_cast<std::size_t>(r * grid.columns + c)] = static_cast<float>(value);
      }
    return grid;
  };
  Grid ground = ridges({});
  ground.values.front() = 1.0F;  // keeps the scale
  input_.beside = &ground;
  input_.beside_version = 1;
  input_.beside_symbol = "f";
  input_.beside_below = true;
  std::uint64_t version = 1;
  for (const double azimuth : {0.0, 180.0}) {
    camera_ = {.azimuth = azimuth, .elevation = 3.0};
    const double near = azimuth == 0.0 ? 0.0 : 2.0, far = 2.0 - near, side = azimuth == 0.0 ? -1.0 : 1.0;
    ImVec2 there;
    const auto seen = [&](const std::vector<double>& places) {
      const Grid glass = ridges(places);
      input_.grid = &glass;
      input_.version = ++version;
      const Image image = draw();
      if (places.size() == 2) {  // halfway up the nearer ridge
        const ReliefImage& relief = view_->image();
        const double y = near + 0.3 * side;
        const double height = relief.field(ReliefImage::Layer::glass).height(relief.box().unit({0.3, y}));
        there = relief.lens().project(relief.box().place({0.3, y}, height));
      }
      return image.at(static_cast<int>(there.x), static_cast<int>(there.y));
    };
    const auto both = seen({near, far}), alone = seen({near}), behind = seen({far}), none = seen({});
    EXPECT_GT(apart(behind, none), 20) << "the farther ridge lies behind that point";
    EXPECT_LT(apart(both, alone), 4) << "from azimuth " << azimuth;
  }
}

TEST_F(Landscape3DTest, AxisLabelsKeepOffTheBoxAndEachOther) {
  input_.symbol = "f, Fₜ";
  for (const ImVec2 size : {ImVec2(500.0F, 420.0F), ImVec2(420.0F, 520.0F), ImVec2(624.0F, 540.0F)})
    for (const double azimuth : {-160.0, -70.0, 0.0, 35.0, 90.0, 135.0})
      for (const double elevation : {-40.0, 10.0, 40.0, 80.0}) {
        camera_ = {.azimuth = azimuth, .elevation = elevation};
        size_ = size;
        step();
        const auto& labels = view_->layout().axes;
        EXPECT_GE(labels.size(), 6U);
        const auto& picture = view_->layout().picture;
        for (std::size_t i = 0; i < labels.size(); ++i) {
          const auto& a = labels[i];
          for (std::size_t j = 0; j < i; ++j) {
            const auto& b = labels[j];
            EXPECT_FALSE(a.low.x < b.high.x && b.low.x < a.high.x && a.low.y < b.high.y && b.low.y < a.high.y)
                << a.text << " over " << b.text;
          }
          const ImVec2 middle{0.5F * (a.low.x + a.high.x), 0.5F * (a.low.y + a.high.y)};
          const auto hit = view_->image().hit(view_->image().lens().ray(middle));
          EXPECT_FALSE(hit.has_value()) << a.text << " at " << azimuth << ", " << elevation;
          EXPECT_GE(a.low.x, picture.low.x);
          EXPECT_LE(a.high.x, picture.high.x);
          EXPECT_GE(a.low.y, picture.low.y);
          EXPECT_LE(a.high.y, picture.high.y);
        }
      }
}

TEST_F(Landscape3DTest, TheBoxAndItsLabelsFillThePicture) {
  for (const ImVec2 size : {ImVec2(500.0F, 420.0F), ImVec2(420.0F, 520.0F), ImVec2(624.0F, 540.0F)}) {
    size_ = size;
    step();
    step();
    const auto& picture = view_->layout().picture;
    ImVec2 least = picture.high, most = picture.low;
    const auto see = [&](ImVec2 low, ImVec2 high) {
      least = {std::min(least.x, low.x), std::min(least.y, low.y)};
      most = {std::max(most.x, high.x), std::max(most.y, high.y)};
    };
    for (const auto& label : view_->layout().axes) see(label.low, label.high);
    const BoxSides& sides = view_->image().box().sides();
    for (int i = 0; i < 8; ++i) {
      const Eigen::Vector3d sign((i & 1) != 0 ? 1.0 : -1.0, (i & 2) != 0 ? 1.0 : -1.0, (i & 4) != 0 ? 1.0 : -1.0);
      see(view_->image().lens().project(sign.cwiseProduct(sides)),
          view_->image().lens().project(sign.cwiseProduct(sides)));
    }
    // ticks may end short of an edge's end, where room for a label is kept
    const float across = picture.high.x - picture.low.x - most.x + least.x;
    const float down = picture.high.y - picture.low.y - most.y + least.y;
    EXPECT_LT(std::min(across, down), 50.0F) << across << " and " << down << " of " << size.x << " are left";
    EXPECT_GE(std::min(across, down), 15.0F);
  }
}

TEST_F(Landscape3DTest, DragOrbitsRightDragPansWheelZoomsDoubleClickResets) {
  step();
  const Camera home = camera_;
  point_at(pixel(0.0, 1.0));
  button(0, true);
  step();
  mouse({pixel(0.0, 1.0).x + 40.0F, pixel(0.0, 1.0).y + 20.0F});
  step();
  button(0, false);
  step();
  EXPECT_LT(camera_.azimuth, home.azimuth - 5.0);
  EXPECT_GT(camera_.elevation, home.elevation + 3.0);

  const ImVec2 before = pixel(0.5, 1.5);
  point_at(before);
  button(1, true);
  step();
  mouse({before.x + 30.0F, before.y - 10.0F});
  step();
  step();
  button(1, false);
  step();
  EXPECT_NEAR(pixel(0.5, 1.5).x, before.x + 30.0F, 0.1F);
  EXPECT_NEAR(pixel(0.5, 1.5).y, before.y - 10.0F, 0.1F);

  const ImVec2 fixed{std::floor(pixel(0.5, 1.5).x), std::floor(pixel(0.5, 1.5).y)};
  const auto under = point_at(fixed).hovered;
  ASSERT_TRUE(under.has_value());
  const double zoom = camera_.zoom;
  ImGui::GetIO().AddMouseWheelEvent(0.0F, 2.0F);
  step();
  step();
  EXPECT_NEAR(camera_.zoom, zoom / (0.85 * 0.85), 1e-9);
  EXPECT_NEAR(pixel((*under)[0], (*under)[1]).x, fixed.x, 0.1F);
  EXPECT_NEAR(pixel((*under)[0], (*under)[1]).y, fixed.y, 0.1F);

  bool reset = false;
  for (const bool down : {true, false, true, false}) {
    button(0, down);
    reset = step().reset || reset;
  }
  EXPECT_TRUE(reset);
  EXPECT_EQ(camera_, home);
}

TEST_F(Landscape3DTest, KeysLookFromAboveAndFromTheSideUnlessCtrlIsHeld) {
  step();
  point_at(pixel(0.0, 1.0));
  const Camera before = camera_;
  const auto press = [this](ImGuiKey key) {
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddKeyEvent(key, down);
      step();
    }
  };
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
  press(ImGuiKey_S);  // saves the scene
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
  step();
  EXPECT_EQ(camera_, before);
  press(ImGuiKey_S);
  EXPECT_EQ(camera_.elevation, 0.0);
  press(ImGuiKey_T);
  EXPECT_EQ(camera_.elevation, 90.0);
  press(ImGuiKey_P);
  EXPECT_EQ(camera_.projection, "orthographic");
  press(ImGuiKey_F);
  EXPECT_EQ(camera_.elevation, before.elevation);
}

TEST_F(Landscape3DTest, StartIsDraggedOverTheSurface) {
  input_.starts.push_back({{0.0, 2.0}});
  step();
  point_at(pixel(0.0, 2.0));
  button(0, true);
  step();
  mouse(pixel(0.8, 1.7));
  step();
  ASSERT_TRUE(output_.drag.has_value());
  EXPECT_NEAR(output_.drag->at[0], 0.8, 0.03);
  EXPECT_NEAR(output_.drag->at[1], 1.7, 0.03);
  EXPECT_FALSE(turned_);
  button(0, false);
  step();
  ASSERT_TRUE(output_.drag.has_value());
  EXPECT_TRUE(output_.drag->released);
}

TEST_F(Landscape3DTest, IsDrawnOnlyWhenSomethingChanges) {
  const std::vector<Point> points = {{0.0F, 2.2F}, {1.0F, 2.2F}};
  input_.paths.push_back({.points = points, .colour = ImColor(255, 0, 0)});
  step();
  const auto drawn = view_->image().drawn();
  for (int i = 0; i < 5; ++i) step();
  EXPECT_EQ(view_->image().drawn(), drawn);
  const std::vector<Point> longer = {{0.0F, 2.2F}, {1.0F, 2.2F}, {1.1F, 2.2F}};
  input_.paths[0].points = longer;
  step();
  EXPECT_EQ(view_->image().drawn(), drawn + 1);
  input_.version = 2;
  step();
  EXPECT_EQ(view_->image().drawn(), drawn + 2);
  camera_.azimuth += 1.0;
  step();
  EXPECT_EQ(view_->image().drawn(), drawn + 3);
}

TEST_F(Landscape3DTest, EconomicalPicturesSettle) {
  view_->set_economical(true);
  step();
  for (int i = 0; i < 4; ++i) {
    camera_.azimuth += 1.0;
    step();
  }
  EXPECT_TRUE(output_.again_soon);
  EXPECT_EQ(view_->image().field(ReliefImage::Layer::solid).size(), 65);
  for (int i = 0; i < 30; ++i) step();  // half a second of frames
  EXPECT_FALSE(output_.again_soon);
  EXPECT_EQ(view_->image().drawn(), 6U);
  EXPECT_EQ(view_->image().field(ReliefImage::Layer::solid).size(), 129);
}

}  // namespace
}  // namespace tiltscape
