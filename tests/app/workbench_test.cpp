// The whole user interface without a display: every scene and problem opens, what is done live is recorded and repeats.
#include "app/workbench.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <imgui_internal.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <filesystem>
#include <limits>
#include <random>
#include <set>

#include "app/fonts.h"
#include "app/format.h"
#include "app/panels/describe_run.h"
#include "app/panels/movable_starts.h"
#include "app/panels/shown_surface.h"
#include "app/platform/gui.h"
#include "app/platform/headless.h"
#include "core/bad_input.h"
#include "core/models/experiment.h"
#include "core/optimizer.h"
#include "core/whole_file.h"
#include "tests/app/drawn_text.h"

namespace tiltscape {
namespace {

constexpr Canvas canvas{1280.0F, 800.0F, 1.0F};

/// Where and how two lists of records differ, bit by bit; empty where they do not. Seconds are not part of a run.
std::string difference_of_records(const Records& a, const Records& b) {
  if (a.size() != b.size()) return std::to_string(a.size()) + " and " + std::to_string(b.size()) + " records";
  const std::size_t width = a.size() > 0 ? a.values.size() / a.size() : 0;
  if (a.values.size() != b.values.size()) return "different columns";
  for (std::size_t row = 0; row < a.size(); ++row) {
    const std::string where = "record " + std::to_string(row) + ", step " + std::to_string(a.steps[row]);
    if (a.steps[row] != b.steps[row]) return where + " and " + std::to_string(b.steps[row]);
    if (a.counts[row].evaluations != b.counts[row].evaluations || a.counts[row].gradients != b.counts[row].gradients)
      return where + ": counts";
    for (std::size_t i = row * width; i < (row + 1) * width; ++i)
      if (std::bit_cast<std::uint64_t>(a.values[i]) != std::bit_cast<std::uint64_t>(b.values[i]))
        return where + ": " + std::to_string(a.values[i]) + " and " + std::to_string(b.values[i]);
  }
  return {};
}

std::vector<RunResult> replayed(const Scene& recorded) {
  return run_to_end(make_experiment, parse_scene(write_scene(recorded), "recorded"), 2);
}

class WorkbenchTest : public testing::Test {
 protected:
  void open(Scene scene) {
    workbench_ = std::make_unique<Workbench>(std::move(scene), "", 2, [this] { bell_.send(0); });
  }
  /// At step 0 of every run, paused.
  void open_paused(Scene scene) {
    open(std::move(scene));
    lab().play(false);
    lab().restart();
    ASSERT_TRUE(until([this] { return at(0); }));
  }
  Laboratory& lab() { return workbench_->lab(); }
  void frame(const Canvas& on = canvas) {
    gui_.begin(on);
    workbench_->frame();
    gui_.end();
  }
  /// All the text of the first window that is drawn.
  template <class Draw>
  std::string text_of(Draw draw) {
    std::string text;
    for (int i = 0; i < 2; ++i) {  // ImGui hides a new window for a frame
      gui_.begin(canvas);
      ImGui::LogToClipboard();
      draw();
      gui_.end();
      text = ImGui::GetClipboardText();
    }
    return text;
  }
  std::string text_of_panel(const std::string& panel) {
    return text_of([&] { workbench_->frame_of(panel); });
  }
  /// Draws a frame for every time it is woken until `done`; false after too many, or where nothing rings any more.
  template <class Done>
  bool until(Done done, int frames = 20'000) {
    for (int i = 0; i < frames; ++i) {
      workbench_->take();
      if (!lab().error().empty()) {
        ADD_FAILURE() << lab().error();
        return false;
      }
      frame();
      if (done()) return true;
      if (!bell_.receive_until(Channel<int>::Clock::now() + std::chrono::seconds(120))) return false;
      bell_.drain();
    }
    return false;
  }
  bool settle() {
    return until([this] { return workbench_->settled(); });
  }
  /// Every run is here, with its records, after so many steps.
  bool at(std::uint64_t step) {
    return !lab().loading() && !lab().runs().empty() && std::ranges::all_of(lab().runs(), [step](const RunView& run) {
      return run.snapshot.step == step && !run.trajectory.empty();
    });
  }
  bool advance_to(std::uint64_t step) {
    lab().advance(step - lab().furthest_step());
    return until([this, step] { return at(step); });
  }
  std::vector<Records> records() {
    std::vector<Records> all;
    for (const RunView& run : lab().runs()) all.push_back(run.trajectory.records());
    return all;
  }
  /// The tilt bar moved and let go.
  void tilt(double t) {
    lab().track(true, false);
    lab().change_tilt(t);
    lab().track(false, true);
  }
  void expect_replays(const Scene& recorded) {
    const auto results = replayed(recorded);
    ASSERT_EQ(results.size(), lab().runs().size());
    for (std::size_t i = 0; i < results.size(); ++i)
      EXPECT_EQ(difference_of_records(results[i].records, lab().runs()[i].trajectory.records()), "")
          << results[i].info.label;
  }

