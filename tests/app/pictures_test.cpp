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

/// The picture moved by whole pixels; at the edges it goes on as it ends.
Image moved(const Image& image, int dx, int dy) {
  Image result{image.width, image.height, {}};
  result.rgba.reserve(image.rgba.size());
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const auto pixel = image.at(std::clamp(x - dx, 0, image.width - 1), std::clamp(y - dy, 0, image.height - 1));
      result.rgba.insert(result.rgba.end(), pixel.begin(), pixel.end());
    }
  return result;
}

/// Between the same block of two pictures that were shrunk to what is kept.
double block_difference(const Image& a, const Image& b, int x, int y) {
  double most = 0.0;
  for (std::size_t c = 0; c < 3; ++c) {
    double sum = 0.0;
    for (int dy = 0; dy < block; ++dy)
      for (int dx = 0; dx < block; ++dx) sum += a.at(x + dx, y + dy)[c] - b.at(x + dx, y + dy)[c];
    most = std::max(most, std::abs(sum) / (block * block));
  }
  return most;
}

/// Between what is seen and what is kept: each block where it fits best among the places a pixel away. `ignored` is
/// left out.
Difference difference(const Image& seen, const Image& keeps, const Area& ignored) {
  std::vector<Image> places;
  for (int dy = -1; dy <= 1; ++dy)
    for (int dx = -1; dx <= 1; ++dx) places.push_back(shrunk(moved(seen, dx, dy), kept));
  Difference result;
  if (places[0].width != keeps.width || places[0].height != keeps.height) return {255.0, 0, 0};
  for (int y = 0; y + block <= keeps.height; y += block)
    for (int x = 0; x + block <= keeps.width; x += block) {
      const int px = kept * x, py = kept * y;
      if (px >= ignored.left && px < ignored.right && py >= ignored.top && py < ignored.bottom) continue;
      double least = 255.0;
      for (const Image& place : places) least = std::min(least, block_difference(place, keeps, x, y));
      if (least > result.most) result = {least, px, py};
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

/// A scene whose runs are taken to a step once, and pictures of it.
class Studio {
 public:
  /// As `render` does it.
  explicit Studio(const Shot& shot) : shot_(shot), gui_(shot.theme) {
    Scene scene = load_scene(shot.scene, shot.overrides);
    scene.view.speed = 0;
    workbench_ = std::make_unique<Workbench>(std::move(scene), "", 2, [this] { bell_.send(0); });
    lab().play(false);
    lab().restart();
    lab().advance(shot.at);
    while (!arrived()) {
      bell_.receive();
      workbench_->take();
    }
  }

  Laboratory& lab() { return workbench_->lab(); }

  /// Everything settled, with something changed for this picture alone.
  Image take(const std::function<void(Laboratory&)>& change = {}) {
    const View view = lab().scene().view;
    if (change) change(lab());
    const auto frame = [this] { shot_.panel.empty() ? workbench_->frame() : workbench_->frame_of(shot_.panel); };
    Image image = picture(gui_, shot_.canvas, frame);
    while (!workbench_->settled(shot_.panel)) {
      bell_.receive();
      workbench_->take();
      image = picture(gui_, shot_.canvas, frame, 1);
    }
    image = picture(gui_, shot_.canvas, frame);
    lab().view() = view;
    for (std::size_t run = 0; run < lab().runs().size(); ++run) lab().show_run(run, true);
    return image;
  }

 private:
  bool arrived() {
    return !lab().loading() &&
           std::ranges::all_of(lab().runs(), [this](const RunView& run) { return run.snapshot.step == shot_.at; });
  }

  Channel<int> bell_;  // outlives the threads that ring it
  Shot shot_;
  Headless context_;
  Gui gui_;
  std::unique_ptr<Workbench> workbench_;
};

Image take(const Shot& shot, std::map<std::string, Area>* places = nullptr) {
  Studio studio(shot);
  Image image = studio.take(shot.prepare);
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

/// The gallery's scenes as they are kept from above and, with "-3d" to the name, in relief.
struct Sight {
  const char* name;
  const char* scene;
  std::uint64_t at;
  std::vector<Override> overrides{};
  bool tilted = false;  ///< shows a surface with a t
};

const std::vector<Sight>& sights() {
  static const std::vector<Sight> all = {
      {"sharpness-valley", "tilt-chooses-the-minimum", 2000, {}, true},
      {"himmelblau", "himmelblau-race", 400},
      {"product-valley", "product-valley", 20000},
      {"rosenbrock", "rosenbrock-race", 2000, {{"view.surface", "tilted"}, {"view.rho", "0.15"}}, true},
      {"twin-wells", "twin-wells", 300, {}, true},
      {"your-formula", "your-formula", 300},
      {"digits", "digits", 60}};
  return all;
}

Shot shot_of(const Sight& sight) {
  Shot shot = landscape(sight.scene, sight.at);
  shot.overrides = sight.overrides;
  return shot;
}

/// In relief, with f below its average where one is shown.
void in_relief(Laboratory& lab) {
  lab.view().mode = "3d";
  if (lab.scene().view.surface == "tilted") lab.view().beside = "loss";
}

fs::path kept_file(const std::string& name) {
  return fs::path(TILTSCAPE_SOURCE_DIR) / "tests/images" / (name + ".png");
}

bool writing() { return std::getenv("TILTSCAPE_WRITE_IMAGES") != nullptr; }

/// The picture beside the one that is kept; where they differ, what was seen is left beside the build.
void expect_as_kept(const std::string& name, const Image& seen, const Area& ignored = {}) {
  if (writing()) write_png(kept_file(name), shrunk(seen, kept));
  const Difference found = difference(seen, read_picture(kept_file(name)), ignored);
  if (found.most <= tolerance) return;
  const fs::path file = fs::temp_directory_path() / ("tiltscape-" + name + "-seen.png");
  write_png(file, seen);
  ADD_FAILURE() << fmt::format("{} differs by {:.1f} of 255 (at most {}) at ({}, {}); what was drawn: {}", name,
                               found.most, tolerance, found.x, found.y, file.string());
}

/// That a mistake is seen: far beyond what is tolerated.
void expect_told_apart(const std::string& mistake, const std::string& name, const Image& wrong,
                       const Area& ignored = {}) {
  if (writing()) return;
  const double found = difference(wrong, read_picture(kept_file(name)), ignored).most;
  EXPECT_GT(found, 2.0 * tolerance) << mistake << " in " << name;
  std::cout << fmt::format("{} in {}: {:.1f}\n", mistake, name, found);
}

TEST(Pictures, OfTheWindowAreAsTheyWere) {
  expect_as_kept("window-dark", take(window(Theme::dark)), clock_of_window);
  expect_as_kept("window-light", take(window(Theme::light)), clock_of_window);
}

/// The kept picture of a sight in one of the two views, and what must not be taken for it.
void expect_sight(Studio& studio, const Sight& sight, bool relief) {
  const std::string name = std::string(sight.name) + (relief ? "-3d" : "");
  const auto take = [&](const std::function<void(Laboratory&)>& change = {}) {
    return studio.take([&](Laboratory& lab) {
      if (relief) in_relief(lab);
      if (change) change(lab);
    });
  };
  expect_as_kept(name, take());
  for (std::size_t run = 0; run < studio.lab().runs().size(); ++run)
    expect_told_apart("run " + std::to_string(run) + " hidden", name,
                      take([run](Laboratory& lab) { lab.show_run(run, false); }));
  const std::string scale = studio.lab().scene().view.scale == "quantile" ? "linear" : "quantile";
  expect_told_apart("colours on another scale", name, take([&](Laboratory& lab) { lab.view().scale = scale; }));
  expect_told_apart("another colour map", name, take([](Laboratory& lab) { lab.view().colormap = "magma"; }));
  if (!sight.tilted) return;
  expect_told_apart("another tilt", name, take([](Laboratory& lab) { lab.view().tilt = 4.0 * lab.surface_tilt(); }));
  expect_told_apart("f instead of its average", name, take([](Laboratory& lab) {
                      lab.view().surface = "loss";
                      lab.view().beside.clear();
                    }));
}

class OfScenes : public testing::TestWithParam<std::size_t> {};

TEST_P(OfScenes, AreAsTheyWereAndMistakesAreSeen) {
  const Sight& sight = sights()[GetParam()];
  Studio studio(shot_of(sight));
  for (const bool relief : {false, true}) expect_sight(studio, sight, relief);
}

INSTANTIATE_TEST_SUITE_P(Pictures, OfScenes, testing::Range<std::size_t>(0, 7), [](const auto& each) -> std::string {
  std::string name = sights()[each.param].name;
  std::erase(name, '-');
  return name;
});

TEST(Pictures, MayBeAPixelAsideButNotThree) {
  const Image seen = take(landscape("himmelblau-race", 400));
  const Image keeps = read_picture(kept_file("himmelblau"));
  for (const auto& [dx, dy] : {std::pair{1, 0}, {0, -1}, {-1, 1}})
    EXPECT_LE(difference(moved(seen, dx, dy), keeps, {}).most, tolerance) << dx << ", " << dy;
  EXPECT_GT(difference(moved(seen, 3, 0), keeps, {}).most, 2.0 * tolerance);
  EXPECT_GT(difference(moved(seen, 0, 3), keeps, {}).most, 2.0 * tolerance);
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

TEST(Pictures, TellAnotherStepCameraSurfaceOrDirectionApart) {
  expect_told_apart("an earlier step", "himmelblau", take(landscape("himmelblau-race", 300)));
  Studio studio(landscape("tilt-chooses-the-minimum", 2000));
  expect_told_apart("y downwards", "sharpness-valley", upside_down(studio.take()));
  expect_told_apart("another camera", "sharpness-valley-3d", studio.take([](Laboratory& lab) {
    in_relief(lab);
    lab.view().camera.azimuth += 3.0;
  }));
  expect_told_apart("its average alone", "sharpness-valley-3d", studio.take([](Laboratory& lab) {
    in_relief(lab);
    lab.view().beside.clear();
  }));
  expect_told_apart("another second surface", "sharpness-valley-3d", studio.take([](Laboratory& lab) {
    in_relief(lab);
    lab.view().beside = "worst-case";
  }));
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
