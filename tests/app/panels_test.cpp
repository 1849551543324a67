// The panels beside the landscape: what a run averages over, the exact gradient of that, and every gallery scene drawn
// in each of them without text that is cut or overlaps.
#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <cmath>
#include <set>

#include "app/fonts.h"
#include "app/panels/describe_run.h"
#include "app/panels/plane_points.h"
#include "app/panels/run_average.h"
#include "app/panels/slice_targets.h"
#include "app/widgets/caption.h"
#include "core/optimizer.h"
#include "core/surface.h"
#include "tests/app/drawn_text.h"
#include "tests/app/panels_fixture.h"

namespace tiltscape {
namespace {

RunView run_of(const std::string& optimizer, const std::vector<std::pair<std::string, Setting>>& changed = {}) {
  RunView run;
  run.info.label = "R";
  run.info.spec.optimizer = optimizer;
  run.snapshot.settings = Settings(find_optimizer(optimizer).parameters);
  for (const auto& [name, setting] : changed) run.snapshot.settings.set(name, setting);
  run.snapshot.rho = run.snapshot.settings.real("rho", 0, 0.0);
  return run;
}

RunAverage average_of(const RunView& run, const Problem* problem) {
  return tiltscape::average_of(run.info.label, run.snapshot, problem);
}

std::shared_ptr<const Problem> problem_of(const std::string& name) {
  const ProblemEntry& entry = find_problem(name);
  return entry.make(Settings(entry.parameters), 0);
}

TEST(RunAverage, BelongsToTheDirections) {
  const auto wells = problem_of("twin-wells");
  const auto sphere = average_of(run_of("zest", {{"law", "sphere"}, {"rho", 0.3}, {"tilt", 5.0}}), wells.get());
  EXPECT_EQ(sphere, (RunAverage{.neighbourhood = Neighbourhood::ball, .rho = 0.3, .tilt = 5.0}));
  const auto gaussian = average_of(run_of("zo", {{"law", "gaussian"}, {"rho", 0.2}}), wells.get());
  EXPECT_EQ(gaussian, (RunAverage{.neighbourhood = Neighbourhood::gaussian, .rho = 0.2, .tilt = 0.0}));
}

TEST(RunAverage, SaysWhyThereIsNone) {
  const auto wells = problem_of("twin-wells");
  const auto reason = [&](const RunView& run, const Problem* problem) { return average_of(run, problem).reason; };
  EXPECT_EQ(reason(run_of("gd"), wells.get()), "R averages over no neighbourhood");
  EXPECT_EQ(reason(run_of("zo", {{"law", "rademacher"}}), wells.get()),
            "rademacher directions belong to no neighbourhood");
  EXPECT_EQ(reason(run_of("zo", {{"rho", 0.0}, {"law", "sphere"}}), wells.get()), "with ρ = 0 it is ∇f");
  EXPECT_EQ(reason(run_of("zest"), problem_of("product-valley").get()),
            "quadrature reaches 2 and 3 dimensions, not 200");
  EXPECT_NE(reason(run_of("zest"), nullptr), "");
}

TEST(GradientWorker, GivesTheExactGradientAndTheLimitOfTheLength) {
  const auto wells = problem_of("twin-wells");
  const Vector x = Eigen::Vector2d(0.7, 0.3);
  const RunAverage average{.neighbourhood = Neighbourhood::ball, .rho = 0.3, .tilt = 5.0};
  const auto worker = make_gradient_worker([] {});
  worker->request({wells, x, average});
  const auto answer = worker->wait(Channel<int>::Clock::now() + std::chrono::minutes(1));
  ASSERT_TRUE(answer && answer->tilted);
  const auto ball = TiltedOracle(wells, Neighbourhood::ball, 0.3).gradient(x, 5.0);
  const auto sphere = TiltedOracle(wells, Neighbourhood::sphere, 0.3).value(x, 5.0);
  EXPECT_LT((answer->tilted->gradient - ball->gradient).norm(), 1e-12);
  EXPECT_NEAR(answer->length_factor, std::exp(5.0 * ball->value) / std::exp(5.0 * *sphere), 1e-9);
  EXPECT_LT(answer->length_factor, 1.0) << "f is larger on the sphere than within";
}

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

TEST_F(PanelsTest, AnEarlierStepIsReplayedInFull) {
  open("twin-wells", 20);
  constexpr ImVec2 size(640.0F, 480.0F);
  const auto draw = [&] { workbench_->frame_of("Perturbations"); };
  ASSERT_TRUE(until(draw, size, [&] { return at(20) && workbench_->settled("Perturbations"); }));
  const Snapshot then = lab().runs()[0].snapshot;
  lab().change_run(0, "tilt", 9.0);
  lab().advance(30);
  ASSERT_TRUE(until(draw, size, [&] { return at(50); }));
  const auto shows = [&](std::uint64_t step) {
    lab().show_step(step);
    return until(draw, size, [&] {
      const Snapshot* shown = lab().shown_snapshot();
      return workbench_->settled("Perturbations") && shown != nullptr && shown->step == step;
    });
  };
  for (const std::uint64_t step : {20, 33, 5, 20}) ASSERT_TRUE(shows(step)) << step;
  const Snapshot& now = *lab().shown_snapshot();
  EXPECT_EQ(*now.point, *then.point);
  EXPECT_EQ(now.before, then.before);
  EXPECT_EQ(now.points, then.points);
  EXPECT_EQ(now.weights, then.weights);
  EXPECT_EQ(now.losses, then.losses);
  EXPECT_EQ(now.settings.real("tilt"), 5.0);
  ASSERT_TRUE(shows(21));
  EXPECT_EQ(lab().shown_snapshot()->settings.real("tilt"), 9.0) << "with the change that was made on the way";
  lab().choose_plane("random");
  ASSERT_TRUE(until(draw, size, [&] {
    return workbench_->settled("Perturbations") && lab().shown_snapshot() != nullptr && !lab().shown_chart().own();
  }));
  EXPECT_EQ(lab().shown_chart().probed(*lab().shown_snapshot()).size(), 32U) << "in any plane";
}

TEST_F(PanelsTest, ASliceTowardsTheStartNeedsNoRecordedPositions) {
  open("product-valley", 100);
  const auto draw = [&] { workbench_->frame_of("Slice"); };
  ASSERT_TRUE(until(draw, {640.0F, 480.0F}, [&] { return at(100) && workbench_->settled("Slice"); }));
  const auto start = start_of(lab().runs()[0]);
  ASSERT_TRUE(start);
  EXPECT_EQ(start->size(), 200);
  const auto frame = [&] { return text({640.0F, 480.0F}, draw); };
  for (const float y : {56.0F, 86.0F}) {  // the drop-down, its first line
    ImGui::GetIO().AddMousePosEvent(560.0F, y);
    frame();
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddMouseButtonEvent(0, down);
      frame();
    }
  }
  ASSERT_TRUE(until(draw, {640.0F, 480.0F}, [&] { return workbench_->settled("Slice"); }));
  const std::string text = frame();
  EXPECT_NE(text.find("towards the start"), std::string::npos) << text;
  EXPECT_EQ(text.find("No line"), std::string::npos) << text;
}

TEST_F(PanelsTest, SlicesAndMinimisersAreReadUnderTheMouse) {
  open("twin-wells", 50);
  constexpr ImVec2 size{640.0F, 480.0F};
  for (const auto& [panel, reading] : {std::pair{"Slice", "quadratic"}, std::pair{"Minimisers", "x* ="}}) {
    const auto draw = [&] { workbench_->frame_of(panel); };
    ASSERT_TRUE(until(draw, size, [&] { return at(50) && workbench_->settled(panel); }));
    const auto readings = [reading = std::string(reading)](const std::string& text) {
      int count = 0;
      for (std::size_t at = text.find(reading); at != std::string::npos; at = text.find(reading, at + 1)) ++count;
      return count;
    };
    EXPECT_GT(readings(text_at({320.0F, 300.0F}, size, draw)), readings(text_at({-1.0F, -1.0F}, size, draw))) << panel;
  }
}

TEST_F(PanelsTest, SlicesLeadToOtherRunsToMinimaAndAlongThePicturesAxes) {
  open("twin-wells", 20);
  constexpr ImVec2 size(640.0F, 480.0F);
  const auto draw = [&] { workbench_->frame_of("Slice"); };
  ASSERT_TRUE(until(draw, size, [&] { return at(20) && workbench_->settled("Slice"); }));
  lab().choose_plane("random");
  const auto both = [&] {
    lab().update_shown();
    draw();
  };
  ASSERT_TRUE(until(both, size, [&] { return !lab().shown_chart().own() && workbench_->settled("Slice"); }));
  const RunView& run = *lab().selected_run();
  const Vector x = *run.snapshot.point;
  const auto targets = slice_targets(lab(), run, x);
  const auto& minima = lab().experiment()->problem->minima();
  ASSERT_EQ(targets.size(), lab().runs().size() - 1 + minima.size() + 2);
  EXPECT_EQ(targets[0].label, "to " + lab().runs()[1].info.label);
  EXPECT_EQ(targets[0].at, *lab().runs()[1].snapshot.point);
  EXPECT_EQ(targets[lab().runs().size() - 1].at, minima[0].x);
  EXPECT_LT((targets.back().at - x - lab().shown_chart().chart()->plane->axes.col(1)).norm(), 1e-12);
  EXPECT_FALSE(targets.back().reaches);
  std::set<std::string> names, labels;
  for (const SliceTarget& target : targets) names.insert(target.name), labels.insert(target.label);
  EXPECT_EQ(names.size(), targets.size());
  EXPECT_EQ(labels.size(), targets.size());

  const auto frame = [&] { return text(size, draw); };
  const auto click = [&](float y) {
    ImGui::GetIO().AddMousePosEvent(560.0F, y);
    frame();
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddMouseButtonEvent(0, down);
      frame();
    }
  };
  const auto shortened = [](const std::string& label) {  // as the drop-down says it
    const WithFont small(text_font(), small_size);
    return wrapped(label, 112.0F, 1).front();
  };
  std::set<std::string> chosen;
  for (float y = 86.0F; y < 420.0F; y += 12.0F) {  // the drop-down's lines
    click(56.0F);
    click(y);
    ImGui::GetIO().AddMousePosEvent(1.0F, 1.0F);
    ASSERT_TRUE(until(draw, size, [&] { return workbench_->settled("Slice"); }));
    const std::string text = frame();
    EXPECT_EQ(text.find("No line"), std::string::npos) << text;
    for (const SliceTarget& target : targets)
      if (text.find(target.label) != std::string::npos || text.find(shortened(target.label)) != std::string::npos)
        chosen.insert(target.name);
  }
  EXPECT_EQ(chosen, names);
}