  Channel<int> bell_;  // outlives the threads that ring it
  Headless context_;
  Gui gui_{Theme::dark};
  std::unique_ptr<Workbench> workbench_;
};

Scene valley(std::uint64_t steps, std::uint64_t record_every = 1) {
  return load_scene("tilt-chooses-the-minimum", {{"stop", "{ steps = " + std::to_string(steps) + " }"},
                                                 {"record_every", std::to_string(record_every)},
                                                 {"run.0.pairs", "4"},
                                                 {"run.1.pairs", "4"}});
}

TEST_F(WorkbenchTest, OpensEverySceneOfTheGalleryAndSettles) {
  open(valley(50));
  ASSERT_TRUE(settle());
  for (const GalleryEntry& entry : gallery()) {
    SCOPED_TRACE(entry.name);
    lab().play(true);
    workbench_->open(entry.name);
    EXPECT_EQ(lab().scene().title, entry.title);
    ASSERT_TRUE(until([this] { return !lab().loading() && lab().furthest_step() > 0; }));
    lab().play(false);  // what stands still settles sooner
    ASSERT_TRUE(settle());
    EXPECT_EQ(lab().runs().size(), load_scene(entry.name).runs.size());
    EXPECT_EQ(lab().file(), "");
  }
}

TEST_F(WorkbenchTest, OpensEveryProblemAndSettles) {
  open(valley(50));
  ASSERT_TRUE(settle());
  for (const ProblemEntry* entry : all_problems()) {
    if (entry->name == "torchscript") continue;  // its runs wait for a file: see OwnModelTest
    SCOPED_TRACE(entry->name);
    lab().change_problem(entry->name);
    lab().play(true);
    ASSERT_TRUE(until([this] { return !lab().loading() && lab().furthest_step() > 0; }));
    lab().play(false);
    ASSERT_TRUE(settle());
    EXPECT_EQ(lab().scene().problem.name, entry->name);
    EXPECT_EQ(lab().runs().size(), 4U);
    for (const RunView& run : lab().runs()) EXPECT_NE(run.snapshot.status, Status::diverged) << run.info.label;
  }
}

TEST_F(WorkbenchTest, AddsAndRemovesRuns) {
  open_paused(valley(1000));
  for (const OptimizerEntry& entry : optimizers()) {
    const std::size_t before = lab().runs().size();
    lab().add_run(entry.name);
    ASSERT_TRUE(until([&] { return lab().runs().size() == before + 1 && !lab().runs().back().trajectory.empty(); }));
    EXPECT_EQ(lab().selected(), before);
    EXPECT_EQ(lab().runs().back().info.spec.optimizer, entry.name);
  }
  std::set<std::string> labels;
  std::set<std::size_t> colours;
  for (const RunView& run : lab().runs()) {
    labels.insert(run.info.label);
    colours.insert(run.colour);
  }
  EXPECT_EQ(labels.size(), lab().runs().size());
  EXPECT_EQ(colours.size(), lab().runs().size());
  ASSERT_TRUE(advance_to(20));
  expect_replays([this] {
    Scene scene = lab().recorded_scene();
    scene.stop.steps = 20;
    return scene;
  }());
  while (lab().runs().size() > 1) {
    lab().remove_run(0);
    frame();
  }
  EXPECT_EQ(lab().recorded_scene().runs.size(), 1U);
  EXPECT_EQ(lab().recorded_scene().runs[0].optimizer, optimizers().back().name);
  ASSERT_TRUE(advance_to(25)) << "what is left goes on";
}

TEST_F(WorkbenchTest, StepOnceAdvancesEveryRunByExactlyOneStep) {
  open_paused(valley(1000));
  for (std::uint64_t step = 1; step <= 5; ++step) {
    lab().step_once();
    ASSERT_TRUE(until([&] { return at(step); })) << step;
  }
  for (int i = 0; i < 3; ++i) lab().step_once();
  ASSERT_TRUE(until([&] { return at(8); }));
  // nothing is under way any more: a further command is answered and the runs are where they were
  lab().change_run(0, "tilt", 5.0);
  ASSERT_TRUE(until([this] { return lab().runs()[0].changes.size() == 1; }));
  EXPECT_TRUE(at(8));
  EXPECT_EQ(lab().runs()[0].changes[0].step, 8U);
}

TEST_F(WorkbenchTest, RestartBeginsWithTheSettingsAsTheyAre) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(30));
  tilt(64.0);
  lab().change_run(3, "learning_rate", 0.01);
  ASSERT_TRUE(advance_to(40));
  lab().restart();
  ASSERT_TRUE(until([this] { return at(0); }));
  EXPECT_EQ(lab().runs()[0].info.spec.settings.real("tilt"), 64.0);
  EXPECT_EQ(lab().runs()[3].info.spec.settings.real("learning_rate"), 0.01);
  for (const RunView& run : lab().runs()) {
    EXPECT_TRUE(run.changes.empty());
    EXPECT_EQ(run.trajectory.size(), 1U);
  }
  ASSERT_TRUE(advance_to(10));
  Scene scene = lab().recorded_scene();
  scene.stop.steps = 10;
  EXPECT_EQ(scene.runs[0].settings.real("tilt"), 64.0);
  expect_replays(scene);
}

