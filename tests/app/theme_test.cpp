// The look: palettes, runs' colours, fonts, and frames that show them.
#include <gtest/gtest.h>
#include <imgui.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <stdexcept>

#include "app/export/png.h"
#include "app/fonts.h"
#include "app/gl/framebuffer.h"
#include "app/gl/program.h"
#include "app/gl/texture.h"
#include "app/icons.h"
#include "app/platform/gui.h"
#include "app/platform/headless.h"
#include "app/shell.h"
#include "core/bad_input.h"

namespace tiltscape {
namespace {

std::array<int, 3> bytes(const ImColor& colour) {
  const auto channel = [](float value) { return static_cast<int>(std::lround(value * 255.0F)); };
  return {channel(colour.Value.x), channel(colour.Value.y), channel(colour.Value.z)};
}
std::array<int, 3> pixel(const Image& image, int x, int y) {
  const auto p = image.at(x, y);
  return {p[0], p[1], p[2]};
}

class ThemeTest : public testing::TestWithParam<Theme> {
 protected:
  Headless headless_;
  Gui gui_{GetParam()};
};

TEST_P(ThemeTest, FramesShowTheBackgroundTheCardsAndTheirGaps) {
  Shell shell({{"Left", PanelPlace::left},
               {"Middle", PanelPlace::middle},
               {"Top", PanelPlace::right_top},
               {"Low", PanelPlace::right_bottom}});
  float gap_x = 0.0F;
  float left_end = 0.0F;
  const Image image = picture(gui_, {1280, 800}, [&] {
    shell.begin({});
    for (const char* name : {"Left", "Middle", "Top", "Low"}) {
      begin_panel({.title = name});
      end_panel();
    }
    ImGui::Begin("Middle");
    gap_x = ImGui::GetWindowPos().x;
    ImGui::End();
    ImGui::Begin("Left");
    left_end = ImGui::GetWindowPos().x + ImGui::GetWindowSize().x;
    ImGui::End();
    shell.begin_bottom();
    shell.end_bottom();
  });
  const Palette& p = palette(GetParam());
  EXPECT_EQ(gap_x - left_end, spacing::gap);
  EXPECT_EQ(pixel(image, 2, 400), bytes(p.background));
  EXPECT_EQ(pixel(image, static_cast<int>(gap_x) - 4, 400), bytes(p.background));
  EXPECT_EQ(pixel(image, 100, 400), bytes(p.panel));
  EXPECT_EQ(pixel(image, 640, 400), bytes(p.panel));
  EXPECT_EQ(pixel(image, 640, 780), bytes(p.panel));
}

TEST_P(ThemeTest, TwiceTheScaleDrawsTwiceThePixelsOfTheSamePlan) {
  const auto frame = [] {
    ImGui::GetBackgroundDrawList()->AddRectFilled({10.0F, 20.0F}, {30.0F, 40.0F}, palette().accent);
  };
  const Image sharp = picture(gui_, {100, 50, 2.0F}, frame);
  ASSERT_EQ(sharp.width, 200);
  ASSERT_EQ(sharp.height, 100);
  EXPECT_EQ(pixel(sharp, 40, 60), bytes(palette(GetParam()).accent));
  EXPECT_EQ(pixel(sharp, 18, 60), bytes(palette(GetParam()).background));
  EXPECT_EQ(pixel(sharp, 62, 60), bytes(palette(GetParam()).background));
}

INSTANTIATE_TEST_SUITE_P(All, ThemeTest, testing::Values(Theme::dark, Theme::light, Theme::print));

TEST(Themes, HaveTheNamesOfScenesAndTheCommandLine) {
  EXPECT_EQ(theme_named("dark"), Theme::dark);
  EXPECT_EQ(theme_named("light"), Theme::light);
  EXPECT_EQ(theme_named("print"), Theme::print);
  EXPECT_EQ(theme_named(""), Theme::dark);
  EXPECT_THROW(theme_named("drak"), BadInput);
}

TEST(Runs, KeepTheirColoursAndBreakTheLineOnceThoseRepeat) {
  EXPECT_EQ(bytes(run_style(0, Theme::dark).colour), (std::array{0xF0, 0xA2, 0x02}));
  EXPECT_EQ(bytes(run_style(7, Theme::dark).colour), bytes(run_style(0, Theme::dark).colour));
  EXPECT_EQ(run_style(6, Theme::dark).dashes, 0);
  EXPECT_EQ(run_style(7, Theme::dark).dashes, 1);
  std::set<int> dashes;
  for (std::size_t i = 0; i < 7; ++i) {
    dashes.insert(run_style(i, Theme::print).dashes);
  }
  EXPECT_EQ(dashes.size(), 7U);
  for (const Theme theme : {Theme::dark, Theme::print}) {
    std::set<std::pair<std::array<int, 3>, RunMark>> marks;
    for (std::size_t i = 0; i < 28; ++i) marks.emplace(bytes(run_style(i, theme).colour), run_style(i, theme).mark);
    EXPECT_EQ(marks.size(), 28U) << "dots have no dashes";
  }
}

TEST(Tilt, RunsFromItsFirstColourThroughTheSecondToTheThird) {
  const Palette& p = palette(Theme::dark);
  EXPECT_EQ(bytes(tilt_colour(p, -1.0F)), bytes(p.tilt[0]));
  EXPECT_EQ(bytes(tilt_colour(p, 0.5F)), bytes(p.tilt[1]));
  EXPECT_EQ(bytes(tilt_colour(p, 2.0F)), bytes(p.tilt[2]));
}

TEST(Fonts, HaveEveryGlyphThatFormulasAndIconsNeed) {
  const Headless headless;
  const Gui gui(Theme::dark);
  constexpr std::array<ImWchar, 26> wanted{u'ρ', u'η', u'∇', u'ᵀ', u'‖', u'½', u'²', u'ₜ', u'∞',
                                           u'λ', u'₁', u'δ', u'ᵢ', u'−', u'←', u'Σ', u'√', u'≤',
                                           u'·', u'×', u'±', u'∂', u'ε', u'∈', u'⁴', u'→'};
  for (ImFont* font : {text_font(), heading_font(), mono_font()}) {
    for (const ImWchar code : wanted) {
      EXPECT_TRUE(font->IsGlyphInFont(code)) << std::hex << code;
    }
    for (const char* icon :
         {icon::play, icon::pause, icon::skip_end, icon::gear, icon::trash, icon::exclamation_triangle}) {
      const auto at = [icon](int i) { return static_cast<unsigned char>(icon[i]); };
      EXPECT_TRUE(font->IsGlyphInFont(static_cast<ImWchar>((at(0) & 15) << 12 | (at(1) & 63) << 6 | (at(2) & 63))));
    }
  }
}

TEST(Gl, ReadsBackWhatWasDrawnTheRightWayUp) {
  const Headless headless;
  for (const int samples : {1, 4}) {
    const gl::Framebuffer target(8, 6, {.depth = true, .samples = samples});
    const gl::Program program(
        gl::ShaderSource{"test.vert",
                         "#version 410 core\nvoid main(){ vec2 p = vec2(gl_VertexID & 1, gl_VertexID >> 1);"
                         " gl_Position = vec4(p.x * 4.0 - 1.0, p.y * 4.0, 0.0, 1.0); }"},
        gl::ShaderSource{
            "test.frag",
            "#version 410 core\nuniform float red; out vec4 colour; void main(){ colour = vec4(red, 1, 0, 1); }"});
    const gl::VertexArrayHandle vertices = gl::make_vertex_array();
    target.clear(0.0F, 0.0F, 1.0F, 1.0F);
    program.set("red", 1.0F);
    glBindVertexArray(vertices.id());
    glDrawArrays(GL_TRIANGLES, 0, 3);  // the upper half and more
    const Image image = target.read();
    EXPECT_EQ(pixel(image, 0, 0), (std::array{255, 255, 0})) << samples;
    EXPECT_EQ(pixel(image, 7, 5), (std::array{0, 0, 255})) << samples;
  }
}

TEST(Gl, NamesTheFileOfABrokenShader) {
  const Headless headless;
  try {
    const gl::Program program(gl::ShaderSource{"good.vert", "#version 410 core\nvoid main(){ gl_Position = vec4(0); }"},
                              gl::ShaderSource{"broken.frag", "#version 410 core\nvoid main(){ nonsense }"});
    FAIL() << "a broken shader was accepted";
  } catch (const std::runtime_error& problem) {
    EXPECT_TRUE(std::string_view(problem.what()).starts_with("broken.frag: ")) << problem.what();
  }
}

TEST(Gl, RefusesTexturesWhoseDataDoNotHaveTheirSize) {
  const Headless headless;
  const std::array<float, 5> values{};
  EXPECT_THROW(gl::Texture::field(2, 3, values), std::invalid_argument);
}

TEST(Png, ComesBackAsItWasAndLeavesNothingWhenItCannotBeWritten) {
  const auto folder = std::filesystem::temp_directory_path() / ("tiltscape-png-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const Image image{2, 1, {1, 2, 3, 255, 200, 100, 50, 128}};
  write_png(folder / "a.png", image);
  EXPECT_EQ(read_picture(folder / "a.png").rgba, image.rgba);
  EXPECT_THROW(write_png(folder / "missing" / "a.png", image), std::runtime_error);
  std::filesystem::create_directories(folder / "taken.png" / "inside");  // a folder cannot be replaced
  EXPECT_THROW(write_png(folder / "taken.png", image), std::runtime_error);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 2);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tiltscape
