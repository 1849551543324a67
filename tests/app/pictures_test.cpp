// Pictures of the program beside those kept in tests/images, in blocks of 8 × 8 points: a missing path, contour,
// surface or panel is far beyond what another font rasteriser or OpenGL driver changes. TILTSCAPE_WRITE_IMAGES=1 writes
// them anew: look at every one before keeping it.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <imgui_internal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>

#include "app/commands/commands.h"
#include "app/export/png.h"
#include "app/platform/gui.h"
#include "app/platform/headless.h"
#include "app/workbench.h"

namespace tiltscape {
namespace {

namespace fs = std::filesystem;

constexpr int kept = 4;   ///< pixels a pixel of the pictures that are kept
constexpr int block = 2;  ///< of those, a side of what is compared
/// What may differ, in levels of 255, between the means of two blocks. Rewritten pictures of the same build differ by
/// 0; the least of the mistakes below by more than twice this.
constexpr double tolerance = 6.0;

/// Means over squares of `side` pixels, over RGB.
Image shrunk(const Image& image, int side) {
  Image small{image.width / side, image.height / side, {}};
  for (int y = 0; y < small.height; ++y)
    for (int x = 0; x < small.width; ++x) {
      std::array<int, 4> sum{};
      for (int dy = 0; dy < side; ++dy)
        for (int dx = 0; dx < side; ++dx)
          for (std::size_t c = 0; c < 4; ++c) sum[c] += image.at(x * side + dx, y * side + dy)[c];
      for (const int s : sum) small.rgba.push_back(static_cast<std::uint8_t>((s + side * side / 2) / (side * side)));
    }
  return small;
}

struct Difference {
  double most = 0.0;  ///< between two blocks, in levels of the channel that differs most
  int x = 0, y = 0;   ///< of that block, in points
};

struct Area {
  int left = 0, top = 0, right = 0, bottom = 0;
};

/// Between two pictures that were shrunk to what is kept. `ignored` is left out.
Difference difference(const Image& a, const Image& b, const Area& ignored) {
  Difference result;
  if (a.width != b.width || a.height != b.height) return {255.0, 0, 0};
  for (int y = 0; y + block <= a.height; y += block)
    for (int x = 0; x + block <= a.width; x += block) {
      const int px = kept * x, py = kept * y;
      if (px >= ignored.left && px < ignored.right && py >= ignored.top && py < ignored.bottom) continue;
      for (std::size_t c = 0; c < 3; ++c) {
        double sum = 0.0;
        for (int dy = 0; dy < block; ++dy)
          for (int dx = 0; dx < block; ++dx) sum += a.at(x + dx, y + dy)[c] - b.at(x + dx, y + dy)[c];
        if (const double mean = std::abs(sum) / (block * block); mean > result.most) result = {mean, px, py};
      }
    }
  return result;
}

struct Shot {
  std::string scene;
  std::uint64_t at = 0;
  std::string panel;  ///< empty: the window
  Theme theme = Theme::dark;
  Canvas canvas{640.0F, 480.0F, 1.0F};
  std::vector<Override> overrides{};
  std::function<void(Laboratory&)> prepare{};  ///< once the runs are there
};

/// As `render` does it: the runs to the step, everything settled, a picture. `places` receives where the panels are.
Image take(const Shot& shot, std::map<std::string, Area>* places = nullptr) {
  Channel<int> bell;
  const Headless context;
  Gui gui(shot.theme);
  Scene scene = load_scene(shot.scene, shot.overrides);
  scene.view.speed = 0;
  Workbench workbench(std::move(scene), {}, 2, [&bell] { bell.send(0); });
  Laboratory& lab = workbench.lab();
  lab.play(false);
  lab.restart();
  lab.advance(shot.at);
  const auto arrived = [&] {
    return !lab.loading() &&
           std::ranges::all_of(lab.runs(), [&](const RunView& run) { return run.snapshot.step == shot.at; });
  };
  while (!arrived()) {
    bell.receive();
    workbench.take();
  }
  if (shot.prepare) shot.prepare(lab);
  const auto frame = [&] { shot.panel.empty() ? workbench.frame() : workbench.frame_of(shot.panel); };
  Image image = picture(gui, shot.canvas, frame);
  while (!workbench.settled(shot.panel)) {
    bell.receive();
    workbench.take();
    image = picture(gui, shot.canvas, frame, 1);
  }
  image = picture(gui, shot.canvas, frame);
  if (places != nullptr)
    for (const char* panel : {"Experiment", "Landscape", "Curves", "Step"}) {
      const ImRect at = ImGui::FindWindowByName(panel)->Rect();
      (*places)[panel] = {static_cast<int>(at.Min.x), static_cast<int>(at.Min.y), static_cast<int>(at.Max.x),
                          static_cast<int>(at.Max.y)};
    }
  return image;
}

/// An empty card where a panel was.
Image without(Image image, const Area& panel) {
  const auto card = image.at(panel.left + 12, panel.bottom - 6);
  for (int y = panel.top + 2; y < panel.bottom - 2; ++y)
    for (int x = panel.left + 2; x < panel.right - 2; ++x)
      std::ranges::copy(card, image.rgba.begin() + 4 * (static_cast<std::ptrdiff_t>(y) * image.width + x));
  return image;
}

Image upside_down(const Image& image) {
  Image result{image.width, image.height, {}};
  const auto row = static_cast<std::ptrdiff_t>(4) * image.width;
  for (int y = image.height - 1; y >= 0; --y)
    result.rgba.insert(result.rgba.end(), image.rgba.begin() + y * row, image.rgba.begin() + (y + 1) * row);
  return result;
}

constexpr Canvas whole{1280.0F, 800.0F, 1.0F};
/// Seconds of computing are shown at the right of the bottom bar, never the same; the scrub bar has the width they
/// leave.
constexpr Area clock_of_window{264, 736, 1280, 800};

Shot window(Theme theme) {
  return {.scene = "tilt-chooses-the-minimum", .at = 2000, .panel = {}, .theme = theme, .canvas = whole};
}
Shot landscape(const std::string& scene, std::uint64_t at) { return {.scene = scene, .at = at, .panel = "Landscape"}; }

/// In three dimensions, with f below its average where it shows one.
Shot relief(const std::string& scene, std::uint64_t at) {
  Shot shot = landscape(scene, at);
  shot.overrides = {{"view.mode", "3d"}};
  if (scene == "tilt-chooses-the-minimum") shot.overrides.push_back({"view.surface", R"(["tilted", "loss"])"});
  return shot;
}

/// The picture beside the one that is kept; where they differ, what was seen is left beside the build.
Difference beside_kept(const std::string& name, const Image& seen, const Area& ignored = {}) {
  const fs::path file = fs::path(TILTSCAPE_SOURCE_DIR) / "tests/images" / (name + ".png");
  const Image small = shrunk(seen, kept);
  if (std::getenv("TILTSCAPE_WRITE_IMAGES") != nullptr) write_png(file, small);
  return difference(small, read_picture(file), ignored);
}

void expect_as_kept(const std::string& name, const Image& seen, const Area& ignored = {}) {
  const Difference found = beside_kept(name, seen, ignored);
  if (found.most <= tolerance) return;
  const fs::path file = fs::temp_directory_path() / ("tiltscape-" + name + "-seen.png");
  write_png(file, seen);
  ADD_FAILURE() << fmt::format("{} differs by {:.1f} of 255 (at most {}) at ({}, {}); what was drawn: {}", name,
                               found.most, tolerance, found.x, found.y, file.string());
}

/// That a mistake is seen: far beyond what is tolerated.
void expect_told_apart(const std::string& mistake, const std::string& name, const Image& wrong,
                       const Area& ignored = {}) {
  if (std::getenv("TILTSCAPE_WRITE_IMAGES") != nullptr) return;
  const fs::path file = fs::path(TILTSCAPE_SOURCE_DIR) / "tests/images" / (name + ".png");
  const double found = difference(shrunk(wrong, kept), read_picture(file), ignored).most;
  EXPECT_GT(found, 2.0 * tolerance) << mistake << " in " << name;
  std::cout << fmt::format("{} in {}: {:.1f}\n", mistake, name, found);
}

TEST(Pictures, OfTheWindowAreAsTheyWere) {
  expect_as_kept("window-dark", take(window(Theme::dark)), clock_of_window);
  expect_as_kept("window-light", take(window(Theme::light)), clock_of_window);
}

TEST(Pictures, OfLandscapesAreAsTheyWere) {
  expect_as_kept("sharpness-valley", take(landscape("tilt-chooses-the-minimum", 2000)));
  expect_as_kept("himmelblau", take(landscape("himmelblau-race", 400)));
  expect_as_kept("product-valley", take(landscape("product-valley", 20000)));
}

TEST(Pictures, OfReliefsAreAsTheyWere) {
  expect_as_kept("sharpness-valley-3d", take(relief("tilt-chooses-the-minimum", 2000)));
  expect_as_kept("himmelblau-3d", take(relief("himmelblau-race", 200)));
  expect_as_kept("twin-wells-3d", take(relief("twin-wells", 4000)));
}

TEST(Pictures, AreTheSameFromTheCommandLine) {
  const fs::path file = fs::temp_directory_path() / fmt::format("tiltscape-render-{}.png", ::getpid());
  RenderOptions options;
  options.scene = "himmelblau-race";
  options.out = file.string();
  options.at = 400;
  options.view = "landscape";
  options.size = "640x480";
  EXPECT_EQ(render_command(options), 0);
  expect_as_kept("himmelblau", read_picture(file));
  fs::remove(file);
}

TEST(Pictures, TellEveryHiddenRunApart) {
  for (std::size_t run = 0; run < 4; ++run) {
    Shot shot = landscape("himmelblau-race", 400);
    shot.prepare = [run](Laboratory& lab) { lab.show_run(run, false); };
    expect_told_apart("run " + std::to_string(run) + " hidden", "himmelblau", take(shot));
  }
  for (std::size_t run = 0; run < 5; ++run) {
    Shot shot = landscape("product-valley", 20000);
    shot.prepare = [run](Laboratory& lab) { lab.show_run(run, false); };
    expect_told_apart("run " + std::to_string(run) + " hidden", "product-valley", take(shot));
  }
}

TEST(Pictures, TellAnotherStepSurfaceColourScaleOrPlaceApart) {
  expect_told_apart("an earlier step", "himmelblau", take(landscape("himmelblau-race", 300)));
  const auto with = [](const std::string& scene, std::uint64_t at, const std::string& path, const std::string& value) {
    Shot shot = landscape(scene, at);
    shot.overrides = {{path, value}};
    return take(shot);
  };
  expect_told_apart("another colormap", "himmelblau", with("himmelblau-race", 400, "view.colormap", "magma"));
  expect_told_apart("colours on another scale", "himmelblau", with("himmelblau-race", 400, "view.scale", "linear"));
  expect_told_apart("shifted axes", "himmelblau",
                    with("himmelblau-race", 400, "view.bounds", "[[-4.9, 5.1], [-5, 5]]"));
  expect_told_apart("f instead of its average", "sharpness-valley",
                    with("tilt-chooses-the-minimum", 2000, "view.surface", "loss"));
  expect_told_apart("another tilt of the surface", "sharpness-valley",
                    with("tilt-chooses-the-minimum", 2000, "view.tilt", "16"));
  expect_told_apart("y downwards", "sharpness-valley", upside_down(take(landscape("tilt-chooses-the-minimum", 2000))));
}

TEST(Pictures, InReliefTellMistakesApart) {
  for (std::size_t run = 0; run < 4; ++run) {
    Shot shot = relief("himmelblau-race", 200);
    shot.prepare = [run](Laboratory& lab) { lab.show_run(run, false); };
    expect_told_apart("run " + std::to_string(run) + " hidden", "himmelblau-3d", take(shot));
  }
  const auto with = [](const std::string& scene, std::uint64_t at, const std::string& path, const std::string& value) {
    Shot shot = relief(scene, at);
    shot.overrides.push_back({path, value});
    return take(shot);
  };
  expect_told_apart("colours on another scale", "himmelblau-3d",
                    with("himmelblau-race", 200, "view.scale", "quantile"));
  expect_told_apart("another colormap", "twin-wells-3d", with("twin-wells", 4000, "view.colormap", "magma"));
  expect_told_apart("logarithmic heights", "twin-wells-3d", with("twin-wells", 4000, "view.scale", "log"));
  expect_told_apart("another camera", "twin-wells-3d", with("twin-wells", 4000, "view.camera", "{ azimuth = 38 }"));
  expect_told_apart("another tilt of the surface", "sharpness-valley-3d",
                    with("tilt-chooses-the-minimum", 2000, "view.tilt", "16"));
  expect_told_apart("f alone", "sharpness-valley-3d", with("tilt-chooses-the-minimum", 2000, "view.surface", "loss"));
  expect_told_apart("its average alone", "sharpness-valley-3d",
                    with("tilt-chooses-the-minimum", 2000, "view.surface", "tilted"));
}

TEST(Pictures, TellAMissingPanelCurveOrThemeApart) {
  std::map<std::string, Area> places;
  const Image right = take(window(Theme::dark), &places);
  for (const auto& [panel, area] : places)
    expect_told_apart("no " + panel, "window-dark", without(right, area), clock_of_window);
  expect_told_apart("no tilt bar", "window-dark", without(right, {0, 700, 1280, 752}), clock_of_window);
  expect_told_apart("no menus", "window-dark", without(right, {0, 0, 1280, 38}), clock_of_window);
  Shot hidden = window(Theme::dark);
  hidden.prepare = [](Laboratory& lab) { lab.show_run(3, false); };
  expect_told_apart("run 3 hidden", "window-dark", take(hidden), clock_of_window);
  Shot other = window(Theme::dark);
  other.prepare = [](Laboratory& lab) { lab.select(2); };
  expect_told_apart("another run selected", "window-dark", take(other), clock_of_window);
  expect_told_apart("print instead of light", "window-light", take(window(Theme::print)), clock_of_window);
}

}  // namespace
}  // namespace tiltscape
