// Student's quantiles against tables and closed forms; means, errors and differences against hand arithmetic.
#include "core/curvature/estimate.h"

#include <numbers>
#include <stdexcept>

#include "core/curvature/student.h"
#include "tests/core/curvature_support.h"

namespace tiltscape {
namespace {

TEST(Student, QuantilesAreThoseOfTables) {
  struct Row {
    double confidence, degrees, t;
  };
  for (const auto& [confidence, degrees, t] :
       {Row{0.95, 1, 12.706204736}, Row{0.95, 2, 4.302652730}, Row{0.95, 5, 2.570581836}, Row{0.95, 10, 2.228138852},
        Row{0.95, 29, 2.045229642}, Row{0.95, 30, 2.042272456}, Row{0.95, 99, 1.984216952}, Row{0.99, 10, 3.169272673},
        Row{0.90, 1, 6.313751515}, Row{0.95, INFINITY, 1.959963985}})
    EXPECT_NEAR(student_quantile(confidence, degrees), t, 1e-6) << confidence << ", " << degrees;
}

TEST(Student, OneAndTwoDegreesHaveClosedForms) {
  for (const double confidence : {0.01, 0.3, 0.68, 0.9, 0.999}) {
    EXPECT_NEAR(student_quantile(confidence, 1) / std::tan(0.5 * std::numbers::pi * confidence), 1.0, 1e-9);
    EXPECT_NEAR(student_quantile(confidence, 2) / (confidence * std::sqrt(2.0 / (1.0 - confidence * confidence))), 1.0,
                1e-9);
  }
}

TEST(Student, ManyDegreesGoOverIntoTheNormalDistribution) {
  // t = z + (z³ + z)/4n + O(n⁻²), Abramowitz & Stegun 26.7.5
  const double z = 1.959963984540054;
  for (const double n : {1e4, 1e6, 9.9e6, 1.1e7, 1e9})
    EXPECT_NEAR(student_quantile(0.95, n), z + (z * z * z + z) / (4.0 * n), 1e-6) << n;
}

TEST(Estimate, OfAMeanHasItsErrorAndInterval) {
  const Estimate estimate = estimate_of(numbers({1, 2, 3, 6}), {.count = 4}, 7, 10.0);
  EXPECT_DOUBLE_EQ(estimate.value, 13.0);
  EXPECT_DOUBLE_EQ(estimate.standard_error.value(), std::sqrt(14.0 / 3.0 / 4.0));
  EXPECT_EQ(estimate.degrees_of_freedom, 3);
  EXPECT_EQ(estimate.cost, 7U);
  const auto [low, high] = estimate.interval().value();
  EXPECT_NEAR(high - 13.0, 3.182446305 * estimate.standard_error.value(), 1e-6);
  EXPECT_NEAR(low + high, 26.0, 1e-12);
}

TEST(Estimate, IsNotDefinedFromWhatIsNotFinite) {
  for (const double bad : {NAN, INFINITY, -INFINITY}) {
    for (const Estimate& estimate :
         {estimate_of(numbers({1, bad, 3}), {}, 3), exactly(bad, 3), estimate_of(numbers({1, 2}), {}, 3, bad)}) {
      EXPECT_TRUE(std::isnan(estimate.value));
      EXPECT_FALSE(estimate.standard_error.has_value());
      EXPECT_FALSE(estimate.interval().has_value());
      EXPECT_EQ(estimate.cost, 3U);
      EXPECT_FALSE(difference(estimate, exactly(1.0, 0)).defined());
    }
  }
}

TEST(Estimate, OfOneSampleOrExactlyHasNoError) {
  EXPECT_FALSE(estimate_of(numbers({5}), {}, 1).interval().has_value());
  EXPECT_FALSE(exactly(5.0, 1).interval().has_value());
  EXPECT_EQ(exactly(5.0, 1).value, 5.0);
}

TEST(Estimate, DifferencesPairCommonProbes) {
  const Probes probes{.count = 3, .seed = 4};
  const Estimate earlier = estimate_of(numbers({1, 5, 9}), probes, 3, 1.0);
  const Estimate later = estimate_of(numbers({2, 5.5, 10.5}), probes, 3, 2.5);
  const Estimate between = difference(later, earlier);
  EXPECT_DOUBLE_EQ(between.value, 2.5);  // 1.5 + mean of 1, ½, 1½
  EXPECT_DOUBLE_EQ(between.standard_error.value(), 0.5 / std::sqrt(3.0));
  EXPECT_EQ(between.degrees_of_freedom, 2);
  EXPECT_THROW(difference(later, estimate_of(numbers({1, 2}), {.count = 2, .seed = 5}, 2)), std::invalid_argument);
  EXPECT_DOUBLE_EQ(difference(exactly(7.0, 1), exactly(4.0, 1)).value, 3.0);
  EXPECT_DOUBLE_EQ(difference(exactly(7.0, 1), earlier).value, 1.0);
  EXPECT_DOUBLE_EQ(difference(exactly(7.0, 1), earlier).standard_error.value(), earlier.standard_error.value());
}

// Var(mean of n) + Var(mean of m) − 2 Cov/max(n, m), from samples by hand.
TEST(Estimate, DifferencesOfDifferentNumbersOfProbesHaveTheErrorOfTheValues) {
  const Estimate earlier = estimate_of(numbers({1, 3}), {.count = 2, .seed = 4}, 2, 1.0);      // variance 2
  const Estimate later = estimate_of(numbers({2, 5, 3, 6}), {.count = 4, .seed = 4}, 4, 2.5);  // variance 10/3
  const Estimate between = difference(later, earlier);                                         // covariance 3
  EXPECT_DOUBLE_EQ(between.value, 6.5 - 3.0);
  EXPECT_NEAR(between.standard_error.value(), std::sqrt(10.0 / 3.0 / 4.0 + 2.0 / 2.0 - 2.0 * 3.0 / 4.0), 1e-12);
  EXPECT_EQ(between.degrees_of_freedom, 1);
}

TEST(Probes, AreTheSameWhateverTheirNumberAndBlocks) {
  for (const Law law : {Law::gaussian, Law::sphere, Law::rademacher, Law::coordinate}) {
    Matrix all(7, 100);
    fill_probes({.seed = 9, .law = law}, 0, all);
    const Vector first = for_probes({.count = 70, .seed = 9, .law = law}, 7,
                                    [](const Matrix& u, auto values) { values = u.row(3).transpose(); });
    EXPECT_EQ(first, Vector(all.row(3).head(70).transpose())) << choice_name(law);
  }
  Matrix out(3, 2);
  EXPECT_THROW(fill_probes({.law = Law::orthogonal}, 0, out), std::invalid_argument);
}

}  // namespace
}  // namespace tiltscape