/// Clicks along the heading's right side: every choice there is an edit.
TEST_F(PanelsTest, ChoicesInTheLandscapesHeadingAreUndone) {
  open("himmelblau-race", 3);
  constexpr ImVec2 size(640.0F, 480.0F);
  const auto draw = [&] { workbench_->frame_of("Landscape"); };
  ASSERT_TRUE(until(draw, size, [&] { return at(3) && workbench_->settled("Landscape"); }));
  const auto frame = [&] {
    gui_.begin({size.x, size.y, 1.0F});
    draw();
    gui_.end();
  };
  std::set<std::string> seen;
  for (float x = size.x - 20.0F; x > 0.5F * size.x; x -= 10.0F) {
    const View before = lab().scene().view;
    ImGui::GetIO().AddMousePosEvent(x, 24.0F);
    frame();
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddMouseButtonEvent(0, down);
      frame();
    }
    const View after = lab().scene().view;
    if (after == before) continue;
    seen.insert(after.mode + after.surface);
    lab().view().camera.azimuth += 10.0;  // turned and zoomed since
    lab().view().bounds = Bounds{{{-1.0, 1.0}, {-1.0, 1.0}}};
    const View moved = lab().scene().view;
    lab().undo();
    EXPECT_EQ(lab().scene().view.mode, before.mode);
    EXPECT_EQ(lab().scene().view.surface, before.surface);
    EXPECT_EQ(lab().scene().view.bounds, moved.bounds) << "where one looks is no edit";
    EXPECT_EQ(lab().scene().view.camera, moved.camera);
    EXPECT_FALSE(lab().loading()) << "the runs go on";
    lab().redo();
    EXPECT_EQ(lab().scene().view, moved);
  }
  EXPECT_GE(seen.size(), 5U);
  ImGui::GetIO().AddMousePosEvent(-1.0F, -1.0F);
}

