// Everything a scene can get wrong gives one line: where, what is wrong, what would be right.
#include "core/bad_input.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/scene.h"

namespace tiltscape {
namespace {

/// A whole scene of which one line is replaced. Lines: 1 format, 2 problem, 3 start, 4 seed, 5 stop, 6 blank, 7
/// [[run]], 8 optimizer, 9 tilt, 10 pairs, 11 estimator, 12 blank, 13 [[run.change]], 14 step, 15 tilt, 16 blank, 17
/// [view], 18 surface.
std::string changed_scene(std::size_t line, const std::string& text) {
  std::vector<std::string> lines = {"format = 1",
                                    "problem = { name = \"sharpness-valley\" }",
                                    "start = [2.5, 0.5, 0.5]",
                                    "seed = 13",
                                    "stop = { steps = 100 }",
                                    "",
                                    "[[run]]",
                                    "optimizer = \"zest\"",
                                    "tilt = 4.0",
                                    "pairs = 8",
                                    "estimator = \"naive\"",
                                    "",
                                    "[[run.change]]",
                                    "step = 10",
                                    "tilt = 8.0",
                                    "",
                                    "[view]",
                                    "surface = \"loss\""};
  if (line > 0) lines.at(line - 1) = text;
  std::string scene;
  for (const auto& each : lines) scene += each + "\n";
  return scene;
}

std::string scene_complaint(const std::string& text, const std::vector<Override>& overrides = {}) {
  try {
    parse_scene(text, "s.toml", overrides);
  } catch (const BadInput& error) {
    return error.what();
  }
  return "no complaint";
}

/// `line` replaced by `text` complains at `place` and says each of `parts`.
struct WrongLine {
  std::size_t line;
  std::string text, place;
  std::vector<std::string> parts;
  friend void PrintTo(const WrongLine& wrong, std::ostream* out) {
    *out << "line " << wrong.line << ": " << wrong.text;
  }
};

class BadScene : public testing::TestWithParam<WrongLine> {};

TEST(Scene, TheUnchangedSceneOfTheseTestsIsFine) { EXPECT_EQ(scene_complaint(changed_scene(0, "")), "no complaint"); }

TEST_P(BadScene, SaysWhereWhatAndWhatWouldBeRight) {
  const WrongLine& wrong = GetParam();
  const std::string line = scene_complaint(changed_scene(wrong.line, wrong.text));
  EXPECT_TRUE(line.starts_with(wrong.place + ": ")) << line;
  for (const auto& part : wrong.parts) EXPECT_NE(line.find(part), std::string::npos) << part << "\n" << line;
  EXPECT_EQ(line.find('\n'), std::string::npos) << line;
  EXPECT_NE(line.find(';'), std::string::npos) << line;
}

INSTANTIATE_TEST_SUITE_P(Syntax, BadScene,
                         testing::Values(WrongLine{4, "seed = = 13", "s.toml:4", {"not valid TOML"}},
                                         WrongLine{4, "seed 13", "s.toml:4", {"not valid TOML"}},
                                         WrongLine{4, "start = 1", "s.toml:4", {"not valid TOML", "start"}},
                                         WrongLine{4, std::string("seed = 13\0", 10), "s.toml:4", {"not text", "0x00"}},
                                         WrongLine{4, "title = \"\xff\"", "s.toml:4", {"not text", "0xff"}},
                                         WrongLine{4, "title = \"\xed\xa0\x80\"", "s.toml:4", {"not text"}}));

INSTANTIATE_TEST_SUITE_P(
    Top, BadScene,
    testing::Values(WrongLine{1, "format = 2", "s.toml:1", {"format is the number 2", "format = 1"}},
                    WrongLine{1, "format = \"1\"", "s.toml:1", {"format is text '1'"}},
                    WrongLine{1, "fromat = 1", "s.toml:1", {"unknown scene key 'fromat'", "'format'"}},
                    WrongLine{1, "script = []", "s.toml:1", {"[[script]] is not in this version"}},
                    WrongLine{1, "title = 3", "s.toml:1", {"title is the number 3", "text in quotes"}},
                    WrongLine{1, "title = \"a\\nb\"", "s.toml:1", {"title has a line break"}},
                    WrongLine{1, "record_every = 0", "s.toml:1", {"record_every is 0", "from 1"}},
                    WrongLine{1, "record_every = 2.5", "s.toml:1", {"record_every is the number 2.5", "whole number"}},
                    WrongLine{1, "threads = 0", "s.toml:1", {"threads is 0"}},
                    WrongLine{1, "device = \"tpu\"", "s.toml:1", {"unknown device 'tpu'", "cpu"}},
                    WrongLine{1, "device = \"cuda\"", "s.toml:1", {"is a landscape", "write \"cpu\""}},
                    WrongLine{
                        1, "generator = \"mersenne\"", "s.toml:1", {"unknown generator 'mersenne'", "philox, numpy"}},
                    WrongLine{4, "seed = -1", "s.toml:4", {"seed is -1", "from 0"}},
                    WrongLine{4, "seed = 1.5", "s.toml:4", {"seed is the number 1.5"}},
                    WrongLine{4, "seed = 4_294_967_296\ngenerator = \"numpy\"", "s.toml:4", {"below 4294967296"}},
                    WrongLine{5, "stop = { steps = 0 }", "s.toml:5", {"stop.steps is 0", "from 1"}},
                    WrongLine{5, "stop = { steps = 2_000_000_000_000 }", "s.toml:5", {"stop.steps is 2000000000000"}},
                    WrongLine{5, "stop = { steps = 6e4 }", "s.toml:5", {"write 60000"}},
                    WrongLine{5, "stop = { step = 5 }", "s.toml:5", {"unknown stop key 'step'", "'steps'"}},
                    WrongLine{5, "stop = {}", "s.toml:5", {"stop is empty"}},
                    WrongLine{5, "stop = { loss = nan }", "s.toml:5", {"stop.loss is nan"}},
                    WrongLine{5, "stop = 100", "s.toml:5", {"stop is the number 100", "a table"}}));

INSTANTIATE_TEST_SUITE_P(
    Problem, BadScene,
    testing::Values(
        WrongLine{2, "", "s.toml:1", {"the scene has no problem"}},
        WrongLine{2, "problem = \"himmelblau\"", "s.toml:2", {"problem is text", "{ name = \"himmelblau\" }"}},
        WrongLine{2, "problem = { dimension = 3 }", "s.toml:2", {"problem has no name"}},
        WrongLine{2, "problem = { name = \"himelblau\" }", "s.toml:2", {"unknown problem 'himelblau'", "'himmelblau'"}},
        WrongLine{2,
                  "problem = { name = \"quadratic\", dimensions = 3 }",
                  "s.toml:2",
                  {"unknown quadratic problem key 'dimensions'", "'dimension'"}},
        WrongLine{2, "problem = { name = \"quadratic\", dimension = 0 }", "s.toml:2", {"dimension = 0"}},
        WrongLine{2, "problem = { name = \"quadratic\", dimension = \"three\" }", "s.toml:2", {"dimension = 'three'"}},
        WrongLine{2, "problem = { name = \"quadratic\", dimension = 5 }", "s.toml:3", {"start has 3 coordinates", "5"}},
        WrongLine{2, "problem = { name = \"mlp\" }", "s.toml:3", {"start is a list", "\"default\""}},
        WrongLine{3, "start = [1, 2]", "s.toml:3", {"start has 2 coordinates", "sharpness-valley has 3"}},
        WrongLine{3, "start = [1, 2, inf]", "s.toml:3", {"start[2] is inf", "finite"}},
        WrongLine{3, "start = [1, 2, \"x\"]", "s.toml:3", {"start[2] is text 'x'", "a number"}},
        WrongLine{3, "start = \"origin\"", "s.toml:3", {"unknown start 'origin'", "default"}},
        WrongLine{3, "start = 3", "s.toml:3", {"start is the number 3"}},
        WrongLine{3, "start = { from = \"adm\" }", "s.toml:3", {"'adm'", "'adam'"}}));

INSTANTIATE_TEST_SUITE_P(
    Run, BadScene,
    testing::Values(
        WrongLine{8, "", "s.toml:7", {"this run has no optimizer"}},
        WrongLine{8, "optimzer = \"zest\"", "s.toml:8", {"unknown run key 'optimzer'", "'optimizer'"}},
        WrongLine{8, "optimizer = \"zset\"", "s.toml:8", {"unknown optimizer 'zset'", "'zest'"}},
        WrongLine{8, "optimizer = \"ze\\u0000st\"", "s.toml:8", {"optimizer has a line break or control character"}},
        WrongLine{9, "law = \"sp\\nhere\"", "s.toml:9", {"law has a line break"}},
        WrongLine{18,
                  "[measures]\n\"tr\\u0000ace\" = {}",
                  "s.toml:19",
                  {"the name of this measure has a line break or control"}},
        WrongLine{8, "optimizer = 3", "s.toml:8", {"optimizer is the number 3"}},
        WrongLine{8, "optimizer = \"gd\"", "s.toml:9", {"gd has no tilt; zest, tsam have"}},
        WrongLine{14, "rho = 0.2\nseeds = 3", "s.toml:15", {"unknown zest change key 'seeds'", "write one of"}},
        WrongLine{4, "seeds = 0", "s.toml:4", {"seeds is 0", "from 1 to"}},
        WrongLine{4,
                  "seeds = 3\nseed = 4294967294\ngenerator = \"numpy\"",
                  "s.toml:4",
                  {"seeds is 3 from seed 4294967294 on", "the last one may be 4294967295"}},
        WrongLine{9, "tlit = 4", "s.toml:9", {"unknown zest run key 'tlit'", "'tilt'"}},
        WrongLine{9, "tilt = -1", "s.toml:9", {"tilt = -1"}}, WrongLine{9, "tilt = inf", "s.toml:9", {"tilt = inf"}},
        WrongLine{9, "tilt = nan", "s.toml:9", {"tilt = nan"}},
        WrongLine{9, "tilt = 1e5", "s.toml:9", {"tilt = 100000"}},
        WrongLine{9, "tilt = \"four\"", "s.toml:9", {"tilt = 'four'", "is not a number"}},
        WrongLine{9, "tilt = true", "s.toml:9", {"tilt is true", "a number"}},
        WrongLine{9, "tilt = [1, 2]", "s.toml:9", {"tilt is a list"}},
        WrongLine{9, "tilt = 1979-05-27", "s.toml:9", {"tilt is a date"}},
        WrongLine{9, "learning_rate = 0", "s.toml:9", {"learning_rate = 0", "> 0"}},
        WrongLine{9, "learning_rate = -0.1", "s.toml:9", {"learning_rate = -0.1"}},
        WrongLine{9, "rho = -0.1", "s.toml:9", {"rho = -0.1"}}, WrongLine{9, "rho = 0", "s.toml:9", {"rho = 0"}},
        WrongLine{9, "law = \"square\"", "s.toml:9", {"unknown law 'square'", "sphere"}},
        WrongLine{9, "law = 3", "s.toml:9", {"law = 3"}},
        WrongLine{9, "label = 4", "s.toml:9", {"label is the number 4"}},
        WrongLine{9,
                  "tilt = { schedule = \"cosin\", from = 1, to = 2, steps = 5 }",
                  "s.toml:9",
                  {"unknown tilt.schedule 'cosin'", "'cosine'"}},
        WrongLine{9, "tilt = { schedule = \"linear\", from = 1, steps = 5 }", "s.toml:9", {"tilt has no to"}},
        WrongLine{9, "tilt = { schedule = \"linear\", from = 1, to = -2, steps = 5 }", "s.toml:9", {"tilt.to = -2"}},
        WrongLine{9, "tilt = { schedule = \"linear\", from = 1, to = 2, steps = 0 }", "s.toml:9", {"tilt.steps is 0"}},
        WrongLine{9,
                  "tilt = { schedule = \"linear\", from = 1, to = 2, step = 5 }",
                  "s.toml:9",
                  {"unknown tilt schedule key 'step'", "'steps'"}},
        WrongLine{10, "pairs = 0", "s.toml:10", {"pairs = 0"}},
        WrongLine{10, "pairs = 1_000_000_000", "s.toml:10", {"pairs = 1000000000"}},
        WrongLine{10, "pairs = 2.5", "s.toml:10", {"pairs = 2.5"}},
        WrongLine{10,
                  "pairs = { schedule = \"linear\", from = 1, to = 2, steps = 5 }",
                  "s.toml:10",
                  {"cannot follow a schedule"}},
        WrongLine{10, "pairs = 1\nseed = -3", "s.toml:11", {"seed is -3"}},
        WrongLine{10, "pairs = 1\nstop = { steps = 0 }", "s.toml:11", {"stop.steps is 0"}},
        WrongLine{10, "pairs = 1\nstart = [1]", "s.toml:11", {"start has 1 coordinates"}},
        WrongLine{11, "estimator = \"nave\"", "s.toml:11", {"unknown estimator 'nave'", "'naive'"}},
        WrongLine{11, "estimator = \"one-sided\"", "s.toml:11", {"unknown estimator 'one-sided'"}},
        WrongLine{13, "[run.change]", "s.toml:13", {"run.change is a table", "[[run.change]]"}},
        WrongLine{14, "", "s.toml:13", {"this change has no step"}},
        WrongLine{14, "step = -1", "s.toml:14", {"change.step is -1"}},
        WrongLine{15, "tilt = -8", "s.toml:15", {"tilt = -8"}}, WrongLine{15, "", "s.toml:13", {"changes nothing"}},
        WrongLine{15, "tlit = 8", "s.toml:15", {"unknown zest change key 'tlit'"}},
        WrongLine{15, "pairs = 1\nestimator = \"jackknife\"", "s.toml:16", {"jackknife"}},
        WrongLine{15,
                  "tilt = 8\n[[run.change]]\nstep = 10\ntilt = 1",
                  "s.toml:17",
                  {"change.step is 10 after 10", "increase"}}));

INSTANTIATE_TEST_SUITE_P(
    View, BadScene,
    testing::Values(
        WrongLine{18, "surface = \"smooth\"", "s.toml:18", {"unknown view.surface 'smooth'", "worst-case"}},
        WrongLine{18, "surface = [\"loss\", \"tilt\"]", "s.toml:18", {"unknown view.surface[1] 'tilt'", "tilted"}},
        WrongLine{18, "surface = []", "s.toml:18", {"view.surface lists 0 surfaces", "one or two"}},
        WrongLine{18, "surfaces = \"loss\"", "s.toml:18", {"unknown view key 'surfaces'", "'surface'"}},
        WrongLine{18, "tilt = -1", "s.toml:18", {"view.tilt is -1", "at least 0"}},
        WrongLine{18, "tilt = nan", "s.toml:18", {"view.tilt is nan"}},
        WrongLine{18, "rho = 0", "s.toml:18", {"view.rho is 0"}},
        WrongLine{18,
                  "plane = { eigenvectors = [1, 1] }",
                  "s.toml:18",
                  {"view.plane.eigenvectors must be two different ones", "write [1, 2]"}},
        WrongLine{18, "plane = { eigenvectors = [1, -3] }", "s.toml:18", {"1 and -3 are the same of 3"}},
        WrongLine{18, "plane = \"sideways\"", "s.toml:18", {"unknown view.plane 'sideways'", "auto, own"}},
        WrongLine{18, "plane = { axes = [1, 1] }", "s.toml:18", {"view.plane.axes is 1 twice"}},
        WrongLine{18, "plane = { axes = [0, 1], points = [] }", "s.toml:18", {"view.plane has no or several keys"}},
        WrongLine{18, "plane = { axes = [0, 3] }", "s.toml:18", {"view.plane.axes names coordinate 3", "write 0 to 2"}},
        WrongLine{18, "plane = { points = [[0, 1], [1, 0]] }", "s.toml:18", {"have 2 coordinates; this problem has 3"}},
        WrongLine{18, "plane = { random = -1 }", "s.toml:18", {"view.plane.random"}},
        WrongLine{
            18, "plane = { points = [[0, 1], [1]] }", "s.toml:18", {"points[1] has 1 coordinates, the first has 2"}},
        WrongLine{18, "camera = { elevation = 100 }", "s.toml:18", {"view.camera.elevation is 100"}},
        WrongLine{18, "camera = { pan = [1] }", "s.toml:18", {"view.camera.pan has 1 entries", "[right, up]"}},
        WrongLine{18, "camera = { projection = \"flat\" }", "s.toml:18", {"unknown view.camera.projection 'flat'"}},
        WrongLine{18, "neighbourhood = \"cube\"", "s.toml:18", {"unknown view.neighbourhood 'cube'", "gaussian"}},
        WrongLine{18, "average = \"none\"", "s.toml:18", {"unknown view.average 'none'", "in-plane"}},
        WrongLine{18, "mode = \"4d\"", "s.toml:18", {"unknown view.mode '4d'", "3d"}},
        WrongLine{18, "arrows = \"up\"", "s.toml:18", {"unknown view.arrows 'up'", "tilted"}},
        WrongLine{18, "chart = \"q plane\"", "s.toml:18", {"unknown view.chart 'q plane'", "x–y plane"}},
        WrongLine{18, "bounds = [[1, 0], [0, 1]]", "s.toml:18", {"low must be below high"}},
        WrongLine{18, "bounds = [0, 1]", "s.toml:18", {"view.bounds[0] is the number 0"}},
        WrongLine{18, "bounds = [[0, 1]]", "s.toml:18", {"view.bounds has 1 entries"}},
        WrongLine{18, "scale = \"cubic\"", "s.toml:18", {"unknown view.scale 'cubic'"}},
        WrongLine{18, "colormap = \"jet\"", "s.toml:18", {"unknown view.colormap 'jet'", "viridis"}},
        WrongLine{18, "theme = \"blue\"", "s.toml:18", {"unknown view.theme 'blue'"}},
        WrongLine{18, "x_scale = \"sqrt\"", "s.toml:18", {"unknown view.x_scale 'sqrt'"}},
        WrongLine{18, "lines = [\"stable\"]", "s.toml:18", {"unknown view.lines[0] 'stable'", "stability"}},
        WrongLine{18, "lines = \"flow\"", "s.toml:18", {"unknown view.lines 'flow'", "prediction"}},
        WrongLine{18, "lines = [\"stability\", \"stability\"]", "s.toml:18", {"view.lines has stability twice"}},
        WrongLine{18, "lines = 3", "s.toml:18", {"view.lines is the number 3"}},
        WrongLine{18, "x_axis = \"time\"", "s.toml:18", {"unknown view.x_axis 'time'", "seconds"}},
        WrongLine{18, "speed = -5", "s.toml:18", {"view.speed is -5"}},
        WrongLine{18, "at = -5", "s.toml:18", {"view.at is -5"}},
        WrongLine{18, "[measures]\nlamda_max = {}", "s.toml:19", {"unknown measure 'lamda_max'", "'lambda_max'"}},
        WrongLine{
            18, "[measures]\nimbalance = {}", "s.toml:19", {"does not belong to problem 'sharpness-valley'", "trace"}},
        WrongLine{18, "[measures]\naccuracy = {}", "s.toml:19", {"does not belong"}},
        WrongLine{18, "[measures]\ntrace = 5", "s.toml:19", {"measures.trace is the number 5"}},
        WrongLine{
            18, "[measures]\ntrace = { evry = 5 }", "s.toml:19", {"unknown measures.trace key 'evry'", "'every'"}},
        WrongLine{18, "[measures]\ntrace = { every = -5 }", "s.toml:19", {"measures.trace.every is -5"}},
        WrongLine{
            18, "[measures]\ntrace = { method = \"hutch\" }", "s.toml:19", {"unknown measures.trace.method 'hutch'"}},
        WrongLine{18,
                  "[measures]\nlambda_max = { method = \"hutchinson\" }",
                  "s.toml:19",
                  {"unknown measures.lambda_max.method 'hutchinson'", "exact", "lanczos"}},
        WrongLine{
            18, "[measures]\ntrace = { probes = 5 }", "s.toml:19", {"is exact here, without probes", "name a method"}},
        WrongLine{
            18, "[measures]\nx_norm = { budget = 50 }", "s.toml:19", {"measures.x_norm has no budget", "leave it out"}},
        WrongLine{18,
                  "[measures]\ntrace = { method = \"exact\", relative_error = 0.1 }",
                  "s.toml:19",
                  {"is exact here, without relative_error"}},
        WrongLine{18,
                  "[measures]\ntrace = { method = \"hutch++\", probes = 10, relative_error = 0.1 }",
                  "s.toml:19",
                  {"has both probes and relative_error", "leave relative_error out"}},
        WrongLine{18,
                  "[measures]\ntrace = { method = \"hutch++\", relative_error = 2 }",
                  "s.toml:19",
                  {"relative_error is the number 2", "above 0 and at most 1"}},
        WrongLine{18,
                  "[measures]\ntrace = { method = \"hutch++\", budget = 3 }",
                  "s.toml:19",
                  {"measures.trace.budget is 3"}},
        WrongLine{18, "[measures]\nsam_sharpness = { rho = 0 }", "s.toml:19", {"rho is the number 0", "above 0"}},
        WrongLine{18, "[measures]\ntilted_sharpness = { tilt = inf }", "s.toml:19", {"measures.tilted_sharpness.tilt"}},
        WrongLine{18, "[measures]\nx_norm = { rho = 1 }", "s.toml:19", {"unknown measures.x_norm key 'rho'"}}));

TEST(BadScene, BiasCorrectedAndJackknifeNeedTwoPairs) {
  for (const char* estimator : {"bias-corrected", "jackknife"}) {
    std::string text = changed_scene(11, std::string("estimator = \"") + estimator + "\"");
    EXPECT_EQ(scene_complaint(text), "no complaint");
    text.replace(text.find("pairs = 8"), 9, "pairs = 1");
    EXPECT_TRUE(scene_complaint(text).starts_with("s.toml:11: ")) << scene_complaint(text);
    EXPECT_NE(scene_complaint(text).find(estimator), std::string::npos) << scene_complaint(text);
    EXPECT_TRUE(
        scene_complaint(changed_scene(11, std::string("estimator = \"") + estimator + "\""), {{"run.0.pairs", "1"}})
            .starts_with("--set run.0.pairs=1: "));
  }
}

TEST(BadScene, MethodsTakeWhatIsTheirs) {
  const auto of = [](const std::string& optimizer, const std::string& line) {
    return scene_complaint("problem = { name = \"product-valley\", dimension = 10_000 }\n[[run]]\noptimizer = \"" +
                           optimizer + "\"\n" + line);
  };
  EXPECT_EQ(of("tsam", "tilt = inf"), "no complaint");
  EXPECT_NE(of("zest", "tilt = inf").find("tilt = inf is not finite"), std::string::npos);
  EXPECT_NE(of("tsam", "tilt = 2e4").find("expected a real in [0, 10000] or inf"), std::string::npos);
  EXPECT_EQ(of("tsam", "pairs = 3").find("s.toml:4: tsam has no pairs; zest, zo, zo-adam have"), 0U);
  EXPECT_EQ(of("sam", "samples = 3").find("s.toml:4: sam has no samples; tsam has"), 0U);
  EXPECT_EQ(of("tsam", "samples = 10_000").find("s.toml:4: samples = 10000 directions in 20000 dim"), 0U);
  EXPECT_NE(of("momentum", "momentum = 1").find("expected a real in [0, 1)"), std::string::npos);
  EXPECT_NE(of("adam", "beta2 = 1.0").find("expected a real in [0, 1)"), std::string::npos);
  EXPECT_EQ(of("momentum", "kind = \"nesterof\"").find("s.toml:4: unknown kind 'nesterof'; did you mean 'nesterov'"),
            0U);
}

TEST(BadScene, EmptyWithoutRunAndTooLarge) {
  for (const char* empty : {"", "\n\n", "# nothing but a comment\n"})
    EXPECT_TRUE(scene_complaint(empty).starts_with("s.toml:1: the scene is empty; ")) << empty;
  EXPECT_TRUE(scene_complaint("problem = { name = \"himmelblau\" }").starts_with("s.toml:1: the scene has no run; "));
  EXPECT_TRUE(
      scene_complaint("problem = { name = \"himmelblau\" }\nrun = []").starts_with("s.toml:2: the scene has no run; "));
  EXPECT_TRUE(scene_complaint("problem = { name = \"himmelblau\" }\n[run]\noptimizer = \"gd\"")
                  .starts_with("s.toml:2: run is a table; "));
  EXPECT_TRUE(
      scene_complaint(
          "problem = { name = \"product-valley\", dimension = 10_000 }\n[[run]]\noptimizer = \"zo\"\npairs = 100_000")
          .starts_with("s.toml:4: pairs = 100000 "));
  EXPECT_TRUE(scene_complaint("problem = { name = \"mlp\" }\ngenerator = \"numpy\"\n[[run]]\noptimizer = \"gd\"")
                  .starts_with("s.toml:2: generator "));
  EXPECT_NE(scene_complaint(std::string(100'000, '[')).find("s.toml:1: not valid TOML"), std::string::npos);
}

TEST(BadScene, Overrides) {
  const auto set = [](const std::string& path, const std::string& value) {
    return scene_complaint(changed_scene(0, ""), {{path, value}});
  };
  const auto begins = [](const std::string& text, const std::string& beginning) {
    return testing::AssertionResult(text.starts_with(beginning)) << text;
  };
  EXPECT_TRUE(begins(set("run.0.tilt", "x"), "--set run.0.tilt=x: tilt = 'x' is not a number; "));
  EXPECT_TRUE(begins(set("run.0.tilt", "-1"), "--set run.0.tilt=-1: tilt = -1 "));
  EXPECT_TRUE(begins(set("run.0.tlit", "1"), "--set run.0.tlit=1: unknown zest run key 'tlit'; did you mean 'tilt'"));
  EXPECT_TRUE(
      begins(set("run.0.nothing", "1"), "--set run.0.nothing=1: unknown zest run key 'nothing'; write one of "));
  EXPECT_EQ(scene_complaint(changed_scene(8, "optimizer = \"zo\""), {{"run.0.tilt", "4"}}),
            "--set run.0.tilt=4: zo has no tilt; zest, tsam have");
  EXPECT_EQ(scene_complaint(std::string("problem = { name = \"himmelblau\" }\n[[run]]\noptimizer = \"gd\"\n"),
                            {{"run.*.rho", "4"}}),
            "--set run.*.rho=4: no run has rho; zest, zo, zo-adam, sam, asam, tsam have");
  EXPECT_TRUE(begins(set("run.3.tilt", "1"), "--set run.3.tilt=1: there is no entry '3'; "));
  EXPECT_TRUE(begins(set("run.x.tilt", "1"), "--set run.x.tilt=1: there is no entry 'x'; "));
  EXPECT_TRUE(begins(set("run.-1.tilt", "1"), "--set run.-1.tilt=1: there is no entry '-1'; "));
  EXPECT_TRUE(begins(set("run.*.smoothing", "1"), "--set run.*.smoothing=1: no run has it: "));
  EXPECT_TRUE(begins(set("run.*", "1"), "--set run.*=1: '*' stands for every run; "));
  EXPECT_TRUE(begins(set("run..tilt", "1"), "--set run..tilt=1: the path has an empty part; "));
  EXPECT_TRUE(begins(set("", "1"), "--set =1: the path has an empty part; "));
  EXPECT_TRUE(begins(set("seed.high", "1"), "--set seed.high=1: 'high' is below the number 13; "));
  EXPECT_TRUE(
      begins(set("run.0.rho", ".05"), "--set run.0.rho=.05: TOML numbers have a digit before the point; write 0.05"));
  EXPECT_TRUE(begins(set("run.0.rho", "-.05"),
                     "--set run.0.rho=-.05: TOML numbers have a digit before the point; write -0.05"));
  EXPECT_TRUE(begins(set("title", "a\xff"), "--set title=a\xff: this is not a TOML value; "));
  EXPECT_TRUE(begins(set("seed", "1]"), "--set seed=1]: this is not a TOML value; "));
  EXPECT_TRUE(begins(set("seed", ""), "--set seed=: this is not a TOML value; "));
  EXPECT_TRUE(begins(set("seed", "1\nformat = 2"), "--set seed=1 format = 2: the value has a line break; "));
  EXPECT_TRUE(begins(set("stop.steps", "0"), "--set stop.steps=0: stop.steps is 0; "));
  EXPECT_TRUE(begins(set("problem.dimension", "5"),
                     "--set problem.dimension=5: problem sharpness-valley has no parameters; leave dimension out"));
  EXPECT_TRUE(begins(set("problem.name", "valley"), "--set problem.name=valley: unknown problem 'valley'"));
  EXPECT_TRUE(begins(set("start", "[1, 2]"), "--set start=[1, 2]: start has 2 coordinates; "));
  EXPECT_TRUE(begins(set("measures.trase.every", "2"),
                     "--set measures.trase.every=2: unknown measure 'trase'; did you mean 'trace'"));
  EXPECT_TRUE(begins(set("device", "cuda"), "--set device=cuda: device 'cuda' is not available"));
  EXPECT_TRUE(begins(set("wiev.tilt", "2"), "--set wiev.tilt=2: unknown scene key 'wiev'; did you mean 'view'"));
}

TEST(BadScene, ADeviceOfAModelIsAskedForAndRefusedInItsPlace) {
  const std::string text = "problem = { name = \"mlp\" }\ndevice = \"cuda\"\n[[run]]\noptimizer = \"gd\"\n";
  std::vector<std::string> asked;
  Outside refuse;
  refuse.device_complaint = [&asked](const std::string& device) -> std::string {
    asked.push_back(device);
    return device == "cuda" ? "device 'cuda' is not available: no; write \"cpu\"" : "";
  };
  const auto refused = [&](const std::vector<Override>& overrides) -> std::string {
    try {
      parse_scene(text, "s.toml", overrides, refuse);
    } catch (const BadInput& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_EQ(refused({}), "s.toml:2: device 'cuda' is not available: no; write \"cpu\"");
  EXPECT_EQ(refused({{"device", "cuda"}}), "--set device=cuda: device 'cuda' is not available: no; write \"cpu\"");
  EXPECT_EQ(refused({{"device", "cpu"}}), "");
  EXPECT_EQ(asked, (std::vector<std::string>{"cuda", "cuda", "cpu"}));
  const Scene scene = parse_scene(text, "s.toml");
  EXPECT_EQ(scene.device, "cuda") << "without a check scenes are read as they are";
  EXPECT_EQ(parse_scene(write_scene(scene), "again"), scene);
}

TEST(BadScene, OfAModelIsNamedByItsLine) {
  const auto refused = [](const std::string& last) -> std::string {
    const std::string text = "problem = { name = \"mlp\", hidden = 32 }\n[[run]]\noptimizer = \"zest\"\n" + last;
    try {
      parse_scene(text, "s.toml", {});
    } catch (const BadInput& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_EQ(refused("pairs = 100_000\nlaw = \"orthogonal\""),
            "s.toml:4: pairs = 100000 directions in 2410 dimensions do not fit in memory; at most 82987 do");
  EXPECT_EQ(refused("pairs = 100_000\nlaw = \"sphere\""), "") << "in place they are drawn again and not held";
  EXPECT_TRUE(refused("law = \"coordinate\"\n[[run.change]]\nstep = 3\npairs = 100_000")
                  .starts_with("s.toml:7: pairs = 100000 "));
  EXPECT_TRUE(
      refused("[view]\nplane = { axes = [0, 2410] }").starts_with("s.toml:5: view.plane.axes names coordinate 2410"));
  EXPECT_TRUE(refused("[view]\nplane = { points = [[0, 1], [1, 0]] }").starts_with("s.toml:5: "));
  EXPECT_EQ(refused("[view]\nplane = { axes = [0, 2409] }"), "");
}

TEST(BadScene, FilesThatAreNoScenes) {
  const auto message = [](const std::string& name) {
    try {
      load_scene(name);
    } catch (const BadInput& error) {
      return std::string(error.what());
    }
    return std::string("no complaint");
  };
  EXPECT_EQ(message("product-vally")
                .find("product-vally: there is no such file; unknown gallery scene 'product-vally'; did you mean "
                      "'product-valley'"),
            0U)
      << message("product-vally");
  const auto folder = std::filesystem::temp_directory_path() / "tiltscape-bad-input-test";
  std::filesystem::create_directories(folder);
  EXPECT_EQ(message(folder.string()).find(folder.string() + ": is a folder; "), 0U);
  const auto file = folder / "binary.toml";
  std::ofstream(file, std::ios::binary) << std::string(
      "format = 1\n\x7f"
      "ELF\0\0",
      17);
  EXPECT_EQ(message(file.string()).find(file.string() + ":2: "), 0U) << message(file.string());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tiltscape