TEST_F(WorkbenchTest, UndoOfATiltChangeBringsBackTheSameStateBitByBit) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(100));
  tilt(1.0);
  ASSERT_TRUE(advance_to(150));
  const auto before = records();
  tilt(64.0);
  ASSERT_TRUE(advance_to(220));
  const auto after = records();
  ASSERT_TRUE(lab().can_undo());
  lab().undo();
  ASSERT_TRUE(until([this] { return at(150); }));
  for (std::size_t i = 0; i < before.size(); ++i)
    EXPECT_EQ(difference_of_records(lab().runs()[i].trajectory.records(), before[i]), "") << i;
  EXPECT_EQ(lab().surface_tilt(), 1.0);
  ASSERT_TRUE(lab().can_redo());
  lab().redo();
  ASSERT_TRUE(until([this] { return at(220); }));
  for (std::size_t i = 0; i < after.size(); ++i)
    EXPECT_EQ(difference_of_records(lab().runs()[i].trajectory.records(), after[i]), "") << i;
  EXPECT_EQ(lab().surface_tilt(), 64.0);
  EXPECT_FALSE(lab().can_redo());
}

TEST_F(WorkbenchTest, UndoTakesBackTheLastEditAloneOfTwoMadeAtTheSameStep) {
  for (const bool answered : {true, false}) {
    open_paused(valley(1000));
    ASSERT_TRUE(advance_to(30));
    const auto edit = [this](const std::string& name, const Setting& setting) {
      lab().track(true, true);
      lab().change_run(0, name, setting);
    };
    const auto setting = [this](const std::string& name) {
      return to_string(*lab().runs()[0].info.spec.settings.find(name));
    };
    edit("learning_rate", 0.0201);
    if (answered) {
      ASSERT_TRUE(until([this] { return lab().runs()[0].changes.size() == 1; }));
    }
    edit("pairs", std::int64_t{3});
    lab().undo();
    ASSERT_TRUE(until([this] { return at(30); }));
    EXPECT_EQ(setting("learning_rate"), "0.0201") << "as its next step will have it";
    EXPECT_EQ(setting("pairs"), "4");
    ASSERT_EQ(lab().recorded_scene().runs[0].changes.size(), 1U);
    EXPECT_EQ(lab().recorded_scene().runs[0].changes[0].step, 30U);
    // what is moved now stays moved, though the scene has a change at this step
    edit("learning_rate", 0.03);
    ASSERT_TRUE(until([this] { return lab().runs()[0].changes[0].settings.real("learning_rate") == 0.03; }));
    EXPECT_EQ(setting("learning_rate"), "0.03");
    lab().undo();
    lab().undo();
    ASSERT_TRUE(until([this] { return at(30); }));
    EXPECT_EQ(setting("learning_rate"), "0.05");
    EXPECT_FALSE(lab().can_undo());
  }
}

TEST_F(WorkbenchTest, ADragOfAStartThatIsCancelledLeavesNothingBehind) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(30));
  ASSERT_TRUE(settle());
  const auto before = records();
  const auto subject = surface_subject(*lab().experiment(), *lab().shown_chart().chart());
  LandscapeInput input;
  MovableStarts starts;
  starts.mark({{0, {2.5F, 0.5F}}}, *subject, input);
  starts.drag(lab(), *subject, {.start = 0, .at = {1.0, 0.25}});
  starts.drag(lab(), *subject, {.start = 0, .at = {1.5, 0.25}});
  ASSERT_TRUE(until([this] { return at(0); }));
  EXPECT_TRUE(lab().can_undo());
  starts.drag(lab(), *subject, {.start = 0, .at = {2.5, 0.5}, .cancelled = true});
  EXPECT_FALSE(lab().can_undo());
  EXPECT_FALSE(lab().can_redo());
  ASSERT_TRUE(until([this] { return at(30); }));
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(difference_of_records(records()[i], before[i]), "") << i;
}

TEST_F(WorkbenchTest, UndoLeavesRunsPlayingPausedOrAtRestAsTheyWere) {
  open(valley(100'000'000, 100'000));
  ASSERT_TRUE(until([this] { return !lab().loading() && lab().furthest_step() > 0; }));
  tilt(9.0);
  lab().undo();
  ASSERT_TRUE(until([this] { return !lab().loading() && lab().furthest_step() > 0; }));
  EXPECT_TRUE(lab().playing());
  const std::uint64_t reached = lab().furthest_step();
  EXPECT_TRUE(until([&] { return lab().furthest_step() > reached; })) << "they go on";

  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(20));
  tilt(9.0);
  lab().undo();
  ASSERT_TRUE(until([this] { return at(20); }));
  EXPECT_FALSE(lab().playing());

  // changed half way, then played to the end: back at the change they rest as they did at the end
  open_paused(valley(60));
  ASSERT_TRUE(advance_to(20));
  tilt(9.0);
  lab().play(true);
  ASSERT_TRUE(until([this] { return lab().finished() && at(60); }));
  lab().undo();
  ASSERT_TRUE(until([this] { return at(20); }));
  EXPECT_FALSE(lab().playing());
  // a further command is answered and nothing has moved
  lab().change_run(0, "learning_rate", 0.01);
  ASSERT_TRUE(until([this] { return lab().runs()[0].changes.size() == 1; }));
  EXPECT_TRUE(at(20));
}

TEST_F(WorkbenchTest, ARestartThatDropsChangesIsUndone) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(10));
  lab().restart();
  ASSERT_TRUE(until([this] { return at(0); }));
  EXPECT_FALSE(lab().can_undo()) << "nothing was dropped";
  ASSERT_TRUE(advance_to(10));
  lab().change_run(0, "tilt", 9.0);
  ASSERT_TRUE(advance_to(15));
  lab().restart();
  ASSERT_TRUE(until([this] { return at(0); }));
  EXPECT_TRUE(lab().runs()[0].changes.empty());
  lab().undo();
  ASSERT_TRUE(until([this] { return at(15); }));
  ASSERT_EQ(lab().runs()[0].changes.size(), 1U);
  EXPECT_EQ(lab().runs()[0].changes[0].step, 10U);
}