/// Any two surfaces, either first: both are in the picture with their names.
TEST_F(PanelsTest, AnyTwoSurfacesAreShownTogether) {
  open("twin-wells", 3);
  lab().view().tilt = 5.0;
  constexpr ImVec2 size(640.0F, 480.0F);
  const auto draw = [&] { workbench_->frame_of("Landscape"); };
  ASSERT_TRUE(until(draw, size, [&] { return at(3) && workbench_->settled("Landscape"); }));
  std::set<std::string> pictures;
  for (const char* mode : {"2d", "3d"})
    for (const char* first : Choices<SurfaceKind>::names)
      for (const char* second : Choices<SurfaceKind>::names) {
        lab().view().mode = mode;
        lab().view().surface = first;
        lab().view().beside = second == first ? "" : second;
        ASSERT_TRUE(until(draw, size, [&] { return workbench_->settled("Landscape"); }));
        const Image image = picture(gui_, {size.x, size.y, 1.0F}, draw);
        pictures.emplace(image.rgba.begin() + 4 * 640 * 48, image.rgba.begin() + 4 * 640 * 420);  // without its title
      }
  EXPECT_EQ(pictures.size(), 25U + 5U + 10U) << "in relief the lower of two is the solid one, whichever is first";
}

TEST_F(PanelsTest, SurfacesAverageOverWhatBelongsToTheRunsDirections) {
  Scene scene = load_scene("twin-wells", {{"run.0.law", "gaussian"}, {"run.1.law", "gaussian"}});
  workbench_ = std::make_unique<Workbench>(std::move(scene), "", 1, [this] { bell_.send(0); });
  lab().play(false);
  lab().restart();
  constexpr ImVec2 size(640.0F, 480.0F);
  const auto draw = [&] { workbench_->frame_of("Landscape"); };
  const auto shown = [&](const std::string& neighbourhood) {
    lab().view().neighbourhood = neighbourhood;
    EXPECT_TRUE(until(draw, size, [&] { return at(0) && workbench_->settled("Landscape"); }));
    return picture(gui_, {size.x, size.y, 1.0F}, draw).rgba;
  };
  const auto own = shown("");
  EXPECT_EQ(lab().surface_neighbourhood(), Neighbourhood::gaussian);
  EXPECT_TRUE(own == shown("gaussian"));
  EXPECT_FALSE(own == shown("ball"));
  EXPECT_EQ(lab().surface_neighbourhood(), Neighbourhood::ball);
}

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

