// The whole user interface without a display: every scene and problem opens, and runs do what they are told.
#include <unistd.h>

#include <filesystem>
#include <set>

#include "core/bad_input.h"
#include "core/optimizer.h"
#include "core/whole_file.h"
#include "tests/app/workbench_support.h"

namespace tiltscape {
namespace {

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