TEST_F(WorkbenchTest, AnEarlierStepIsShownEverywhereAsFarAsItIsRecorded) {
  open_paused(valley(1000, 10));
  ASSERT_TRUE(advance_to(300));
  const RunView& zest = lab().runs()[0];
  const std::size_t trace = zest.trajectory.columns().find("trace");
  lab().show_step(104);
  // four pairs are 8 losses, SAM's two gradients 6 passes, GD's one 3: 25 a step, at the record of step 100
  EXPECT_EQ(spent_by(lab().runs(), lab().shown_step()).cost, 2500.0);
  EXPECT_EQ(spent_by(lab().runs(), {}).cost, 7500.0);
  EXPECT_EQ(latest(zest, "trace", lab().shown_step()), zest.trajectory.value(10, trace));
  const std::string earlier = text_of_panel("Step");
  EXPECT_NE(earlier.find("100 of ZEST"), std::string::npos) << earlier;
  EXPECT_NE(earlier.find(readable(zest.trajectory.value(10, 0), 5)), std::string::npos) << earlier;
  EXPECT_NE(earlier.find(readable(zest.trajectory.value(10, trace), 5)), std::string::npos) << earlier;
  EXPECT_NE(earlier.find("An earlier step: its record"), std::string::npos) << earlier;
  EXPECT_EQ(earlier.find("effective samples"), std::string::npos) << "known of the latest step alone";
  lab().show_step({});
  const std::string live = text_of_panel("Step");
  EXPECT_NE(live.find("300 of ZEST"), std::string::npos) << live;
  EXPECT_NE(live.find("effective samples"), std::string::npos) << live;
}

TEST_F(WorkbenchTest, SpaceAtAnEarlierStepGoesOnLiveAndAnArrowToTheNextRecord) {
  open_paused(valley(100'000'000, 10));
  ASSERT_TRUE(advance_to(100));
  lab().show_step(55);
  lab().step_once();
  EXPECT_EQ(lab().shown_step(), 60U);
  lab().step_once();
  EXPECT_EQ(lab().shown_step(), 70U);
  EXPECT_TRUE(at(100)) << "no run has moved";
  lab().show_step(95);
  lab().step_once();
  EXPECT_FALSE(lab().shown_step().has_value()) << "the next record is the latest";
  const auto left = [this] {
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddKeyEvent(ImGuiKey_LeftArrow, down);
      frame();
    }
    return lab().shown_step();
  };
  EXPECT_EQ(left(), 90U);
  EXPECT_EQ(left(), 80U);
  lab().show_step(5);
  EXPECT_EQ(left(), 0U);
  EXPECT_EQ(left(), 0U) << "nothing is before the start";
  lab().show_step(20);
  lab().toggle();
  EXPECT_FALSE(lab().shown_step().has_value());
  EXPECT_TRUE(lab().playing());
  lab().show_step(20);
  lab().toggle();
  EXPECT_FALSE(lab().playing()) << "what the button says while they play on beyond it";
  EXPECT_EQ(lab().shown_step(), 20U) << "and it is still looked at";
  lab().toggle();
  EXPECT_FALSE(lab().shown_step().has_value());
  EXPECT_TRUE(lab().playing());
}

TEST_F(WorkbenchTest, SpaceAtAnEarlierStepOfFinishedRunsDoesNotProlongThem) {
  open(valley(50, 10));
  ASSERT_TRUE(until([this] { return lab().finished() && at(50); }));
  lab().show_step(20);
  lab().toggle();
  EXPECT_FALSE(lab().shown_step().has_value());
  EXPECT_TRUE(lab().finished());
  EXPECT_EQ(lab().runs()[0].info.stop.steps, 50U);
}

TEST_F(WorkbenchTest, AtItsUsualSizesNoTextIsCutOrDrawnOverOther) {
  open(valley(50));
  ASSERT_TRUE(settle());
  for (const GalleryEntry& entry : gallery()) {
    SCOPED_TRACE(entry.name);
    lab().play(true);
    workbench_->open(entry.name);
    ASSERT_TRUE(until([this] { return workbench_->settled() && lab().furthest_step() > 60; }));
    lab().play(false);
    frame({1600.0F, 1000.0F, 1.0F});
    frame({1600.0F, 1000.0F, 1.0F});
    for (std::size_t run = 0; run < lab().runs().size(); ++run) {
      lab().select(run);
      for (const bool live : {true, false}) {
        lab().show_step(live ? std::nullopt : std::optional<std::uint64_t>(40));
        for (const float scale : {1.0F, 2.0F}) {
          SCOPED_TRACE(std::string(live ? "live, " : "earlier, ") + lab().runs()[run].info.label);
          for (int i = 0; i < 3; ++i) frame({canvas.width, canvas.height, scale});
          for (const char* part : {"Experiment", "Curves", "Step", "##bottom"}) {
            SCOPED_TRACE(part);
            EXPECT_GE(glyphs_of(part).size(), 20U);
            EXPECT_EQ(cut_glyphs(part), 0);
            EXPECT_EQ(colliding_glyphs(part), 0);
          }
          EXPECT_EQ(cut_glyphs("Landscape"), 0);
        }
        const auto scrolls = [](const ImGuiWindow* window) {
          return window->WasActive && window->ScrollbarY && std::string_view(window->Name).starts_with("Experiment");
        };
        EXPECT_LE(std::ranges::count_if(ImGui::GetCurrentContext()->Windows, scrolls), 1);
      }
    }
  }
}

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

