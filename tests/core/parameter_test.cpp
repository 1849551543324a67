// Parameters, settings, schedules and "did you mean".
#include "core/parameter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "core/bad_input.h"
#include "tests/core/numbers.h"

namespace tiltscape {
namespace {

Parameter learning_rate() { return {.name = "learning_rate", .low = 0.0, .low_excluded = true, .schedulable = true}; }
Parameter pairs() { return {.name = "pairs", .kind = Kind::integer, .low = 1, .high = 100}; }
Parameter estimator() {
  return {.name = "estimator", .kind = Kind::choice, .choices = {"naive", "bias-corrected", "jackknife"}};
}

std::string refusal(const Parameter& parameter, const Setting& setting) {
  try {
    parameter.checked(setting);
  } catch (const BadInput& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Parameter, TakesWhatIsRightInItsOwnType) {
  EXPECT_EQ(learning_rate().checked(0.5), Setting(0.5));
  EXPECT_EQ(learning_rate().checked(std::int64_t{2}), Setting(2.0));
  EXPECT_EQ(pairs().checked(std::int64_t{100}), Setting(std::int64_t{100}));
  EXPECT_EQ(pairs().checked(3.0), Setting(std::int64_t{3}));
  EXPECT_EQ(estimator().checked(std::string("jackknife")), Setting(std::string("jackknife")));
  const Schedule cosine{Schedule::Shape::cosine, 0.1, 0.01, 100};
  EXPECT_EQ(learning_rate().checked(cosine), Setting(cosine));
  const Parameter free{.name = "data", .kind = Kind::choice};
  EXPECT_EQ(free.checked(std::string("a5a")), Setting(std::string("a5a")));
}

TEST(Parameter, SaysWhatWouldBeRight) {
  EXPECT_EQ(refusal(learning_rate(), -1.0), "learning_rate = -1 is out of range; expected a real > 0");
  EXPECT_EQ(refusal(learning_rate(), 0.0), "learning_rate = 0 is out of range; expected a real > 0");
  EXPECT_EQ(refusal(learning_rate(), nan), "learning_rate = nan is not finite; expected a real > 0");
  EXPECT_EQ(refusal(learning_rate(), infinity), "learning_rate = inf is not finite; expected a real > 0");
  EXPECT_EQ(refusal(learning_rate(), std::string("x")), "learning_rate = 'x' is not a number; expected a real > 0");
  EXPECT_EQ(refusal(pairs(), std::int64_t{0}), "pairs = 0 is out of range; expected an integer in [1, 100]");
  EXPECT_EQ(refusal(pairs(), 2.5), "pairs = 2.5 is not an integer; expected an integer in [1, 100]");
  EXPECT_EQ(refusal(pairs(), nan), "pairs = nan is not finite; expected an integer in [1, 100]");
  EXPECT_EQ(refusal(pairs(), Schedule{}), "pairs cannot follow a schedule; expected an integer in [1, 100]");
  EXPECT_EQ(refusal(estimator(), std::string("bias_corected")),
            "unknown estimator 'bias_corected'; did you mean 'bias-corrected'? (naive, bias-corrected, jackknife)");
  EXPECT_EQ(refusal(estimator(), 3.0), "estimator = 3 is not a word; expected one of naive, bias-corrected, jackknife");
}

TEST(Parameter, EitherEndMayBeExcluded) {
  Parameter beta{.name = "beta", .low = 0.0, .high = 1.0, .high_excluded = true, .schedulable = true};
  EXPECT_EQ(beta.checked(0.0), Setting(0.0));
  EXPECT_EQ(refusal(beta, 1.0), "beta = 1 is out of range; expected a real in [0, 1)");
  EXPECT_EQ(refusal(beta, Schedule{Schedule::Shape::linear, 0.5, 1.0, 9}),
            "beta.to = 1 is out of range; expected a real in [0, 1)");
  beta.low = -infinity;
  EXPECT_EQ(refusal(beta, 1.0), "beta = 1 is out of range; expected a real < 1");
  beta.high_excluded = false;
  EXPECT_EQ(beta.checked(1.0), Setting(1.0));
}

TEST(Parameter, TextsAndListsAreTakenAsTheyAre) {
  const Parameter text{.name = "formula", .kind = Kind::text}, words{.name = "variables", .kind = Kind::words};
  const Parameter bounds{.name = "bounds", .kind = Kind::intervals, .low = -10.0, .high = 10.0};
  EXPECT_EQ(text.checked(std::string("2*x")), Setting(std::string("2*x")));
  EXPECT_EQ(words.checked(WordList{"x", "y"}), Setting(WordList{"x", "y"}));
  EXPECT_EQ(bounds.checked(Intervals{{-10.0, 2.0}}), Setting(Intervals{{-10.0, 2.0}}));
  EXPECT_EQ(bounds.checked(Intervals{}), Setting(Intervals{}));
  EXPECT_EQ(refusal(text, 2.0), "formula = 2 is not text; expected text");
  EXPECT_EQ(refusal(words, std::string("x")), "variables = x is no list of words; expected a list of words");
  EXPECT_EQ(refusal(bounds, WordList{"x"}),
            "bounds = x is no list of intervals; expected [low, high] with -10 ≤ low < high ≤ 10");
  for (const Interval& wrong : {Interval{1.0, 1.0}, {2.0, 1.0}, {-11.0, 1.0}, {1.0, 11.0}, {nan, 1.0}, {1.0, nan}})
    EXPECT_NE(refusal(bounds, Intervals{{0.0, 1.0}, wrong}).find("bounds[1] = ["), std::string::npos);
  EXPECT_EQ(refusal(learning_rate(), WordList{"x"}), "learning_rate = x is a list; expected a real > 0");
  EXPECT_EQ(refusal(pairs(), Intervals{{0.0, 1.0}}), "pairs = [0, 1] is a list; expected an integer in [1, 100]");
  EXPECT_EQ(refusal(estimator(), WordList{"naive"}),
            "estimator = naive is not a word; expected one of naive, bias-corrected, jackknife");
}

TEST(Parameter, ChecksBothEndsOfASchedule) {
  const auto schedule = [](double from, double to, std::uint64_t steps) {
    return Schedule{Schedule::Shape::linear, from, to, steps};
  };
  EXPECT_EQ(refusal(learning_rate(), schedule(-1.0, 1.0, 9)),
            "learning_rate.from = -1 is out of range; expected a real > 0");
  EXPECT_EQ(refusal(learning_rate(), schedule(1.0, 0.0, 9)),
            "learning_rate.to = 0 is out of range; expected a real > 0");
  EXPECT_EQ(refusal(learning_rate(), schedule(1.0, infinity, 9)),
            "learning_rate.to = inf is not finite; expected a real > 0");
  EXPECT_EQ(refusal(learning_rate(), schedule(1.0, 0.5, 0)),
            "learning_rate.steps = 0 is out of range; expected an integer ≥ 1");
}

TEST(Parameter, InfinityOnlyWhereAllowed) {
  Parameter tilt{.name = "tilt", .low = 0.0, .high = 1e4, .infinity_allowed = true};
  EXPECT_EQ(tilt.checked(infinity), Setting(infinity));
  EXPECT_EQ(refusal(tilt, 2e4), "tilt = 20000 is out of range; expected a real in [0, 10000] or inf");
  EXPECT_EQ(refusal(tilt, -infinity), "tilt = -inf is not finite; expected a real in [0, 10000] or inf");
  tilt.infinity_allowed = false;
  EXPECT_EQ(refusal(tilt, infinity), "tilt = inf is not finite; expected a real in [0, 10000]");
}

TEST(Settings, DefaultsThenReplacedInOrder) {
  const std::vector<Parameter> list{{.name = "rho", .fallback = 0.1}, {.name = "pairs", .fallback = std::int64_t{4}}};
  Settings settings(list);
  EXPECT_EQ(settings.real("rho"), 0.1);
  EXPECT_EQ(settings.real("pairs"), 4.0);
  EXPECT_EQ(settings.real("tilt", 0, 7.0), 7.0);
  settings.set("rho", Schedule{Schedule::Shape::linear, 1.0, 0.0, 10});
  settings.set("tilt", 2.0);
  EXPECT_DOUBLE_EQ(settings.real("rho", 4), 0.6);
  std::vector<std::string> names;
  for (const auto& [name, setting] : settings) names.push_back(name);
  EXPECT_EQ(names, (std::vector<std::string>{"rho", "pairs", "tilt"}));
  EXPECT_EQ(settings.find("law"), nullptr);
  EXPECT_EQ(find_parameter(list, "pairs"), &list[1]);
  EXPECT_EQ(find_parameter(list, "law"), nullptr);
}

TEST(Settings, Texts) {
  EXPECT_EQ(to_string(Setting(0.05)), "0.05");
  EXPECT_EQ(to_string(Setting(std::int64_t{32})), "32");
  EXPECT_EQ(to_string(Setting(std::string("sphere"))), "sphere");
  EXPECT_EQ(to_string(Setting(Schedule{Schedule::Shape::cosine, 0.05, 0.0, 60000})), "cosine 0.05 → 0 in 60 000 steps");
  EXPECT_EQ(to_string(Setting(Schedule{Schedule::Shape::step, 1.0, 0.5, 1234567})), "step 1 → 0.5 at step 1 234 567");
  EXPECT_EQ(to_string(Setting(Schedule{Schedule::Shape::linear, 1.0, 2.0, 9999})), "linear 1 → 2 in 9999 steps");
}

TEST(Schedule, GoesFromOneEndToTheOtherAndStays) {
  const Schedule linear{Schedule::Shape::linear, 1.0, 3.0, 4};
  EXPECT_EQ(linear.at(0), 1.0);
  EXPECT_EQ(linear.at(1), 1.5);
  EXPECT_EQ(linear.at(4), 3.0);
  EXPECT_EQ(linear.at(1000), 3.0);
  const Schedule cosine{Schedule::Shape::cosine, 1.0, 0.0, 6};
  EXPECT_EQ(cosine.at(0), 1.0);
  EXPECT_NEAR(cosine.at(2), 0.75, 1e-15);  // ½(1 + cos 60°)
  EXPECT_NEAR(cosine.at(3), 0.5, 1e-15);
  EXPECT_EQ(cosine.at(6), 0.0);
  const Schedule step{Schedule::Shape::step, 1.0, 0.1, 3};
  EXPECT_EQ(step.at(2), 1.0);
  EXPECT_EQ(step.at(3), 0.1);
}

TEST(Nearest, ByEditDistance) {
  const std::vector<std::string> names{"gd", "zo", "zo-adam", "zest", "rosenbrock"};
  EXPECT_EQ(nearest("zset", names), "zest");  // a swap counts once
  EXPECT_EQ(nearest("ZEST", names), "zest");
  EXPECT_EQ(nearest("rosenbrok", names), "rosenbrock");
  EXPECT_EQ(nearest("zo_adam", names), "zo-adam");
  EXPECT_EQ(nearest("", names), "") << "nothing is near";
  EXPECT_EQ(nearest("tilt", {"optimizer", "label", "start", "law"}), "");
  EXPECT_EQ(nearest("nope", {"digits", "twin-wells", "product-valley"}), "");
  EXPECT_EQ(nearest("x", {}), "");
  // One swap beats two substitutions: "ab" is 1 from "ba" and 1 from "b"; the first of equals is taken.
  EXPECT_EQ(nearest("ab", {"cd", "ba", "b"}), "ba");
  EXPECT_EQ(unknown("law", "spere", {"gaussian", "sphere"}),
            "unknown law 'spere'; did you mean 'sphere'? (gaussian, sphere)");
  EXPECT_EQ(unknown("law", "uniform", {"gaussian", "sphere"}), "unknown law 'uniform'; write one of gaussian, sphere");
  EXPECT_EQ(unknown("law", "x", {}), "unknown law 'x'");
}

}  // namespace
}  // namespace tiltscape
