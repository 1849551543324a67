// What the workbench says of the surface: its minima, its signs, whose neighbourhood it is, and its own worst case.
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <string_view>

#include "app/panels/shown_surface.h"
#include "tests/app/workbench_support.h"

namespace tiltscape {
namespace {

TEST_F(WorkbenchTest, MinimaOfFAreMarkedUnlessTheProblemKnowsThem) {
  Scene scene = parse_scene(R"(
    problem = { name = "rastrigin" }
    stop = { steps = 10 }
    run = [{ optimizer = "gd" }]
    view = { surface = "loss", bounds = [[-1.5, 1.5], [-1.5, 1.5]] })",
                            "rastrigin");
  open_paused(std::move(scene));
  ShownSurface shown([this] { bell_.send(0); });
  ASSERT_TRUE(until([&] {
    shown.update(lab());
    return shown.settled();
  }));
  LandscapeInput input;
  input.minima.push_back({{0.0, 0.0}, "the least"});
  shown.describe(lab().scene().view, input);
  ASSERT_EQ(input.lowest.size(), 7U) << "of the eight deepest all but the known one";
  for (const LandscapeMark& mark : input.lowest) {
    EXPECT_GT(mark.at.norm(), 0.9);
    EXPECT_EQ(mark.label, "local min f");
  }
}

TEST_F(WorkbenchTest, OnlyWhatNothingInViewIsLowerThanIsCalledTheMinimum) {
  const auto names = [this](const char* problem, const char* view) {
    open_paused(parse_scene(fmt::format(R"(
      problem = {{ name = "{}" }}
      stop = {{ steps = 10 }}
      run = [{{ optimizer = "zest", tilt = 0.0, rho = 0.3 }}]
      view = {{ {} }})",
                                        problem, view),
                            problem));
    ShownSurface shown([this] { bell_.send(0); });
    EXPECT_TRUE(until([&] {
      shown.update(lab());
      return shown.settled();
    }));
    LandscapeInput input;
    shown.describe(lab().scene().view, input);
    std::vector<std::string> list;
    for (const LandscapeMark& mark : input.lowest) {
      list.push_back(mark.label);
      EXPECT_EQ(mark.least, mark.label.starts_with("min ")) << mark.label;
    }
    return list;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names("twin-wells", R"(surface = "tilted", tilt = 0.0)"), (Names{"min mean f", "min mean f"}))
      << "two that tie";
  EXPECT_EQ(names("twin-wells", R"(surface = "tilted", tilt = 4.0)"), (Names{"min Fₜ", "local min Fₜ"}));
  // half of the deeper well is in view, to the right: the border is lower than the minimum that is seen
  EXPECT_EQ(names("twin-wells", R"(surface = "tilted", tilt = 4.0, bounds = [[-2.0, 0.9], [-1.0, 1.0]])"),
            Names{"local min Fₜ"});
}

TEST_F(WorkbenchTest, MinimaOfFBelongToTheSideThatShowsIt) {
  for (const auto& [surface, beside] : {std::pair{"tilted", "loss"}, {"loss", "tilted"}, {"tilted", "worst-case"}}) {
    open_paused(parse_scene(fmt::format(R"(
      problem = {{ name = "himmelblau" }}
      stop = {{ steps = 10 }}
      run = [{{ optimizer = "zest", rho = 0.3 }}]
      view = {{ surface = ["{}", "{}"] }})",
                                        surface, beside),
                            "himmelblau"));
    ShownSurface shown([this] { bell_.send(0); });
    ASSERT_TRUE(until([&] {
      shown.update(lab());
      return shown.settled();
    }));
    LandscapeInput input;
    input.minima.push_back({{3.0, 2.0}, "known"});
    shown.describe(lab().scene().view, input);
    EXPECT_EQ(input.minima[0].beside, std::string_view(beside) == "loss");
    EXPECT_EQ(input.minima[0].everywhere, std::string_view(beside) == "worst-case");
    const auto count = [&](bool side) { return std::ranges::count(input.lowest, side, &LandscapeMark::beside); };
    EXPECT_GE(count(false), 3);
    EXPECT_GE(count(true), 3);
  }
}

TEST_F(WorkbenchTest, ADifferenceOfBothSignsIsKnown) {
  open_paused(parse_scene(R"(
    problem = { name = "rastrigin" }
    stop = { steps = 10 }
    run = [{ optimizer = "zest", rho = 0.2, tilt = 0.0 }]
    view = { surface = "difference" })",
                          "rastrigin"));
  ShownSurface shown([this] { bell_.send(0); });
  const auto both_signs = [&] {
    EXPECT_TRUE(until([&] {
      shown.update(lab());
      return shown.settled();
    }));
    return shown.has_both_signs();
  };
  EXPECT_TRUE(both_signs()) << "the mean lies below the hills";
  lab().change_tilt(INFINITY);
  EXPECT_FALSE(both_signs()) << "the worst case does not";
  lab().view().surface = "tilted";
  EXPECT_FALSE(both_signs());
}

TEST_F(WorkbenchTest, TheCaptionSaysWhoseNeighbourhoodItIsWhereRunsDiffer) {
  open(load_scene("twin-wells"));
  ASSERT_TRUE(settle());
  EXPECT_NE(text_of_panel("Landscape").find("over the 2-D ball"), std::string::npos);
  open(load_scene("twin-wells", {{"run.1.rho", "0.1"}}));
  ASSERT_TRUE(settle());
  EXPECT_NE(text_of_panel("Landscape").find("over ZEST's 2-D ball"), std::string::npos);
}

TEST_F(WorkbenchTest, WorstCaseIsForTheSurfaceAndRunsStayAtTheirLargestTilt) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(5));
  lab().change_tilt(std::numeric_limits<double>::infinity());
  ASSERT_TRUE(advance_to(10));
  EXPECT_EQ(lab().surface_tilt(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(lab().runs()[0].snapshot.settings.real("tilt"), 1e4);
  ASSERT_TRUE(settle());
  Scene scene = lab().recorded_scene();
  scene.stop.steps = 10;
  expect_replays(scene);
}

}  // namespace
}  // namespace tiltscape