TEST_F(WorkbenchTest, AtAnEarlierStepTheShareOfThePathsVarianceIsSaidToBeOfTheWholePath) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(40));
  ASSERT_TRUE(settle());
  const std::string live = text_of_panel("Landscape");
  EXPECT_NE(live.find("of its path's variance"), std::string::npos) << live;
  lab().show_step(20);
  const std::string earlier = text_of_panel("Landscape");
  EXPECT_NE(earlier.find("of its whole path's variance"), std::string::npos) << earlier;
}

TEST_F(WorkbenchTest, AChangeWhileAnEarlierStepIsShownSaysWhereItIsMade) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(40));
  EXPECT_EQ(text_of_panel("Experiment").find("as it is now"), std::string::npos);
  lab().show_step(20);
  EXPECT_NE(text_of_panel("Experiment").find("as it is now, at step 40"), std::string::npos);
  lab().change_run(0, "learning_rate", 0.01);
  EXPECT_NE(lab().notice().text.find("changes at step 40"), std::string::npos) << lab().notice().text;
  EXPECT_NE(lab().notice().text.find("of step 20"), std::string::npos) << lab().notice().text;
}

TEST_F(WorkbenchTest, TheSurfaceIsThatOfTheStepShown) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(40));
  const double before = lab().surface_tilt(), rho = lab().surface_rho();
  tilt(9.0);
  lab().change_run(0, "rho", 0.111);
  ASSERT_TRUE(advance_to(80));
  EXPECT_EQ(lab().surface_tilt(), 9.0);
  EXPECT_EQ(lab().surface_rho(), 0.111);
  lab().show_step(20);
  EXPECT_EQ(lab().surface_tilt(), before);
  EXPECT_EQ(lab().surface_rho(), rho);
  tilt(3.0);
  EXPECT_EQ(lab().shown_step(), std::nullopt) << "the surface follows the tilt bar";
  EXPECT_EQ(lab().surface_tilt(), 3.0);
  lab().show_step(20);
  lab().undo();
  EXPECT_EQ(lab().shown_step(), 20U) << "one stays where one looks";
  ASSERT_TRUE(until([this] { return !lab().loading() && at(80); }));
  EXPECT_EQ(lab().shown_step(), 20U);
}

TEST_F(WorkbenchTest, SaysThatEveryRunIsAtItsEnd) {
  open(valley(50, 10));
  ASSERT_TRUE(until([this] { return lab().finished() && at(50); }));
  EXPECT_NE(lab().notice().text.find("Every run is at its end"), std::string::npos) << lab().notice().text;
}

TEST_F(WorkbenchTest, AChordWithinOneFrameIsHeard) {
  open_paused(valley(1000));
  const double before = lab().surface_tilt();
  tilt(9.0);
  ASSERT_NE(before, 9.0);
  const auto chord = [this](ImGuiKey key) {
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, down);
      ImGui::GetIO().AddKeyEvent(key, down);
    }
    for (int i = 0; i < 4; ++i) frame();  // ImGui takes what comes fast over some of them
    EXPECT_TRUE(until([this] { return !lab().loading(); }));
  };
  chord(ImGuiKey_Z);
  EXPECT_EQ(lab().surface_tilt(), before);
  chord(ImGuiKey_Y);
  EXPECT_EQ(lab().surface_tilt(), 9.0);
}

TEST_F(WorkbenchTest, WhatHappensByItselfIsSaid) {
  open(valley(50, 10));
  ASSERT_TRUE(until([this] { return lab().finished() && at(50); }));
  const std::uint64_t before = lab().notice().number;
  tilt(9.0);
  EXPECT_EQ(lab().notice().number, before + 1) << "once";
  EXPECT_NE(lab().notice().text.find("every run goes on"), std::string::npos) << lab().notice().text;
  frame();
  frame();
  EXPECT_TRUE(workbench_->again_soon()) << "it goes away by itself";
  EXPECT_GE(glyphs_of("##notice").size(), 40U);
  EXPECT_EQ(cut_glyphs("##notice"), 0);
  for (int i = 0; i < 130; ++i) frame({canvas.width, canvas.height, 1.0F, 0.2F});
  EXPECT_TRUE(glyphs_of("##notice").empty());
}

TEST_F(WorkbenchTest, AWindowThatWasNarrowHasItsLayoutAgain) {
  open_paused(valley(1000));
  const auto widths = [this](ImVec2 size) {
    for (int i = 0; i < 4; ++i) frame({size.x, size.y, 1.0F});
    std::vector<float> list;
    for (const char* panel : {"Experiment", "Landscape", "Curves"})
      list.push_back(ImGui::FindWindowByName(panel)->Rect().GetWidth());
    return list;
  };
  const auto before = widths({1600.0F, 1000.0F});
  const auto narrow = widths({960.0F, 600.0F});
  EXPECT_GE(narrow[0], 290.0F) << "whole words";
  const auto after = widths({1600.0F, 1000.0F});
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_NEAR(after[i], before[i], 3.0F) << i;
}

