// What holds for every optimizer of the list.
#include <set>

#include "core/bad_input.h"
#include "core/run.h"
#include "tests/core/optimizers_support.h"

namespace tiltscape {
namespace {

using namespace one_step;

class EveryOptimizer : public testing::TestWithParam<std::string> {
 protected:
  const OptimizerEntry& entry = find_optimizer(GetParam());
};
std::vector<std::string> names() {
  std::vector<std::string> list;
  for (const OptimizerEntry& entry : optimizers()) list.push_back(entry.name);
  return list;
}
std::string test_name(const testing::TestParamInfo<std::string>& name) {
  std::string text = name.param;
  std::ranges::replace(text, '-', '_');
  return text;
}
INSTANTIATE_TEST_SUITE_P(Of, EveryOptimizer, testing::ValuesIn(names()), test_name);

TEST_P(EveryOptimizer, SaysWhatItIs) {
  for (const std::string& text : {entry.name, entry.title, entry.summary, entry.formula, entry.help, entry.citation})
    EXPECT_FALSE(text.empty());
  EXPECT_TRUE(std::ranges::all_of(entry.name, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }));
  EXPECT_EQ(entry.reconstruction, entry.help.find("econstruction") != std::string::npos) << "a reconstruction says so";
  for (const std::string& alias : entry.aliases) EXPECT_EQ(find_optimizer(alias).name, entry.name);
  EXPECT_EQ(entry.zeroth_order, find_parameter(entry.parameters, "law") != nullptr);
}

TEST_P(EveryOptimizer, DescribesItsParameters) {
  ASSERT_FALSE(entry.parameters.empty());
  EXPECT_NE(find_parameter(entry.parameters, "learning_rate"), nullptr);
  std::set<std::string> seen;
  for (const Parameter& p : entry.parameters) {
    SCOPED_TRACE(p.name);
    EXPECT_TRUE(seen.insert(p.name).second) << "twice";
    EXPECT_FALSE(p.title.empty());
    EXPECT_TRUE(p.help.ends_with('.')) << p.help;
    EXPECT_EQ(p.checked(p.fallback), p.fallback) << "the default is legal and of its own type";
    EXPECT_EQ(p.kind == Kind::choice, !p.choices.empty());
    if (p.kind == Kind::choice) {
      for (const std::string& choice : p.choices) EXPECT_NO_THROW(p.checked(choice));
      EXPECT_THROW(p.checked(std::string("nonsense")), BadInput);
    } else {
      EXPECT_FALSE(p.symbol.empty());
      EXPECT_LT(p.slider_low, p.slider_high);
      EXPECT_NO_THROW(p.checked(p.slider_low));
      EXPECT_NO_THROW(p.checked(p.slider_high));
      EXPECT_THROW(p.checked(-1.0), BadInput);
      EXPECT_THROW(p.checked(std::nan("")), BadInput);
    }
  }
  EXPECT_NO_THROW({
    if (entry.check) entry.check(Settings(entry.parameters));
  });
}

TEST_P(EveryOptimizer, LowersAQuadraticByDefault) {
  const Function function = quadratic();
  std::vector<Vector> ends;
  for (const bool set : {false, true}) {  // members and descriptions have the same defaults
    const auto method = entry.make();
    if (set) method->set(Settings(entry.parameters), 0);
    LandscapeObjective objective(function.problem, DirectionSource(Generator::philox, seed));
    Vector x = Eigen::Map<const Vector>(function.start.data(), 5);
    for (std::uint64_t step = 0; step < 200; ++step) method->step(objective, x, step);
    EXPECT_LT(function.problem->value(x), 0.99 * function.f(function.start));
    ends.push_back(x);
  }
  EXPECT_EQ(ends[0], ends[1]);
}

// A parameter that does nothing would be a slider that does nothing.
TEST_P(EveryOptimizer, EveryParameterMatters) {
  const Function function = himmelblau();
  const auto third = [&](const Given& given) { return walk(function, entry.name, given, 3).back().x; };
  const Point base = third({});
  for (const Parameter& p : entry.parameters) {
    Setting other;
    if (p.kind == Kind::choice) {
      other =
          *std::ranges::find_if(p.choices, [&](const std::string& choice) { return Setting(choice) != p.fallback; });
    } else if (p.kind == Kind::integer) {
      other = std::get<std::int64_t>(p.fallback) + 3;
    } else {
      const double usual = std::get<double>(p.fallback);
      other = usual == 0.0 ? p.slider_high : 1.5 * usual < p.high ? 1.5 * usual : 0.5 * usual;
    }
    EXPECT_NE(third({{p.name, p.checked(other)}}), base) << p.name;
  }
}

TEST_P(EveryOptimizer, CloneGoesOnAlikeAndApart) {
  const Function function = himmelblau();
  const auto method = entry.make();
  LandscapeObjective objective(function.problem, DirectionSource(Generator::numpy, seed));
  Vector x = Eigen::Map<const Vector>(function.start.data(), 2);
  for (std::uint64_t step = 0; step < 5; ++step) method->step(objective, x, step);
  const auto copy = method->clone();
  LandscapeObjective same = objective;
  Vector y = x;
  for (std::uint64_t step = 5; step < 10; ++step) method->step(objective, x, step);
  for (std::uint64_t step = 5; step < 10; ++step) copy->step(same, y, step);
  EXPECT_EQ(x, y);
  Settings faster(entry.parameters);
  faster.set("learning_rate", 1e-5);
  copy->set(faster, 10);
  method->step(objective, x, 10);
  copy->step(same, y, 10);
  EXPECT_NE(x, y);
}

TEST_P(EveryOptimizer, LearningRateFollowsASchedule) {
  const Function function = himmelblau();
  const Schedule schedule{.shape = Schedule::Shape::linear, .from = 1e-3, .to = 1e-4, .steps = 100};
  EXPECT_EQ(take(function, entry.name, {{"learning_rate", schedule}}, 41).x,
            take(function, entry.name, {{"learning_rate", 1e-3 + (1e-4 - 1e-3) * 0.41}}, 41).x);
}

TEST(Optimizers, AreFoundByName) {
  EXPECT_EQ(find_optimizer("sgd").name, "gd");
  std::set<std::string> seen;
  for (const OptimizerEntry& entry : optimizers()) EXPECT_TRUE(seen.insert(entry.name).second);
  for (const char* required : {"gd", "momentum", "adam", "sam", "asam", "tsam", "zo", "zo-adam", "zest"})
    EXPECT_TRUE(seen.contains(required));
  try {
    find_optimizer("zets");
    FAIL();
  } catch (const BadInput& error) {
    EXPECT_NE(std::string(error.what()).find("'zest'"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace tiltscape
