// Scenes of the user's own function: read, refused in their place, written and read back equal. No LibTorch here.
#include <gtest/gtest.h>

#include "core/bad_input.h"
#include "core/problem.h"
#include "core/scene.h"

namespace tiltscape {
namespace {

std::string scene_with(const std::string& problem) {
  return "format = 1\nproblem = { name = \"expression\"" + problem + " }\n[[run]]\noptimizer = \"gd\"\n";
}

Scene read(const std::string& problem, const std::vector<Override>& overrides = {}) {
  return parse_scene(scene_with(problem), "s.toml", overrides);
}

std::string refused(const std::string& problem, const std::vector<Override>& overrides = {}) {
  try {
    read(problem, overrides);
  } catch (const BadInput& error) {
    return error.what();
  }
  return "accepted";
}

WordList variables(const Scene& scene) { return std::get<WordList>(*scene.problem.settings.find("variables")); }
Intervals bounds(const Scene& scene) { return std::get<Intervals>(*scene.problem.settings.find("bounds")); }

TEST(ExpressionScene, IsThatOfTheDesign) {
  const Scene scene =
      read(R"(, formula = "(1-x)**2 + 100*(y-x**2)**2", variables = ["x", "y"], bounds = [[-2, 2], [-1, 3]])");
  EXPECT_EQ(std::get<std::string>(*scene.problem.settings.find("formula")), "(1-x)**2 + 100*(y-x**2)**2");
  EXPECT_EQ(variables(scene), (WordList{"x", "y"}));
  EXPECT_EQ(bounds(scene), (Intervals{{-2.0, 2.0}, {-1.0, 3.0}}));
}

TEST(ExpressionScene, FillsInWhatIsLeftOut) {
  const Scene scene = read(R"(, formula = "b**2 + sin(a)*c")");
  EXPECT_EQ(variables(scene), (WordList{"b", "a", "c"}));
  EXPECT_EQ(bounds(scene), (Intervals{{-2.0, 2.0}, {-2.0, 2.0}, {-2.0, 2.0}}));
  EXPECT_EQ(variables(read("")), (WordList{"x", "y"})) << "of the first formula";
}

TEST(ExpressionScene, HasNoKnownDimensionWhileItsVariablesContradictOneAnother) {
  Settings settings = read("").problem.settings;
  EXPECT_EQ(known_dimension(find_problem("expression"), settings), 2);
  settings.set("variables", WordList{"x", "x"});
  EXPECT_EQ(known_dimension(find_problem("expression"), settings), 0);
}

TEST(ExpressionScene, IsWrittenAndReadBack) {
  for (const char* problem : {"", R"(, formula = "x*2 if x < 1 else 3 % x", bounds = [[-1e-9, 1e9]])",
                              R"(, formula = "1", variables = ["a_1", "B2"], bounds = [[0, 1], [-3.5, 0.25]])"}) {
    const Scene scene = read(problem);
    EXPECT_EQ(parse_scene(write_scene(scene), "again"), scene) << write_scene(scene);
  }
  Scene quoted = read("");
  quoted.problem.settings.set("formula", std::string("x\\\"y"));
  EXPECT_NE(write_scene(quoted).find(R"(formula = "x\\\"y")"), std::string::npos) << write_scene(quoted);
}

TEST(ExpressionScene, AStartIsCheckedWithoutTheFunction) {
  const std::string text = scene_with(R"(, formula = "x + y*z")");
  EXPECT_NO_THROW(parse_scene("start = [1, 2, 3]\n" + text, "s.toml"));
  try {
    parse_scene("start = [1, 2]\n" + text, "s.toml");
    ADD_FAILURE();
  } catch (const BadInput& error) {
    EXPECT_STREQ(error.what(), "s.toml:1: start has 2 coordinates; expression has 3 with these parameters");
  }
}

TEST(ExpressionScene, IsRefusedInOneLineAtItsPlace) {
  for (const auto& [problem, message] : std::vector<std::pair<const char*, const char*>>{
           {R"(, formula = "x + yy", variables = ["x", "y"])",
            "s.toml:2: formula, column 5: unknown name 'yy'; did you mean 'y'? the variables are x, y"},
           {R"(, formula = "(x + y")",
            "s.toml:2: formula, column 1: this parenthesis is not closed; write ) where it ends"},
           {", formula = 3", "s.toml:2: formula is the number 3; it must be text in quotes"},
           {", formula = [\"x\"]", "s.toml:2: formula is a list; it must be text in quotes"},
           {", formula = \"x\\ny\"",
            "s.toml:2: formula has a line break or control character; it must be one line of text"},
           {", formula = { schedule = \"cosine\" }", "s.toml:2: formula is a table; it must be text in quotes"},
           {", variables = \"x\"", "s.toml:2: variables is text 'x'; it must be a list of texts: [\"x\", \"y\"]"},
           {", variables = [\"x\", 3]", "s.toml:2: variables[1] is the number 3; it must be text in quotes"},
           {", variables = [\"x\", \"x\"]", "s.toml:2: variables has 'x' twice; write each name once"},
           {", bounds = [[-2, 2]]",
            "s.toml:2: bounds has 1 interval, but there are 2 variables (x, y); write [low, high] for each"},
           {", bounds = [-2, 2]", "s.toml:2: bounds[0] is the number -2; it must be an interval [low, high]"},
           {", bounds = [[-2, 2, 3]]", "s.toml:2: bounds[0] has 3 numbers; it must be [low, high]"},
           {", bounds = [[2, -2], [0, 1]]", "s.toml:2: bounds[0] = [2, -2] is no interval; expected [low, high]"},
           {", bounds = [[0, 1], [1, 1]]", "s.toml:2: bounds[1] = [1, 1] is no interval; expected [low, high]"},
           {", bounds = [[0, inf], [1, 2]]", "s.toml:2: bounds[0][1] is inf; it must be a finite number"},
           {", formul = \"x\"", "s.toml:2: unknown expression problem key 'formul'; did you mean 'formula'"},
       })
    EXPECT_TRUE(refused(problem).starts_with(message)) << refused(problem);
}

TEST(ExpressionScene, ThatIsSetNeedsNoQuotes) {
  const Scene scene = read("", {{"problem.formula", "2*x + y"}, {"problem.bounds", "[[0, 1], [2, 3]]"}});
  EXPECT_EQ(std::get<std::string>(*scene.problem.settings.find("formula")), "2*x + y");
  EXPECT_EQ(bounds(scene), (Intervals{{0.0, 1.0}, {2.0, 3.0}}));
  EXPECT_EQ(variables(read("", {{"problem.formula", "\"b + a\""}})), (WordList{"b", "a"}));
  EXPECT_EQ(variables(read("", {{"problem.formula", "1"}, {"problem.variables", "[\"q\"]"}})), (WordList{"q"}));
  EXPECT_EQ(
      refused("", {{"problem.formula", "2*x +"}}),
      "--set problem.formula=2*x +: formula, column 6: the formula ends here; write a number, variable or function");
}

TEST(ExpressionScene, IsNotMadeWithoutLibTorch) {
  const Scene scene = read("");
  EXPECT_THROW(make_problem(expression_entry(), scene.problem.settings, 0, {}), BadInput);
  EXPECT_EQ(find_problem("expression").name, "expression");
  EXPECT_EQ(to_string(Setting(bounds(scene))), "[-2, 2], [-2, 2]");
  EXPECT_EQ(to_string(Setting(variables(scene))), "x, y");
}

}  // namespace
}  // namespace tiltscape
