// Every law from either generator: mean 0, covariance I, its own fourth moment, and columns that need no others.
#include "core/law.h"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "core/random.h"

namespace tiltscape {
namespace {

constexpr std::array all_laws = {Law::gaussian, Law::sphere, Law::rademacher, Law::coordinate, Law::orthogonal};

Eigen::MatrixXd drawn(DirectionSource source, Law law, std::uint64_t step, Eigen::Index d, Eigen::Index k) {
  Eigen::MatrixXd out = Eigen::MatrixXd::Constant(d, k, std::nan(""));
  source.draw(law, step, out);
  return out;
}

/// E uᵢ⁴ of one entry.
double fourth_moment(Law law, double d) {
  switch (law) {
    case Law::gaussian:
      return 3.0;
    case Law::rademacher:
      return 1.0;
    case Law::coordinate:
      return d;
    case Law::sphere:
    case Law::orthogonal:
      return 3.0 * d / (d + 2.0);
  }
  return std::nan("");
}

class EveryLaw : public testing::TestWithParam<std::tuple<Law, Generator>> {
 protected:
  Law law() const { return std::get<0>(GetParam()); }
  DirectionSource source(std::uint64_t seed = 13) const { return {std::get<1>(GetParam()), seed}; }
};
std::string law_and_generator(const testing::TestParamInfo<std::tuple<Law, Generator>>& info) {
  const auto [law, generator] = info.param;
  return std::string(choice_name(law)) + "_" + choice_name(generator);
}
INSTANTIATE_TEST_SUITE_P(Laws, EveryLaw,
                         testing::Combine(testing::ValuesIn(all_laws),
                                          testing::Values(Generator::philox, Generator::numpy)),
                         law_and_generator);

// n independent columns at a time, over columns and over steps; each bound is 5 standard errors (probability 6e-7
// each). Columns of orthogonal blocks are less than independent, which only narrows their sums.
TEST_P(EveryLaw, HasMeanZeroCovarianceOneAndItsFourthMoment) {
  for (const Eigen::Index d : {1, 2, 5, 9}) {
    constexpr Eigen::Index steps = 40, k = 900;
    constexpr double n = steps * k;
    const auto dim = static_cast<double>(d);
    Eigen::VectorXd mean = Eigen::VectorXd::Zero(d), fourth = mean;
    Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(d, d), u(d, k);
    DirectionSource directions = source();
    for (std::uint64_t step = 0; step < steps; ++step) {
      directions.draw(law(), step, u);
      mean += u.rowwise().sum() / n;
      covariance += u * u.transpose() / n;
      fourth += u.array().pow(4).matrix().rowwise().sum() / n;
    }
    const double expected = fourth_moment(law(), dim);
    EXPECT_LT(mean.cwiseAbs().maxCoeff(), 5 / std::sqrt(n));
    const double variance = std::max(1.0, expected - 1);  // of uᵢ² and of uᵢuⱼ
    EXPECT_LT((covariance - Eigen::MatrixXd::Identity(d, d)).cwiseAbs().maxCoeff(), 5 * std::sqrt(variance / n));
    const double eighth =
        law() == Law::gaussian ? 105.0 : std::pow(dim, 3);  // E uᵢ⁸, or above it: |uᵢ|² ≤ d, E uᵢ² = 1
    EXPECT_LT((fourth.array() - expected).abs().maxCoeff(), 5 * std::sqrt(eighth / n) + 1e-12);
  }
}

TEST_P(EveryLaw, KeepsItsRadius) {
  if (law() == Law::gaussian) return;  // the only one without
  for (const Eigen::Index d : {1, 2, 3, 7, 200}) {
    const auto norms = drawn(source(), law(), 4, d, 30).colwise().norm().eval();
    EXPECT_LT((norms.array() / std::sqrt(static_cast<double>(d)) - 1).abs().maxCoeff(), 4e-15) << d;
  }
}

TEST_P(EveryLaw, ColumnsDoNotDependOnHowManyOrWhere) {
  for (const Eigen::Index d : {1, 2, 3, 5, 8, 130}) {
    const Eigen::MatrixXd many = drawn(source(), law(), 6, d, 23);
    for (const Eigen::Index k : {1, 4, 11})
      EXPECT_EQ(drawn(source(), law(), 6, d, k), many.leftCols(k)) << d << "×" << k;
    Eigen::MatrixXd surroundings = Eigen::MatrixXd::Constant(d + 3, 25, 7.0);
    source().draw(law(), 6, surroundings.block(1, 1, d, 23));
    EXPECT_EQ(surroundings.block(1, 1, d, 23), many) << d;
    surroundings.block(1, 1, d, 23).setConstant(7.0);
    EXPECT_TRUE((surroundings.array() == 7.0).all()) << "wrote beside the block";
  }
}

TEST_P(EveryLaw, SeedsAndStepsDiffer) {
  const Eigen::MatrixXd u = drawn(source(), law(), 6, 40, 10);
  EXPECT_NE(drawn(source(14), law(), 6, 40, 10), u);
  DirectionSource twice = source();
  Eigen::MatrixXd first(40, 10), second(40, 10);
  twice.draw(law(), 0, first);
  twice.draw(law(), 1, second);
  EXPECT_NE(first, second);
}

TEST(Orthogonal, BlocksAreOrthogonalAndHaar) {
  constexpr Eigen::Index d = 6;
  constexpr std::uint64_t steps = 4000;
  double sum = 0.0, sum_of_squares = 0.0;
  DirectionSource source(Generator::philox, 5);
  Eigen::MatrixXd u(d, 2 * d);
  for (std::uint64_t step = 0; step < steps; ++step) {
    source.draw(Law::orthogonal, step, u);
    for (const Eigen::Index begin : {Eigen::Index{0}, d}) {
      const Eigen::MatrixXd q = u.middleCols(begin, d) / std::sqrt(static_cast<double>(d));
      ASSERT_LT((q.transpose() * q - Eigen::MatrixXd::Identity(d, d)).cwiseAbs().maxCoeff(), 4e-15);
      sum += q.trace();
      sum_of_squares += q.trace() * q.trace();
    }
  }
  const double n = 2 * steps;  // Haar on O(6): E tr = 0, E tr² = 1, E tr⁴ = 3 (Diaconis–Shahshahani); 5 standard errors
  EXPECT_LT(std::abs(sum / n), 5 / std::sqrt(n));
  EXPECT_LT(std::abs(sum_of_squares / n - 1), 5 * std::sqrt(2 / n));
}

TEST(Laws, PhiloxGaussianColumnsAreItemsOfTheStream) {
  const Eigen::MatrixXd u = drawn({Generator::philox, 13}, Law::gaussian, 77, 9, 3);
  Eigen::VectorXd column(9);
  fill_gaussian({13, Purpose::direction, 77, 2}, {column.data(), 9});
  EXPECT_EQ(u.col(2), column);
}

// The order of the flat-minima paper: start first, then each step's directions (reference, section 2).
TEST(Laws, NumpyGaussianContinuesTheSequence) {
  NumpyLegacy sequence(13);
  DirectionSource source(Generator::numpy, 13);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(source.numpy().gaussian(), sequence.gaussian());
  Eigen::MatrixXd u(5, 3);
  for (std::uint64_t step = 0; step < 4; ++step) {
    source.draw(Law::gaussian, step, u);
    for (Eigen::Index i = 0; i < u.size(); ++i) ASSERT_EQ(u.data()[i], sequence.gaussian());
  }
  DirectionSource copy = source;  // mid-pair: 63 numbers in
  EXPECT_EQ(copy.numpy().gaussian(), sequence.gaussian());
}

}  // namespace
}  // namespace tiltscape
