// Bad scenes as a shell meets them: exit status 2, one line with file and line, and nothing written.
#include "core/models/devices.h"
#include "tests/app/command_line_support.h"

namespace tiltscape {
namespace {

TEST_F(CommandLine, RefusesFilesThatAreNoScenesNamingFileAndLine) {
  refused_scene("", "1", {"empty", "problem"});
  refused_scene("# nothing but a comment\n", "1", {"empty"});
  refused_scene("this is not TOML\n", "1", {"not valid TOML"});
  refused_scene("title = \"a\"\nproblem = {\n[[run]\n", "2", {"not valid TOML"});
  refused_scene(std::string("\x7f"
                            "ELF\x02\x01\x00\x00",
                            8),
                "1", {"not text"});
  refused_scene("title = \"fine\"\n\xff\xfe\n", "2", {"not text (byte 0xff)"});
  refused_scene("# known once it is made\n\nproblem = { name = \"torchscript\" }\n[[run]]\noptimizer = \"zo\"\n", "3",
                {"module is not given"});
  std::string dotted = "a";
  for (int i = 0; i < 50'000; ++i) dotted += ".a";  // toml++ overflows the stack
  refused_scene("title = \"fine\"\n" + dotted + " = 1\n", "2", {"more than 64 parts"});
  refused_scene("x = [\n\"\"\"it's\n\"\"\"]\n[" + dotted + "]\n", "4", {"more than 64 parts"});
  refused({"run", "twin-wells", "--set", dotted + "=1"}, {"--set a.", "more than 64 parts"});
  refused({"run", path("missing.toml"), "--out", path("out")}, {"missing.toml", "no such file"});
  refused({"run", path(""), "--out", path("out")}, {path("")});
}

TEST_F(CommandLine, RefusesUnknownNamesWithTheNearestOne) {
  const std::string problem = "problem = { name = \"sharpness-valley\" }\n", run = "[[run]]\noptimizer = \"zest\"\n";
  refused_scene("problem = { name = \"sharpness-vally\" }\n" + run, "1",
                {"sharpness-vally", "did you mean 'sharpness-valley'"});
  refused_scene(problem + "[[run]]\noptimizer = \"zezt\"\n", "3", {"zezt", "did you mean 'zest'"});
  refused_scene(problem + run + "tlit = 3\n", "4", {"tlit", "did you mean 'tilt'"});
  refused_scene(problem + "sede = 3\n" + run, "2", {"sede", "did you mean 'seed'"});
  refused_scene(problem + run + "law = \"spere\"\n", "4", {"spere", "did you mean 'sphere'"});
  refused_scene(problem + run + "estimator = \"naiv\"\n", "4", {"naiv", "did you mean 'naive'"});
  refused_scene(problem + run + "[measures]\ntracee = {}\n", "5", {"tracee", "did you mean 'trace'"});
  refused_scene(problem + "generator = \"numby\"\n" + run, "2", {"numby", "did you mean 'numpy'"});
  refused_scene(problem + run + "[view]\nsurface = \"tilde\"\n", "5", {"tilde", "did you mean 'tilted'"});
  refused_scene(problem + run + "[view]\nsurface = [\"tilted\", \"tilted\"]\n", "5", {"tilted twice"});
  refused_scene("problem = { name = \"himmelblau\", size = 3 }\n[[run]]\noptimizer = \"gd\"\n", "1",
                {"has no parameters", "size"});
  refused_scene(
      "problem = { name = \"himmelblau\" }\n[[run]]\noptimizer = \"gd\"\n[view]\nplane = { points = [[1, 2], "
      "[1, 2]] }\n",
      "5", {"same point"});
  refused_scene(
      "problem = { name = \"himmelblau\" }\n[[run]]\noptimizer = \"gd\"\n[view]\nplane = { points = [[1, 2], "
      "[2, 3], [3, 4]] }\n",
      "5", {"on one line"});
  refused_scene(problem + run + "[view]\ncolormap = \"viridi\"\n", "5", {"viridi", "did you mean 'viridis'"});
  refused_scene(problem + "device = \"cpi\"\n" + run, "2", {"cpi", "did you mean 'cpu'"});
}

TEST_F(CommandLine, RefusesFormulasAtTheirColumn) {
  const auto scene = [](const std::string& formula) {
    return "seed = 1\nproblem = { name = \"expression\", formula = \"" + formula +
           "\", variables = [\"x\", \"y\"] }\n[[run]]\noptimizer = \"gd\"\n";
  };
  refused_scene(scene("x + cos(yy)"), "2", {"formula, column 9", "unknown name 'yy'; did you mean 'y'?"});
  refused_scene(scene("x + cis(y)"), "2", {"formula, column 5", "did you mean 'cos'?"});
  refused_scene(scene("import os"), "2", {"formula, column 1", "'import' is no part of a formula"});
  refused_scene(scene(std::string(5000, '(')), "2", {"nested more than 100 deep"});
  refused({"run", "your-formula", "--set", "problem.formula=x +"},
          {"--set problem.formula=x +: formula, column 4: the formula ends here"});
}

TEST_F(CommandLine, RefusesAGpuThatIsNotThereWhereItIsAskedFor) {
  const std::string landscape = "problem = { name = \"himmelblau\" }\ndevice = \"cuda\"\n[[run]]\noptimizer = \"gd\"\n";
  refused_scene(landscape, "2", {"device 'cuda' is not available: himmelblau is a landscape", "; write \"cpu\""});
  refused({"run", "twin-wells", "--device", "cuda"}, {"--device cuda: device 'cuda' is not available: twin-wells is"});
  const std::string problem = cuda_problem();
  if (problem.empty()) GTEST_SKIP() << "there is a GPU here";
  const std::string why = "device 'cuda' is not available: " + problem + "; write \"cpu\"\n";
  refused_scene("problem = { name = \"mlp\" }\n\ndevice = \"cuda\"\n[[run]]\noptimizer = \"gd\"\n", "3", {why});
  refused({"run", "digits", "--device", "cuda", "--out", path("out")}, {"--device cuda: " + why});
  refused({"render", "digits", "--device", "cuda", "-o", path("a.png")}, {"--device cuda: " + why});
  const Outcome doctor = tiltscape({"doctor"});
  EXPECT_NE(doctor.out.find("models run on the CPU"), std::string::npos) << doctor.out;
}

TEST_F(CommandLine, DotsInTextAndNumbersAreNoKeys) {
  const std::string dots(100, '.');
  const std::string scene =
      "title = \"" + dots + "\\\"" + dots + "\" # " + dots +
      "\nproblem = { name = \"himmelblau\" }\nstop = { steps = 1 }\n[[run]]\noptimizer = \"gd\"\n";
  EXPECT_EQ(tiltscape({"run", write("dots.toml", scene)}).err, "");
}

TEST_F(CommandLine, RefusesScenesThatLackAPart) {
  refused_scene("problem = { name = \"himmelblau\" }\n", "1", {"no run"});
  refused_scene("problem = { name = \"himmelblau\" }\nrun = []\n", "2", {"no run"});
  refused_scene("[[run]]\noptimizer = \"gd\"\n", "1", {"no problem"});
  refused_scene("problem = { name = \"himmelblau\" }\n[[run]]\nlabel = \"a\"\n", "2", {"no optimizer"});
  refused_scene("problem = { name = \"himmelblau\" }\nstart = [1.0, 2.0, 3.0]\n[[run]]\noptimizer = \"gd\"\n", "2",
                {"start has 3 coordinates", "has 2"});
  refused_scene("problem = { name = \"himmelblau\" }\n[[run]]\noptimizer = \"gd\"\nstart = [1.0]\n", "4",
                {"start has 1 coordinates", "has 2"});
}

TEST_F(CommandLine, RefusesNumbersOutOfRangeNamingTheKey) {
  refused_setting("run.0.learning_rate=0", {"learning_rate"});
  refused_setting("run.0.learning_rate=-0.1", {"learning_rate"});
  refused_setting("run.0.learning_rate=inf", {"learning_rate"});
  refused_setting("run.0.learning_rate=nan", {"learning_rate"});
  refused_setting("run.0.pairs=0", {"pairs"});
  refused_setting("run.0.pairs=-4", {"pairs"});
  refused_setting("run.0.pairs=1000000000000", {"pairs"});
  refused_setting("run.0.pairs=2.5", {"pairs"});
  refused_setting("run.0.pairs=1", {"bias-corrected", "two pairs"});
  refused_setting("run.0.tilt=-1", {"tilt"});
  refused_setting("run.0.tilt=inf", {"tilt"});
  refused_setting("run.0.rho=-0.1", {"rho"});
  refused_setting("run.0.rho=0", {"rho"});
  refused_setting("run.1.rho=-0.1", {"rho"});
  refused_setting("stop={ steps = 0 }", {"stop.steps"});
  refused_setting("stop={ steps = -5 }", {"stop.steps"});
  refused_setting("stop={}", {"stop"});
  refused_setting("stop={ loss = nan }", {"stop.loss"});
  refused_setting("record_every=0", {"record_every"});
  refused_setting("threads=0", {"threads"});
  refused_setting("seed=-1", {"seed"});
  refused_setting("start=[2.5, inf, 0.5]", {"start[1]"});
  refused_setting("start=[2.5, 0.5]", {"start has 2 coordinates", "has 3"});
  refused_setting("problem={ name = \"product-valley\", dimension = 0 }", {"dimension"});
  refused_setting("measures.trace={ every = -1 }", {"every"});
  refused({"run", "twin-wells", "--set", "run.0.estimator=jackknife", "--set", "run.0.pairs=1", "--out", path("out")},
          {"two pairs", "jackknife"});
}

TEST_F(CommandLine, RefusesTextWhereANumberBelongsAndTheOtherWayRound) {
  refused_setting("run.0.tilt=much", {"tilt", "much", "number"});
  refused_setting("run.0.learning_rate=\"0.1\"", {"learning_rate", "number"});
  refused_setting("seed=lucky", {"seed", "lucky"});
  refused_setting("stop={ steps = \"ten\" }", {"stop.steps", "ten"});
  refused_setting("start=[a, b, c]", {});
  refused_setting("start=[\"a\", 0.5, 0.5]", {"start[0]", "number"});
  refused_setting("run.0.law=3", {"law"});
  refused_setting("title=3", {"title"});
  refused_setting("problem=himmelblau", {"problem", "name"});
}

}  // namespace
}  // namespace tiltscape