TEST_F(WorkbenchTest, ACrosshairGoesThroughAllCurvesWhereTheMouseIsInOne) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(100));
  const auto point_at = [this](ImVec2 mouse) {
    ImGui::GetIO().AddMousePosEvent(mouse.x, mouse.y);
    for (int i = 0; i < 3; ++i) frame();
  };
  point_at({640.0F, 20.0F});
  const ImRect panel = ImGui::FindWindowByName("Curves")->Rect();
  const ImVec2 inside{std::round(panel.Min.x + 0.61F * panel.GetWidth()) + 0.5F, panel.Min.y + 100.0F};
  EXPECT_EQ(upright_lines("Curves", inside.x), 0);
  point_at(inside);
  EXPECT_EQ(upright_lines("Curves", inside.x), 3) << "loss, trace, largest eigenvalue";
  EXPECT_GE(glyphs_of("##Tooltip").size(), 30U) << "the values of four runs";
  point_at({640.0F, 20.0F});
  EXPECT_EQ(upright_lines("Curves", inside.x), 0);
}

TEST_F(WorkbenchTest, SummariesOfRunsAreWholeTermsAndAsManyAsFit) {
  open_paused(valley(1000));
  const RunView& zest = lab().runs()[0];
  const std::vector<std::string> whole = {"", "t = 4", "t = 4   k = 4", "t = 4   k = 4   ρ = 0.3",
                                          "t = 4   k = 4   ρ = 0.3   η = 0.05"};
  gui_.begin(canvas);
  for (float width = 0.0F; width < 260.0F; width += 1.0F) {
    std::string most;
    for (const std::string& text : whole)
      if (text_extent(text_font(), small_size, text.c_str()).x <= width) most = text;
    EXPECT_EQ(run_summary(zest, zest.info.spec.settings, width), most) << width;
  }
  gui_.end();
}

TEST_F(WorkbenchTest, TheCaptionSaysWhoseNeighbourhoodItIsWhereRunsDiffer) {
  open(load_scene("twin-wells"));
  ASSERT_TRUE(settle());
  EXPECT_NE(text_of_panel("Landscape").find("over the 2-D ball"), std::string::npos);
  open(load_scene("twin-wells", {{"run.1.rho", "0.1"}}));
  ASSERT_TRUE(settle());
  EXPECT_NE(text_of_panel("Landscape").find("over ZEST's 2-D ball"), std::string::npos);
}

TEST_F(WorkbenchTest, AtAnEarlierStepRunsHaveTheSettingsOfThen) {
  open_paused(valley(1000));
  lab().advance(20);
  ASSERT_TRUE(until([this] { return at(20); }));
  lab().change_tilt(9.0);
  lab().advance(20);
  ASSERT_TRUE(until([this] { return at(40); }));
  EXPECT_EQ(lab().shown_settings(0).real("tilt"), 9.0);
  lab().show_step(20);
  EXPECT_EQ(lab().shown_settings(0).real("tilt"), 4.0);
  lab().show_step(30);
  EXPECT_EQ(lab().shown_settings(0).real("tilt"), 9.0);
}

