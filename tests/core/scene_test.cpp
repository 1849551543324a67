// Scenes: what is read, what is filled in, --set, and that writing and reading are inverse.
#include "core/scene.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <limits>

#include "core/bad_input.h"
#include "core/optimizer.h"
#include "core/problem.h"

namespace tiltscape {
namespace {

const std::string full = R"(
format = 1
title = "Every \"key\""
problem = { name = "sharpness-valley" }
start = [2, 0.5, 1e-3]
seed = 13
generator = "numpy"
stop = { steps = 60_000, cost = 1000, loss = -1e300 }
record_every = 10
threads = 2

[[run]]
optimizer = "zest"
learning_rate = { schedule = "cosine", from = 0.05, to = 0.0, steps = 60_000 }
rho = { schedule = "constant", from = 0.3 }
tilt = 4
pairs = 32
law = "sphere"
estimator = "bias-corrected"
start = "random"
seed = 4
stop = { cost = 77 }

[[run.change]]
step = 0
tilt = { schedule = "step", from = 1, to = 2, steps = 9 }

[[run.change]]
step = 12
pairs = 4
tilt = 0.1

[[run]]
optimizer = "sgd"
label = "naïve, «GD»"

[[run]]
optimizer = "gd"

[[run]]
optimizer = "gd"

[measures]
x_norm = {}
lambda_max = { every = 7 }
trace = { method = "hutchinson", probes = 5 }

[view]
surface = ["worst-case", "loss"]
neighbourhood = "gaussian"
average = "in-plane"
mode = "3d"
arrows = "tilted"
camera = { azimuth = -20, elevation = 60, zoom = 1.5, projection = "orthographic", pan = [0.25, -0.5] }
tilt = inf
rho = 0.25
plane = { points = [[0, 0, 0], [1, 2, 3], [0, 1, 0.5]] }
chart = "x–z plane, y = 0"
bounds = [[-1, 3], [-1.5, 1]]
scale = "log"
colormap = "magma"
theme = "print"
x_axis = "cost"
x_scale = "log"
lines = ["prediction", "stability"]
at = 50
speed = 3
)";

std::string minimal(const std::string& problem) {
  return "problem = { name = \"" + problem + "\" }\n[[run]]\noptimizer = \"zest\"\n[[run]]\noptimizer = \"gd\"\n";
}

Scene with(const std::string& text, const std::vector<Override>& overrides) {
  return parse_scene(text, "s.toml", overrides);
}

TEST(Scene, KeepsAPlaneOfEigenvectors) {
  const Scene scene =
      parse_scene(minimal("sharpness-valley") + "[view]\nplane = { eigenvectors = [2, -1] }\n", "s.toml");
  EXPECT_EQ(scene.view.plane, PlaneSpec(EigenPlane{{2, -1}}));
  EXPECT_EQ(parse_scene(write_scene(scene), "again.toml"), scene);
}

TEST(Scene, ReadsEveryKey) {
  const Scene scene = parse_scene(full, "full.toml");
  EXPECT_EQ(scene.title, "Every \"key\"");
  EXPECT_EQ(std::get<std::vector<double>>(scene.start), (std::vector<double>{2.0, 0.5, 1e-3}));
  EXPECT_EQ(scene.seed, 13U);
  EXPECT_EQ(scene.generator, Generator::numpy);
  EXPECT_EQ(scene.stop, (Stop{.steps = 60'000, .cost = 1000, .loss = -1e300}));
  EXPECT_EQ(scene.record_every, 10U);
  EXPECT_EQ(scene.threads, 2);
  ASSERT_EQ(scene.runs.size(), 4U);
  const RunSpec& zest = scene.runs[0];
  EXPECT_EQ(std::get<Schedule>(*zest.settings.find("learning_rate")),
            (Schedule{Schedule::Shape::cosine, 0.05, 0.0, 60'000}));
  EXPECT_EQ(*zest.settings.find("rho"), Setting(0.3));
  EXPECT_EQ(*zest.settings.find("tilt"), Setting(4.0));
  EXPECT_EQ(*zest.settings.find("pairs"), Setting(std::int64_t{32}));
  EXPECT_EQ(*zest.settings.find("estimator"), Setting(std::string("bias-corrected")));
  EXPECT_TRUE(std::holds_alternative<RandomStart>(*zest.start));
  EXPECT_EQ(zest.seed, 4U);
  EXPECT_EQ(zest.stop, (Stop{.steps = {}, .cost = 77, .loss = {}}));
  ASSERT_EQ(zest.changes.size(), 2U);
  EXPECT_EQ(zest.changes[1].step, 12U);
  EXPECT_EQ(zest.changes[1].settings.real("tilt"), 0.1);
  EXPECT_EQ(zest.changes[1].settings.find("rho"), nullptr);
  EXPECT_EQ(scene.runs[1].optimizer, "gd");
  ASSERT_EQ(scene.measures.size(), 3U);
  EXPECT_EQ(scene.measures[0].name, "x_norm");
  EXPECT_EQ(scene.measures[1], (MeasureSpec{.name = "lambda_max", .every = 7, .method = "exact"}));
  EXPECT_EQ(scene.measures[2].probes, 5);
  EXPECT_EQ(scene.view.tilt, std::numeric_limits<double>::infinity());
  EXPECT_EQ(scene.view.surface, "worst-case");
  EXPECT_EQ(scene.view.beside, "loss");
  EXPECT_EQ(scene.view.neighbourhood, "gaussian");
  EXPECT_EQ(scene.view.average, "in-plane");
  EXPECT_EQ(scene.view.mode, "3d");
  EXPECT_EQ(scene.view.arrows, "tilted");
  EXPECT_EQ(scene.view.camera, (Camera{-20.0, 60.0, 1.5, "orthographic", {0.25, -0.5}}));
  EXPECT_EQ(std::get<PointsPlane>(scene.view.plane).points[2], (std::vector<double>{0.0, 1.0, 0.5}));
  EXPECT_EQ(scene.view.chart, "x–z plane, y = 0");
  EXPECT_EQ((*scene.view.bounds)[1][0], -1.5);
  EXPECT_EQ(scene.view.x_axis, "cost");
  EXPECT_EQ(scene.view.x_scale, "log");
  EXPECT_EQ(scene.view.lines, (std::vector<std::string>{"stability", "prediction"})) << "in the order of the choices";
  EXPECT_EQ(scene.view.at, 50U);
}

TEST(Scene, FillsInWhatIsNotSaid) {
  const Scene scene = parse_scene(minimal("product-valley"), "s.toml");
  EXPECT_EQ(scene.title, "Product valley");
  EXPECT_EQ(scene.problem.settings, Settings(find_problem("product-valley").parameters));
  EXPECT_TRUE(std::holds_alternative<DefaultStart>(scene.start));
  EXPECT_EQ(scene.stop, (Stop{.steps = 10'000, .cost = {}, .loss = {}}));
  EXPECT_EQ(scene.record_every, 1U);
  EXPECT_EQ(scene.seeds, 1U);
  EXPECT_EQ(parse_scene("seeds = 7\n" + minimal("himmelblau"), "s.toml").seeds, 7U);
  EXPECT_EQ(scene.runs[0].settings, Settings(find_optimizer("zest").parameters));
  EXPECT_EQ(scene.runs[0].label, "ZEST");
  std::vector<std::string> measured;
  for (const auto& measure : scene.measures) measured.push_back(measure.name);
  EXPECT_EQ(measured, (std::vector<std::string>{"trace", "lambda_max", "imbalance"}));
  EXPECT_EQ(parse_scene(minimal("himmelblau"), "s.toml").measures.size(), 2U);
  EXPECT_EQ(parse_scene(minimal("mlp"), "s.toml").measures.front().name, "accuracy");
  EXPECT_TRUE(parse_scene(minimal("himmelblau") + "[measures]\n", "s.toml").measures.empty());
}

TEST(Scene, LabelsAreUnique) {
  const auto labels = [](const std::vector<std::string>& wanted) {
    std::vector<RunSpec> runs;
    for (const auto& label : wanted)
      runs.push_back(
          {.optimizer = "zest", .label = label, .settings = {}, .changes = {}, .start = {}, .seed = {}, .stop = {}});
    return unique_labels(runs);
  };
  EXPECT_EQ(labels({"", "", "a", "a", "a"}), (std::vector<std::string>{"ZEST", "ZEST 2", "a", "a 2", "a 3"}));
  EXPECT_EQ(labels({"a", "a", "a 2"}), (std::vector<std::string>{"a", "a 3", "a 2"}));
  EXPECT_EQ(labels({"a 2", "a", "a"}), (std::vector<std::string>{"a 2", "a", "a 3"}));
}

TEST(Scene, WritingAndReadingAreInverse) {
  std::vector<Scene> scenes = {parse_scene(full, "full.toml")};
  for (const auto& entry : landscapes()) scenes.push_back(parse_scene(minimal(entry.name), "s.toml"));
  for (const auto& entry : model_entries()) scenes.push_back(parse_scene(minimal(entry.name), "s.toml"));
  scenes.push_back(parse_scene(minimal("expression"), "s.toml"));
  for (const auto& entry : gallery()) scenes.push_back(load_scene(entry.name));
  scenes.push_back(parse_scene(minimal("himmelblau") + "[measures]\n", "s.toml"));
  for (const double number : {1.0 / 3.0, 5e-324, 1.7976931348623157e308, 1e16, 123456789.0, 0.1 + 0.2, 1e-5}) {
    scenes.push_back(scenes[0]);
    scenes.back().start = std::vector<double>{number, -number, 0.0};
    scenes.back().stop.loss = number;
    scenes.back().runs[0].settings.set("learning_rate", number);
    scenes.back().seeds = 12;
  }
  for (const Scene& scene : scenes) {
    const std::string text = write_scene(scene);
    const Scene again = parse_scene(text, "written.toml");
    EXPECT_TRUE(again == scene) << text;
    EXPECT_EQ(write_scene(again), text);
    EXPECT_TRUE(text.starts_with("# Tiltscape 0.")) << text;
  }
}

TEST(Scene, EveryDefaultIsWrittenOut) {
  const std::string text = write_scene(parse_scene(minimal("product-valley"), "s.toml"));
  for (const char* key : {"format", "title", "problem", "start", "seed", "seeds", "generator", "stop", "record_every",
                          "device", "threads", "label", "surface", "plane", "scale", "colormap"})
    EXPECT_NE(text.find(fmt::format("\n{} = ", key)), std::string::npos) << key << "\n" << text;
  for (const auto& parameter : find_optimizer("zest").parameters)
    EXPECT_NE(text.find(fmt::format("\n{} = ", parameter.name)), std::string::npos) << parameter.name;
  EXPECT_NE(text.find("dimension = 100"), std::string::npos) << text;
}

TEST(Override, ReachesEveryPart) {
  const std::string text = minimal("quadratic");
  EXPECT_EQ(with(text, {{"seed", "5"}}).seed, 5U);
  EXPECT_EQ(with(text, {{"stop.steps", "6_0"}}).stop.steps, 60U);
  EXPECT_EQ(with(text, {{"problem.dimension", "7"}}).problem.settings.real("dimension"), 7.0);
  EXPECT_EQ(with(text, {{"view.tilt", "inf"}}).view.tilt, std::numeric_limits<double>::infinity());
  EXPECT_EQ(with(text, {{"title", "Two words"}}).title, "Two words");
  EXPECT_EQ(with(text, {{"title", "\"quoted\""}}).title, "quoted");
  EXPECT_EQ(with(text, {{"view.mode", "3d"}}).view.mode, "3d");
  EXPECT_EQ(with(text, {{"run.0.tilt", "8"}}).runs[0].settings.real("tilt"), 8.0);
  EXPECT_EQ(with(text, {{"run.0.law", "rademacher"}}).runs[0].settings.find("law")->index(), 2U);
  EXPECT_EQ(with(text, {{"run.1.optimizer", "sam"}}).runs[1].label, "SAM");
  EXPECT_EQ(with(text, {{"problem.dimension", "2"}, {"start", "[1, 2]"}}).start, Start(std::vector<double>{1.0, 2.0}));
  EXPECT_EQ(with(text, {{"seed", "5"}, {"seed", "6"}}).seed, 6U);
  EXPECT_EQ(with(full, {{"run.0.change.1.tilt", "3"}}).runs[0].changes[1].settings.real("tilt"), 3.0);
  EXPECT_EQ(with(full, {{"start.1", "3"}}).start, Start(std::vector<double>{2.0, 3.0, 1e-3}));
}

TEST(Override, OfAnOptimizerTakesADerivedLabelWithIt) {
  const auto label = [](const std::string& given, const std::vector<Override>& more) {
    const std::string text = minimal("quadratic") + "[[run]]\noptimizer = \"zo\"\n" + given;
    return with(text, more).runs.back().label;
  };
  const Override to_zest{"run.2.optimizer", "zest"}, to_sam{"run.2.optimizer", "sam"};
  EXPECT_EQ(label("", {to_sam}), "SAM");
  EXPECT_EQ(label("label = \"ZO\"\n", {to_sam}), "SAM") << "as a saved scene has it";
  EXPECT_EQ(label("label = \"ZO\"\n", {to_zest}), "ZEST 2");
  EXPECT_EQ(label("label = \"ZO 3\"\n", {to_sam}), "SAM");
  EXPECT_EQ(label("label = \"ZO, k = 3\"\n", {to_sam}), "ZO, k = 3") << "somebody's own words";
  EXPECT_EQ(label("label = \"ZO\"\n", {{"run.2.label", "ZO"}, to_sam}), "ZO") << "asked for";
  EXPECT_EQ(label("label = \"ZO\"\n", {to_sam, {"run.2.label", "ZO"}}), "ZO") << "asked for";
}

TEST(Override, OfAnOptimizerLeavesBehindWhatItHasNoUseFor) {
  const std::string text = minimal("quadratic") + "[[run]]\noptimizer = \"zo\"\nlearning_rate = 0.125\npairs = 3\n";
  const Override to_gd{"run.2.optimizer", "gd"};
  const RunSpec run = with(text, {to_gd}).runs.back();
  EXPECT_EQ(run.optimizer, "gd");
  EXPECT_EQ(run.settings.real("learning_rate"), 0.125) << "both have it";
  EXPECT_EQ(run.settings.find("pairs"), nullptr);
  EXPECT_THROW(with(text, {{"run.2.pairs", "4"}, to_gd}), BadInput) << "asked for";
  EXPECT_THROW(with(text + "piars = 4\n", {to_gd}), BadInput) << "no optimizer's";
}

TEST(Override, StarMeansEveryRunThatHasTheKey) {
  const Scene rates = with(minimal("quadratic"), {{"run.*.learning_rate", "0.125"}});
  EXPECT_EQ(rates.runs[0].settings.real("learning_rate"), 0.125);
  EXPECT_EQ(rates.runs[1].settings.real("learning_rate"), 0.125);
  const Scene tilts = with(minimal("quadratic"), {{"run.*.tilt", "9"}});
  EXPECT_EQ(tilts.runs[0].settings.real("tilt"), 9.0);
  EXPECT_EQ(tilts.runs[1].settings.find("tilt"), nullptr);
}

TEST(Override, OfAMeasureKeepsTheDefaultOnes) {
  const Scene scene = with(minimal("himmelblau"), {{"measures.trace.every", "10"}, {"measures.x_norm", "{}"}});
  ASSERT_EQ(scene.measures.size(), 3U);
  for (const auto& measure : scene.measures)
    EXPECT_EQ(measure.every, measure.name == "trace" ? 10U : 0U) << measure.name;
}

TEST(Gallery, HasItsScenesInOrder) {
  std::vector<std::string> names;
  for (const auto& entry : gallery()) {
    names.push_back(entry.name);
    EXPECT_FALSE(entry.title.empty());
    EXPECT_GT(entry.help.size(), 40U) << entry.name;
    EXPECT_EQ(entry.help.find('#'), std::string::npos) << entry.help;
  }
  EXPECT_EQ(names,
            (std::vector<std::string>{"tilt-chooses-the-minimum", "product-valley", "twin-wells", "rosenbrock-race",
                                      "himmelblau-race", "your-formula", "two-moons", "noisy-labels", "digits",
                                      "digits-cnn", "fine-tune-digits", "grokking", "flat-minima-svm"}));
}

TEST(DefaultScene, IsThereForEveryProblem) {
  for (const auto* list : {&landscapes(), &model_entries()})
    for (const auto& entry : *list) {
      const Scene scene = default_scene(entry.name);
      EXPECT_EQ(scene.runs.size(), 4U);
      EXPECT_EQ(parse_scene(write_scene(scene), entry.name), scene) << write_scene(scene);
    }
}

TEST(Scene, EveryKindOfPlaneIsWrittenAndReadBack) {
  for (const char* plane : {"\"auto\"", "\"own\"", "\"pca\"", "\"curvature\"", "\"random\"", "\"ends\"",
                            "{ random = 3 }", "{ axes = [2, 0] }", "{ points = [[0, 0.5, 1e-9], [1, 2, 3]] }"}) {
    const Scene scene = parse_scene(
        std::string("problem = { name = \"sharpness-valley\" }\n[[run]]\noptimizer = \"gd\"\n[view]\nplane = ") + plane,
        "test");
    EXPECT_EQ(parse_scene(write_scene(scene), "again").view.plane, scene.view.plane) << plane;
  }
}

}  // namespace
}  // namespace tiltscape
