// What formulas are accepted, what is said of the others and where, and that no text does more than be refused.
#include "core/formula.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/formula_words.h"

namespace tiltscape {
namespace {

const std::vector<std::string> xy = {"x", "y"};

TEST(Formula, OfTheUsualKindsIsAccepted) {
  for (const char* text : {"x",
                           "(1-x)**2 + 100*(y-x**2)**2",
                           " 2.5e-3 * x ",
                           ".5*x",
                           "1.*x",
                           "-x**-2",
                           "+x",
                           "--x",
                           "x^2",
                           "x//2 % 3",
                           "x < y",
                           "x < y <= 2 != 3",
                           "1 if x > 0 else -1",
                           "0 if x<0 else 1 if x<1 else 2",
                           "not x and y or x == 2",
                           "where(x > 0, x, 0)",
                           "max(x, y, 1)",
                           "min(x, y)",
                           "pi*x + e + tau - inf",
                           "atan2(y, x) + hypot(x, y)",
                           "pow(x, 3)",
                           "3",
                           "exp(-(x**2 + y**2))"})
    EXPECT_NO_THROW(parse_formula(text, xy)) << text;
  for (const std::string& name : formula::function_names()) {
    if (formula::find_function(name) == nullptr) continue;
    EXPECT_NO_THROW(parse_formula(name + "(x)", xy)) << name;
  }
}

TEST(Formula, VariablesAreThoseDeclaredOrThoseThatAppear) {
  EXPECT_EQ(parse_formula("x*y", {"y", "x"}).variables, (std::vector<std::string>{"y", "x"}));
  EXPECT_EQ(parse_formula("b*sin(a) + b**2 + pi").variables, (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(parse_formula("1", xy).variables, xy);
}

/// The last line but one says what the whole is; names are v0, v1 … whatever the user calls them.
std::string script(const std::string& text) { return parse_formula(text, xy).script; }

TEST(Formula, HasPythonsPrecedence) {
  for (const auto& [a, b] :
       std::vector<std::pair<const char*, const char*>>{{"-x**2", "-(x**2)"},
                                                        {"2**x**y", "2**(x**y)"},
                                                        {"x**-y**2", "x**(-(y**2))"},
                                                        {"x-y-2", "(x-y)-2"},
                                                        {"x/y*2", "(x/y)*2"},
                                                        {"x+y*2", "x+(y*2)"},
                                                        {"-x*y", "(-x)*y"},
                                                        {"x<y+1", "x<(y+1)"},
                                                        {"not x<y", "not (x<y)"},
                                                        {"x or y and 2", "x or (y and 2)"},
                                                        {"x if y else 1 if x else 2", "x if y else (1 if x else 2)"},
                                                        {"x^2", "x**2"},
                                                        {"x<y<2", "x<y and y<2"},
                                                        {"x if y > 0 else 2", "where(y > 0, x, 2)"},
                                                        {"pow(x, y)", "x**y"}})
    EXPECT_EQ(script(a), script(b)) << a;
  EXPECT_NE(script("x**2**y"), script("(x**2)**y"));
  EXPECT_NE(script("(-x)**2"), script("-x**2"));
}

TEST(Formula, ComputesConstantsAtOnceAndNothingTwice) {
  EXPECT_EQ(script("2*3*x"), script("6*x"));
  EXPECT_EQ(script("sqrt(16) + x"), script("4 + x"));
  EXPECT_EQ(script("7 % -4 + x"), script("-1 + x")) << "the sign of the divisor";
  EXPECT_EQ(script("-7 // 2 + x"), script("-4 + x"));
  EXPECT_EQ(script("(2 < 3 < 4) + x"), script("1 + x"));
  EXPECT_EQ(script("max(1, 5, 3) * x"), script("5 * x"));
  EXPECT_EQ(script("x if 1 < 2 else y"), script("x"));
  const std::string twice = script("sin(x) + sin(x)");
  EXPECT_EQ(twice.find("torch.sin"), twice.rfind("torch.sin"));
}

struct Wrong {
  const char* text;
  std::size_t column;
  const char* why;
};

TEST(Formula, ThatIsWrongSaysWhereAndWhatWouldBeRight) {
  for (const Wrong& wrong : {
           Wrong{"", 1, "the formula is empty; write one"},
           Wrong{"   ", 4, "the formula ends here; write a number"},
           Wrong{"x +", 4, "the formula ends here; write a number"},
           Wrong{"x + * y", 5, "missing before '*'"},
           Wrong{"(x + y", 1, "this parenthesis is not closed"},
           Wrong{"sin(x", 4, "this parenthesis is not closed"},
           Wrong{"x + y)", 6, "')' closes nothing"},
           Wrong{"2x", 2, "'x' follows a number; write 2*x"},
           Wrong{"x y", 3, "'y' follows without a sign; write *y"},
           Wrong{"x(y)", 1, "'x' is no function; write x*("},
           Wrong{"x + yy", 5, "unknown name 'yy'; did you mean 'y'? the variables are x, y"},
           Wrong{"sine(x)", 1, "unknown function 'sine'; did you mean 'sin'?"},
           Wrong{"frobnicate(x)", 1, "unknown function 'frobnicate'; there are abs, acos"},
           Wrong{"sin + x", 1, "'sin' is a function; write sin(…)"},
           Wrong{"sin(x, y)", 1, "sin has 2 arguments; it takes one"},
           Wrong{"sin()", 1, "sin has 0 arguments; it takes one"},
           Wrong{"x + max(x)", 5, "max has 1 argument; it takes two or more"},
           Wrong{"where(x, y)", 1, "where has 2 arguments; it takes three"},
           Wrong{"x = 2", 3, "'=' is no part of a formula; write == to compare"},
           Wrong{"x && y", 3, "write and"},
           Wrong{"0,5*x", 2, "write a point in numbers (0.5)"},
           Wrong{"x²", 2, "'²' is no part of a formula; write **2"},
           Wrong{"x − y·2", 3, "'−' is no part of a formula; write -"},
           Wrong{"x*ж", 3, "'ж' is no part of a formula"},
           Wrong{"x[0]", 2, "'[' is no part of a formula"},
           Wrong{"x.y", 2, "'.' is no part of a formula"},
           Wrong{"x; y", 2, "';' is no part of a formula"},
           Wrong{"'x'", 1, "no part of a formula"},
           Wrong{"import os", 1, "'import' is no part of a formula"},
           Wrong{"lambda x: x", 1, "'lambda' is no part of a formula"},
           Wrong{"x for x in y", 3, "'for' is no part of a formula"},
           Wrong{"__import__(x)", 1, "unknown function '__import__'"},
           Wrong{"x if y", 7, "this condition has no else"},
           Wrong{"x else y", 3, "this else has no if"},
           Wrong{"1e999*x", 1, "the number 1e999 is beyond"},
           Wrong{"x\x01", 2, "the byte 0x01 is no part"},
           Wrong{"x\xff", 2, "the byte 0xff is no part"},
       }) {
    try {
      parse_formula(wrong.text, xy);
      ADD_FAILURE() << wrong.text << " is accepted";
    } catch (const BadFormula& error) {
      EXPECT_EQ(error.column, wrong.column) << wrong.text << ": " << error.what();
      EXPECT_NE(error.why.find(wrong.why), std::string::npos) << wrong.text << ": " << error.what();
      EXPECT_TRUE(std::string(error.what()).starts_with("formula, column " + std::to_string(wrong.column) + ": "));
    }
  }
}

TEST(Formula, OffersWhatCouldBeAVariable) {
  const auto offered = [](const std::string& text) -> std::string {
    try {
      parse_formula(text, xy);
    } catch (const BadFormula& error) {
      return error.unknown;
    }
    return "accepted";
  };
  EXPECT_EQ(offered("x + z"), "z");
  EXPECT_EQ(offered("x + z("), "");
  EXPECT_EQ(offered("x + import"), "");
}

TEST(Formula, NamesOfVariablesAreChecked) {
  const auto refused = [](const std::vector<std::string>& variables) -> std::string {
    try {
      parse_formula("1", variables);
    } catch (const BadInput& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_TRUE(refused({"x", "x"}).starts_with("variables has 'x' twice"));
  EXPECT_TRUE(refused({"sin"}).starts_with("variables: 'sin' is a function"));
  EXPECT_TRUE(refused({"e"}).starts_with("variables: 'e' is a constant"));
  EXPECT_TRUE(refused({"if"}).starts_with("variables: 'if' is a word of the language"));
  EXPECT_TRUE(refused({"1x"}).starts_with("variables: '1x' is no name"));
  EXPECT_TRUE(refused({""}).starts_with("variables: '' is no name"));
  EXPECT_TRUE(refused(std::vector<std::string>(300, "x")).starts_with("variables has 300 names"));
  EXPECT_TRUE(refused({}).find("has no variable") != std::string::npos);
  EXPECT_EQ(refused({"self", "v0", "t0", "torch"}), "") << "they are no names of the script";
}

TEST(Formula, IsNeitherDeepNorLong) {
  const auto repeated = [](std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
  };
  for (const std::string& text :
       {repeated("(", 4000), repeated("-", 4000) + "x", repeated("not ", 2000) + "x", repeated("x**", 3000) + "x",
        repeated("sin(", 2000), repeated("x if x else ", 800) + "x", repeated("((x<x)<", 1000)}) {
    try {
      parse_formula(text, xy);
      ADD_FAILURE() << text.substr(0, 20);
    } catch (const BadFormula& error) {
      EXPECT_NE(error.why.find("nested more than 100 deep"), std::string::npos) << error.what();
    }
  }
  EXPECT_NO_THROW(parse_formula(repeated("x+", 4999) + "x", xy));
  EXPECT_THROW(parse_formula(repeated("x+", 5000) + "x", xy), BadFormula);
  EXPECT_LT(script("(" + repeated("((x<y<1)<y<1)+", 300) + "x)").size(), 100'000U) << "chains are not copied";
}

TEST(Formula, OfAnyBytesIsReadOrRefused) {
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string text(random() % 40, ' ');
    for (char& c : text) c = static_cast<char>(random() % (i % 2 == 0 ? 256 : 96) + (i % 2 == 0 ? 0 : 32));
    try {
      EXPECT_FALSE(parse_formula(text, xy).script.empty());
    } catch (const BadInput& error) {
      EXPECT_TRUE(std::string(error.what()).starts_with("formula, column ")) << error.what();
    }
  }
}

}  // namespace
}  // namespace tiltscape