TEST_F(WorkbenchTest, AnUndoDuringAReplayIsRedoneToWhereItWas) {
  open_paused(valley(200'000));
  lab().advance(150'000);
  ASSERT_TRUE(until([this] { return at(150'000); }));
  lab().remember();
  lab().change_seed(2);
  lab().undo();
  lab().remember();
  lab().change_seed(3);  // while the first is taken back, far away
  lab().undo();
  EXPECT_TRUE(until([this] { return at(150'000); }));
}

TEST_F(WorkbenchTest, AGallerySceneSaysWhatItIsAbout) {
  open(load_scene("twin-wells"));
  ASSERT_TRUE(settle());
  EXPECT_NE(text_of_panel("Experiment").find("Two wells of equal trace"), std::string::npos);
  lab().change_problem("himmelblau");
  ASSERT_TRUE(settle());
  EXPECT_EQ(text_of_panel("Experiment").find("Two wells of equal trace"), std::string::npos);
}

TEST_F(WorkbenchTest, TheMenuBarShowsTitlesHoweverShort) {
  Scene scene = valley(10);
  scene.title = "Ox";
  open_paused(scene);
  EXPECT_NE(text_of([this] { workbench_->frame(); }).find("Ox"), std::string::npos);
}

TEST_F(WorkbenchTest, ASceneBringsItsTheme) {
  open_paused(valley(10));
  const auto file =
      std::filesystem::temp_directory_path() / ("tiltscape-theme-" + std::to_string(::getpid()) + ".toml");
  for (const auto& [name, theme] : {std::pair{"dark", Theme::dark}, {"light", Theme::light}, {"print", Theme::print}}) {
    Scene scene = valley(10);
    scene.view.theme = name;
    WholeFile::put(file, write_scene(scene));
    workbench_->wanted_theme.reset();
    workbench_->open(file.string());
    EXPECT_EQ(workbench_->wanted_theme, theme) << name;
  }
  workbench_->wanted_theme.reset();
  workbench_->open("twin-wells");
  EXPECT_FALSE(workbench_->wanted_theme.has_value()) << "it names none: the user's stays";
  std::filesystem::remove(file);
}

TEST_F(WorkbenchTest, UndoReachesBackThroughEveryKindOfEdit) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(10));
  const Scene first = lab().recorded_scene();
  const auto edit = [&](auto change) {
    lab().remember();
    change();
    return until([this] { return !lab().loading() && lab().runs().size() == lab().scene().runs.size(); });
  };
  ASSERT_TRUE(edit([&] { lab().add_run("gd"); }));
  ASSERT_TRUE(edit([&] { lab().remove_run(1); }));
  ASSERT_TRUE(edit([&] { lab().change_start(Start(std::vector<double>{1.0, 0.25, -0.5})); }));
  ASSERT_TRUE(edit([&] { lab().change_seed(99); }));
  ASSERT_TRUE(edit([&] { lab().change_problem("himmelblau"); }));
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(lab().can_undo());
    lab().undo();
    ASSERT_TRUE(until([this] { return !lab().loading(); }));
  }
  EXPECT_FALSE(lab().can_undo());
  ASSERT_TRUE(until([this] { return at(10); }));
  EXPECT_TRUE(lab().recorded_scene() == first);
  for (int i = 0; i < 5; ++i) {
    lab().redo();
    ASSERT_TRUE(until([this] { return !lab().loading(); }));
  }
  EXPECT_EQ(lab().scene().problem.name, "himmelblau");
}

TEST_F(WorkbenchTest, EveryParameterGoesToBothEndsOfItsSlider) {
  open(valley(1000));
  lab().play(false);
  lab().change_problem("quadratic");
  ASSERT_TRUE(until([this] { return at(0); }));
  std::uint64_t step = 0;
  for (std::size_t i = 0; i < lab().runs().size(); ++i) {
    const OptimizerEntry& entry = find_optimizer(lab().runs()[i].info.spec.optimizer);
    for (const Parameter& parameter : entry.parameters) {
      std::vector<Setting> ends(parameter.choices.begin(), parameter.choices.end());
      if (parameter.kind == Kind::real) ends = {parameter.slider_low, parameter.slider_high};
      if (parameter.kind == Kind::integer)
        ends = {static_cast<std::int64_t>(parameter.slider_low), static_cast<std::int64_t>(parameter.slider_high)};
      ASSERT_GE(ends.size(), 2U) << entry.name << " " << parameter.name;
      for (const Setting& end : ends) {
        SCOPED_TRACE(entry.name + " " + parameter.name + " = " + to_string(end));
        const Settings before = lab().runs()[i].info.spec.settings;
        Settings changed = before;
        changed.set(parameter.name, parameter.checked(end));
        try {
          if (entry.check) entry.check(changed);
        } catch (const BadInput&) {  // the panel takes the other one along, too
          lab().change_run(i, "estimator", std::string("naive"));
        }
        lab().change_run(i, parameter.name, parameter.checked(end));
        step += 2;
        ASSERT_TRUE(advance_to(step));
        EXPECT_EQ(lab().runs()[i].snapshot.message, "");
        EXPECT_EQ(to_string(*lab().runs()[i].snapshot.settings.find(parameter.name)),
                  to_string(parameter.checked(end)));
        for (const auto& [name, setting] : before) lab().change_run(i, name, setting);
      }
    }
  }
  ASSERT_TRUE(advance_to(step + 1));
  Scene scene = lab().recorded_scene();
  scene.stop.steps = step + 1;
  EXPECT_GE(scene.runs[0].changes.size(), 10U);
  expect_replays(scene);
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

/// Plays with pauses, speeds and changes that `dice` throws, then to the end as fast as it goes.
struct Player {
  Workbench& workbench;
  std::mt19937 dice;
  std::array<double, 3> speeds = {400.0, 2000.0, 8000.0};
  std::uint64_t stride = 90;  ///< most steps between two throws
  int left = 12;
  std::uint64_t target = 0;

  /// Called once a frame: whether all is thrown and the runs are at their end.
  bool play() {
    Laboratory& lab = workbench.lab();
    if (lab.loading() || lab.furthest_step() < target) return false;
    if (left == 0 || lab.finished()) return lab.finished();
    --left;
    constexpr std::array<double, 6> tilts = {0.0, 0.7, 4.0, 33.0, 1e4, std::numeric_limits<double>::infinity()};
    lab.play(true);
    lab.set_speed(speeds[dice() % speeds.size()]);
    lab.change_tilt(tilts[dice() % tilts.size()]);
    if (dice() % 2 == 0)
      lab.change_run(dice() % lab.runs().size(), "learning_rate", 0.001 * static_cast<double>(1 + dice() % 40));
    if (dice() % 3 == 0) {
      lab.play(false);
      lab.step_once();
      lab.change_tilt(tilts[dice() % tilts.size()]);
      lab.play(true);
    }
    target = lab.furthest_step() + 1 + dice() % stride;
    if (left == 0) {
      target = 0;
      lab.set_speed(0.0);
    }
    return false;
  }
};

TEST_F(WorkbenchTest, ChangesMadeAtFullSpeedReachTheRunsThatAreOutStepping) {
  open(valley(100'000'000, 100'000));
  lab().set_speed(0.0);
  ASSERT_TRUE(until([this] { return !lab().loading() && lab().furthest_step() > 0; }));
  for (double t = 1.0; t <= 20.0; t += 1.0) {
    lab().change_tilt(t);
    ASSERT_TRUE(until([this, t] {
      const auto& changes = lab().runs()[0].changes;
      return !changes.empty() && changes.back().settings.real("tilt") == t;
    })) << t;
  }
}

TEST_F(WorkbenchTest, WhatWasPlayedLiveWithPausesSpeedsAndTiltChangesRepeatsExactly) {
  open(valley(30'000, 10));
  Player player{*workbench_, std::mt19937(7)};
  ASSERT_TRUE(until([&] { return player.play(); }));
  const Scene recorded = lab().recorded_scene();
  EXPECT_GE(recorded.runs[0].changes.size(), 5U);
  for (const RunView& run : lab().runs())  // no change was lost on the way to the runs
    for (const auto& [name, setting] : run.info.spec.settings)
      EXPECT_EQ(to_string(*run.snapshot.settings.find(name)), to_string(setting)) << run.info.label << " " << name;
  expect_replays(recorded);
  // and the changes are what makes it so
  Scene without = recorded;
  without.runs[0].changes.clear();
  EXPECT_NE(difference_of_records(replayed(without)[0].records, lab().runs()[0].trajectory.records()), "");
}

TEST_F(WorkbenchTest, DigitsPlayedLiveRepeatExactly) {
  open(load_scene("digits", {{"stop", "{ steps = 150 }"},
                             {"record_every", "10"},
                             {"measures.trace.every", "50"},
                             {"measures.trace.budget", "8"}}));
  Player player{*workbench_, std::mt19937(8), {0.0, 0.0, 0.0}, 20, 4};
  ASSERT_TRUE(until([&] { return player.play(); }));
  EXPECT_GE(lab().recorded_scene().runs[0].changes.size(), 1U);
  expect_replays(lab().recorded_scene());
}

TEST_F(WorkbenchTest, TwoWorkbenchesAtOnceDoNotDisturbOneAnother) {
  open(valley(30'000, 10));
  Workbench other(load_scene("twin-wells", {{"stop", "{ steps = 30000 }"}, {"record_every", "7"}}), "", 2,
                  [this] { bell_.send(0); });
  Player one{*workbench_, std::mt19937(1)}, two{other, std::mt19937(2)};
  bool first = false, second = false;
  ASSERT_TRUE(until([&] {
    other.take();
    gui_.begin(canvas);
    other.frame();
    gui_.end();
    first = first || one.play();
    second = second || two.play();
    return first && second;
  }));
  expect_replays(lab().recorded_scene());
  const auto results = replayed(other.lab().recorded_scene());
  ASSERT_EQ(results.size(), other.lab().runs().size());
  for (std::size_t i = 0; i < results.size(); ++i)
    EXPECT_EQ(difference_of_records(results[i].records, other.lab().runs()[i].trajectory.records()), "")
        << results[i].info.label;
}

TEST_F(WorkbenchTest, FinishedRunsGoOnWhenAParameterIsChanged) {
  open(valley(105, 10));
  ASSERT_TRUE(until([this] { return lab().finished(); }));
  ASSERT_TRUE(at(105));
  tilt(16.0);
  ASSERT_TRUE(until([this] { return lab().finished() && at(210); }));
  EXPECT_EQ(lab().runs()[0].changes.at(0).step, 105U);
  // the saved scene repeats them, record for record: the place where they rested leaves no trace
  const auto results = replayed(lab().recorded_scene());
  for (std::size_t i = 0; i < results.size(); ++i)
    EXPECT_EQ(difference_of_records(results[i].records, lab().runs()[i].trajectory.records()), "")
        << results[i].info.label;
  lab().play(true);
  EXPECT_TRUE(until([this] { return lab().furthest_step() > 210; })) << "play, too";
}

TEST_F(WorkbenchTest, ARestartBeforeAnotherProblemIsThereKeepsThatProblemsSettings) {
  open(load_scene("product-valley", {{"problem.dimension", "4"}}));
  ASSERT_TRUE(until([this] { return !lab().loading() && lab().furthest_step() > 0; }));
  lab().play(false);
  lab().change_problem("himmelblau");
  lab().restart();
  ASSERT_TRUE(until([this] { return at(0); }));
  const Scene expected = default_scene("himmelblau");
  const Scene scene = lab().recorded_scene();
  ASSERT_EQ(scene.runs.size(), expected.runs.size());
  for (std::size_t i = 0; i < expected.runs.size(); ++i) {
    EXPECT_EQ(scene.runs[i].optimizer, expected.runs[i].optimizer);
    EXPECT_EQ(scene.runs[i].label, expected.runs[i].label);
    EXPECT_TRUE(scene.runs[i].settings == expected.runs[i].settings) << expected.runs[i].label;
  }
}

TEST_F(WorkbenchTest, AFileThatIsNoSceneLeavesWhatIsThere) {
  open_paused(valley(1000));
  ASSERT_TRUE(advance_to(5));
  const auto generation = lab().generation();
  const auto file = std::filesystem::temp_directory_path() / ("tiltscape-no-scene-" + std::to_string(::getpid()));
  WholeFile::put(file, "no scene\n");
  workbench_->open(file.string());
  workbench_->open("/no/such/file.toml");
  frame();
  frame();
  std::filesystem::remove(file);
  EXPECT_EQ(lab().generation(), generation);
  EXPECT_FALSE(lab().loading());
  ASSERT_TRUE(advance_to(6));
}

}  // namespace
}  // namespace tiltscape
