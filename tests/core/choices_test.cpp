// Laws and estimators as they are described: in the order of their enumerations, one text a choice.
#include "core/optimizers/choices.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/law.h"
#include "core/optimizer.h"

namespace tiltscape {
namespace {

template <class Enum>
void expect_all(const std::vector<ChoiceEntry>& list) {
  ASSERT_EQ(list.size(), Choices<Enum>::names.size());
  std::set<std::string> texts;
  for (std::size_t i = 0; i < list.size(); ++i) {
    EXPECT_EQ(list[i].name, Choices<Enum>::names[i]);
    EXPECT_FALSE(list[i].title.empty());
    texts.insert(list[i].help);
  }
  EXPECT_EQ(texts.size(), list.size());
}

TEST(Choices, EveryLawAndEstimatorIsDescribed) {
  expect_all<Law>(laws());
  expect_all<Estimator>(estimators());
}

TEST(Choices, EveryChoiceOfEveryOptimizerHasItsHelp) {
  for (const OptimizerEntry& entry : optimizers())
    for (const Parameter& parameter : entry.parameters) {
      if (parameter.kind != Kind::choice) continue;
      const auto help = choice_help(parameter);
      ASSERT_EQ(help.size(), parameter.choices.size()) << entry.name << " " << parameter.name;
      EXPECT_TRUE(std::ranges::none_of(help, &std::string::empty));
    }
  const Parameter& estimator = *find_parameter(find_optimizer("zest").parameters, "estimator");
  EXPECT_NE(choice_help(estimator).at(2).find("Leave-one-pair-out"), std::string::npos);
}

TEST(Choices, ThatNobodyDescribedHaveNoHelp) {
  EXPECT_TRUE(choice_help({.name = "data", .choices = {"digits", "moons"}}).empty());
  EXPECT_TRUE(choice_help({.name = "mixed", .choices = {"naive", "moons"}}).empty());
  EXPECT_TRUE(choice_help({.name = "rho"}).empty());
}

}  // namespace
}  // namespace tiltscape