TEST_F(PanelsTest, AClickThatPlacesNoStartSaysWhyThere) {
  constexpr ImVec2 size(760.0F, 620.0F);
  open("product-valley", 0);
  const auto draw = [&] { workbench_->frame(); };
  ASSERT_TRUE(until(draw, size, [&] { return at(0) && workbench_->settled("Landscape"); }));
  const ImRect panel = ImGui::FindWindowByName("Landscape")->Rect();
  const std::uint64_t generation = lab().generation();
  click(panel.GetCenter(), size, draw);
  for (int i = 0; i < 60 && lab().notice().number == 0; ++i) frame(size, draw);
  EXPECT_EQ(lab().notice().number, 1U);
  EXPECT_TRUE(lab().notice().at_mouse);
  EXPECT_NE(lab().notice().text.find("198 of the 200 coordinates"), std::string::npos) << lab().notice().text;
  EXPECT_EQ(lab().generation(), generation);
  for (int i = 0; i < 3; ++i) frame(size, draw);
  const auto glyphs = glyphs_of("##notice");
  ASSERT_FALSE(glyphs.empty());
  EXPECT_NEAR(glyphs.front().box.Min.y, panel.GetCenter().y, 60.0F);
  ImGui::GetIO().AddMousePosEvent(-1.0F, -1.0F);
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

TEST_F(PanelsTest, TheLandscapesHeadingCrowdsNothingAtAnyWidth) {
  for (const char* scene : {"tilt-chooses-the-minimum", "product-valley"}) {
    open(scene, 0);
    for (float width = 200.0F; width < 900.0F; width += 37.0F) {
      const ImVec2 size(width, 400.0F);
      const auto draw = [&] { workbench_->frame_of("Landscape"); };
      ASSERT_TRUE(until(draw, size, [&] { return at(0) && lab().shown_chart().chart() != nullptr; }));
      for (int i = 0; i < 4; ++i) frame(size, draw);
      std::vector<ImRect> heading;
      for (const Glyph& glyph : glyphs_of("Landscape"))
        if (glyph.box.Max.y < 42.0F) heading.push_back(glyph.box);
      EXPECT_GE(heading.size(), 3U);
      int collisions = 0;
      for (std::size_t i = 0; i < heading.size(); ++i) {
        EXPECT_LE(heading[i].Max.x, width) << scene << ", " << width;
        for (std::size_t j = 0; j < i; ++j) {
          ImRect both = heading[i];
          both.ClipWithFull(heading[j]);
          collisions += both.GetWidth() > 1.5F && both.GetHeight() > 1.5F ? 1 : 0;
        }
      }
      EXPECT_EQ(collisions, 0) << scene << ", " << width;
    }
  }
}

TEST_F(PanelsTest, APlaneIsPutThroughTickedPoints) {
  open("product-valley", 40);
  constexpr ImVec2 size(760.0F, 620.0F);
  const auto draw = [&] { workbench_->frame_of("Landscape"); };
  ASSERT_TRUE(until(draw, size, [&] { return at(40) && workbench_->settled("Landscape"); }));
  const auto points = plane_points(lab());
  const std::size_t runs = lab().runs().size();
  ASSERT_EQ(points.size(), runs + 1 + lab().experiment()->problem->minima().size()) << "they share their start";
  EXPECT_EQ(points[0].name, lab().runs()[0].info.label + ", now");
  EXPECT_EQ(points[0].colour, lab().runs()[0].colour);
  EXPECT_EQ(points[runs].name, "the start");
  const auto window = [](const char* name) -> const ImGuiWindow* {
    const ImGuiWindow* found = ImGui::FindWindowByName(name);
    return found != nullptr && found->WasActive ? found : nullptr;
  };
  for (float x = 0.2F * size.x; x < size.x && window("##Combo_00") == nullptr; x += 20.0F)
    click({x, 24.0F}, size, draw);
  ASSERT_NE(window("##Combo_00"), nullptr);
  const ImRect combo = window("##Combo_00")->Rect();
  for (float y = combo.Max.y - 8.0F; y > combo.Min.y && window("###Menu_00") == nullptr; y -= 6.0F) {
    ImGui::GetIO().AddMousePosEvent(combo.Min.x + 30.0F, y);
    for (int i = 0; i < 3; ++i) frame(size, draw);
  }
  ASSERT_NE(window("###Menu_00"), nullptr);
  const ImRect menu = window("###Menu_00")->Rect();
  EXPECT_LT(menu.Max.x, size.x) << "all of it is on the screen";
  EXPECT_GE(glyphs_of("Through points").size(), 60U);
  EXPECT_EQ(cut_glyphs("Through points"), 0);
  EXPECT_EQ(colliding_glyphs("Through points"), 0);
  const float row = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y;
  const float first = menu.Min.y + ImGui::GetStyle().WindowPadding.y + 0.5F * ImGui::GetFrameHeight();
  const ImVec2 show{menu.GetCenter().x, menu.Max.y - ImGui::GetStyle().WindowPadding.y - 10.0F};
  const auto tick = [&](std::size_t i) {
    click({menu.Min.x + 24.0F, first + static_cast<float>(i) * row}, size, draw);
  };
  const PlaneSpec before = lab().scene().view.plane;
  tick(1);
  click(show, size, draw);
  EXPECT_EQ(lab().scene().view.plane, before) << "one point is no plane";
  tick(runs);
  tick(0);
  tick(2);  // three are ticked: a fourth cannot be
  click(show, size, draw);
  const auto* plane = std::get_if<PointsPlane>(&lab().scene().view.plane);
  ASSERT_NE(plane, nullptr);
  ASSERT_EQ(plane->points.size(), 3U);
  ASSERT_TRUE(until(draw, size, [&] { return workbench_->settled("Landscape"); }));
  EXPECT_EQ(lab().shown_chart().reason(), "");
  const Chart& chart = *lab().shown_chart().chart();
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}, runs})
    EXPECT_NEAR(chart.plane->distance(*points[i].x), 0.0, 1e-9) << points[i].name;
  EXPECT_EQ(window("##Combo_00"), nullptr) << "the menu is closed";
  lab().undo();
  EXPECT_EQ(lab().scene().view.plane, before);
  ImGui::GetIO().AddMousePosEvent(-1.0F, -1.0F);
}

}  // namespace
}  // namespace tiltscape
