// One step of every optimizer against plain loops over std::vector.
#include "tests/core/optimizers_support.h"

namespace tiltscape {
namespace {

using namespace one_step;

class OneStep : public testing::TestWithParam<Function> {
 protected:
  const Function& function = GetParam();
  const std::size_t d = function.start.size();
};
INSTANTIATE_TEST_SUITE_P(On, OneStep, testing::Values(himmelblau(), quadratic()), name_of);

TEST_P(OneStep, GradientDescent) {
  const Taken taken = take(function, "gd", {{"learning_rate", 0.003}});
  expect_step(function, taken, function.gradient(function.start), 0.003);
  EXPECT_EQ(taken.counts, (Counts{.evaluations = 0, .gradients = 1}));
  EXPECT_TRUE(taken.losses.empty());
}

TEST_P(OneStep, SharpnessAwareMinimization) {
  for (const double rho : {0.0, 0.05, 0.7}) {
    const Taken taken = take(function, "sam", {{"learning_rate", 0.003}, {"rho", rho}});
    const Point g = function.gradient(function.start);
    expect_step(function, taken, function.gradient(plus(function.start, rho / (norm(g) + 1e-12), g)), 0.003);
    EXPECT_EQ(taken.counts, (Counts{.evaluations = 0, .gradients = 2}));
    EXPECT_EQ(taken.counts.cost(), 6U);
  }
}

TEST_P(OneStep, ZerothOrder) {
  for (const Law law : {Law::gaussian, Law::sphere, Law::rademacher, Law::coordinate, Law::orthogonal})
    for (const std::size_t pairs : {1U, 3U, 8U}) {
      const std::string name = choice_name(law);
      SCOPED_TRACE(fmt::format("{}, k = {}", name, pairs));
      const Taken taken =
          take(function, "zo", {{"learning_rate", 0.003}, {"rho", 0.2}, {"pairs", std::int64_t(pairs)}, {"law", name}});
      Point estimate(d);
      std::size_t i = 0;
      for (const Point& u : directions(law, pairs, d)) {
        const double above = function.f(plus(function.start, 0.2, u)),
                     below = function.f(plus(function.start, -0.2, u));
        EXPECT_NEAR(taken.losses[i], above, 1e-13 * (1 + above));
        EXPECT_NEAR(taken.losses[pairs + i++], below, 1e-13 * (1 + below));
        estimate = plus(estimate, (above - below) / 0.4 / static_cast<double>(pairs), u);
      }
      expect_step(function, taken, estimate, 0.003);
      EXPECT_EQ(taken.counts, (Counts{.evaluations = 2 * pairs, .gradients = 0}));
    }
}

TEST_P(OneStep, ZerothOrderAlongTheExactSlope) {
  for (const std::size_t pairs : {1U, 3U}) {
    const Taken taken = take(function, "zo", {{"learning_rate", 0.003}, {"rho", 0.0}, {"pairs", std::int64_t(pairs)}});
    const Point g = function.gradient(function.start);
    Point estimate(d);
    for (const Point& u : directions(Law::gaussian, pairs, d))
      estimate = plus(estimate, std::inner_product(u.begin(), u.end(), g.begin(), 0.0) / static_cast<double>(pairs), u);
    expect_step(function, taken, estimate, 0.003);
    EXPECT_EQ(taken.counts, (Counts{.evaluations = 0, .gradients = 1}));
  }
}

Given zest_given(double tilt, std::size_t pairs, const std::string& law, const std::string& estimator) {
  return {{"learning_rate", 0.003},       {"rho", 0.15}, {"tilt", tilt},
          {"pairs", std::int64_t(pairs)}, {"law", law},  {"estimator", estimator}};
}

// ĝ = (1/(tρ)) Σ δᵢ[1 + …]vᵢ, and the jackknife, as the reference prints them.
TEST_P(OneStep, Zest) {
  for (const Law law : {Law::gaussian, Law::sphere, Law::orthogonal})
    for (const std::size_t k : {2U, 5U})
      for (const char* estimator : {"naive", "bias-corrected", "jackknife"})
        for (const double t : {0.02, 0.2}) {
          const std::string name = choice_name(law);
          SCOPED_TRACE(fmt::format("{} {}, k = {}, t = {}", name, estimator, k, t));
          const auto v = directions(law, k, d);
          std::vector<long double> above(k), below(k), delta(k), b(k), factor(k);
          for (std::size_t i = 0; i < k; ++i) {
            above[i] = function.f(plus(function.start, 0.15, v[i]));
            below[i] = function.f(plus(function.start, -0.15, v[i]));
          }
          const long double m = std::max(std::ranges::max(above), std::ranges::max(below));
          long double s = 0, q = 0, square = 0, mean = 0;
          for (std::size_t i = 0; i < k; ++i) s += std::exp(t * (above[i] - m)) + std::exp(t * (below[i] - m));
          for (std::size_t i = 0; i < k; ++i) {
            const long double plus_weight = std::exp(t * (above[i] - m)) / s,
                              minus_weight = std::exp(t * (below[i] - m)) / s;
            delta[i] = plus_weight - minus_weight;
            b[i] = plus_weight + minus_weight;
            q += b[i] * b[i];
            mean += (above[i] + below[i]) / static_cast<long double>(2 * k);
          }
          for (std::size_t i = 0; i < k; ++i) {
            square += (above[i] - mean) * (above[i] - mean) + (below[i] - mean) * (below[i] - mean);
            const auto pairs = static_cast<long double>(k);
            factor[i] = 1;
            if (estimator == std::string("bias-corrected")) factor[i] += pairs / (pairs - 1) * (b[i] - q);
            if (estimator == std::string("jackknife")) {
              factor[i] = pairs;
              for (std::size_t j = 0; j < k; ++j)
                if (j != i) factor[i] -= (pairs - 1) / pairs / (1 - b[j]);
            }
          }
          Point estimate(d);
          for (std::size_t i = 0; i < k; ++i)
            estimate = plus(estimate, static_cast<double>(delta[i] * factor[i] / (t * 0.15L)), v[i]);
          const Taken taken = take(function, "zest", zest_given(t, k, name, estimator));
          expect_step(function, taken, estimate, 0.003);
          EXPECT_EQ(taken.counts, (Counts{.evaluations = 2 * k, .gradients = 0}));
          EXPECT_NEAR(taken.effective_samples, static_cast<double>(1 / q), 1e-12);
          EXPECT_NEAR(taken.tilt_spread,
                      t * static_cast<double>(std::sqrt(square / (2.0L * static_cast<long double>(k)))), 1e-12);
          for (std::size_t i = 0; i < k; ++i)
            EXPECT_NEAR(taken.weights[i] - taken.weights[k + i], static_cast<double>(delta[i]), 1e-13);
        }
}

TEST_P(OneStep, ZestWithOnePair) {
  for (const double t : {0.01, 1.0, 100.0}) {
    const Point v = directions(Law::sphere, 1, d)[0];
    const double above = function.f(plus(function.start, 0.15, v)), below = function.f(plus(function.start, -0.15, v));
    Point estimate(d);
    estimate = plus(estimate, std::tanh(t * (above - below) / 2) / (t * 0.15), v);
    expect_step(function, take(function, "zest", zest_given(t, 1, "sphere", "naive")), estimate, 0.003);
  }
}

TEST_P(OneStep, ZestWithoutTiltIsZerothOrder) {
  for (const char* estimator : {"naive", "bias-corrected", "jackknife"})
    for (const std::size_t k : {2U, 7U}) {
      const Taken zo = take(function, "zo",
                            {{"learning_rate", 0.003}, {"rho", 0.15}, {"pairs", std::int64_t(k)}, {"law", "gaussian"}});
      double most = zo.losses[0], least = zo.losses[0];
      for (const double loss : zo.losses) most = std::max(most, loss), least = std::min(least, loss);
      for (const double t : {0.0, 1e-13 / (most - least)}) {
        const Taken taken = take(function, "zest", zest_given(t, k, "gaussian", estimator));
        for (std::size_t i = 0; i < d; ++i) {
          const double way = zo.x[i] - function.start[i];
          EXPECT_NEAR(taken.x[i], zo.x[i], 1e-12 * std::abs(way) + 4e-16 * std::abs(zo.x[i]))
              << estimator << ", t = " << t;
        }
      }
    }
}

TEST_P(OneStep, ZestAtLargeTiltFollowsTheWorstPoint) {
  constexpr double t = 1e4;
  const auto v = directions(Law::gaussian, 6, d);
  double most = -1.0;
  Point worst;
  for (const Point& u : v)
    for (const double sign : {1.0, -1.0}) {
      const double loss = function.f(plus(function.start, sign * 0.15, u));
      if (loss > most) {
        most = loss;
        worst = plus(Point(d), sign / (t * 0.15), u);
      }
    }
  expect_step(function, take(function, "zest", zest_given(t, 6, "gaussian", "naive")), worst, 0.003);
}

// ‖ĝ‖ ≤ √d/(tρ): with directions of length √d the naive estimate is clipped; one pair far up the tanh reaches it.
TEST_P(OneStep, NaiveZestOnTheSphereIsClipped) {
  double reached = 0.0;
  for (const std::size_t k : {1U, 2U, 6U})
    for (const double t : {0.01, 0.3, 3.0, 1e4})
      for (std::uint64_t step = 0; step < 30; ++step) {
        const double bound = std::sqrt(static_cast<double>(d)) / (t * 0.15);
        const double length = take(function, "zest", zest_given(t, k, "sphere", "naive"), step).estimate_norm;
        EXPECT_LE(length, bound * (1 + 1e-12));
        reached = std::max(reached, length / bound);
      }
  EXPECT_GT(reached, 1 - 1e-9);
}

}  // namespace
}  // namespace tiltscape
