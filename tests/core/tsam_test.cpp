// TSAM against plain loops over its samples, its limits, and its weights.
#include "core/optimizers/tilted.h"
#include "tests/core/optimizers_support.h"

namespace tiltscape {
namespace {

using namespace one_step;

constexpr double infinite = std::numeric_limits<double>::infinity();

class TsamStep : public testing::TestWithParam<Function> {
 protected:
  const Function& function = GetParam();
  const std::size_t d = function.start.size();
  static Given given(double tilt, std::size_t samples, double spread, const char* noise = "clipped-gaussian") {
    return {{"learning_rate", 0.003},           {"rho", 0.07},      {"tilt", tilt},
            {"samples", std::int64_t(samples)}, {"spread", spread}, {"noise", noise}};
  }
  /// Where a sample begins: Gaussian with r/√d a coordinate and clipped to r, or at r.
  Point sample(const std::string& noise, const Point& u, double spread) const {
    const double scaled = spread / std::sqrt(static_cast<double>(d));
    const double clipped = noise == "sphere" ? spread : std::min(spread, scaled * norm(u));
    return plus(function.start, clipped / norm(u), u);
  }
  Point ascended(const Point& x) const {
    const Point g = function.gradient(x);
    return plus(x, 0.07 / norm(g), g);
  }
};
INSTANTIATE_TEST_SUITE_P(On, TsamStep, testing::Values(himmelblau(), quadratic()), name_of);

TEST_P(TsamStep, WeighsTheGradientsOfItsAscendedSamples) {
  for (const std::string noise : {"clipped-gaussian", "sphere"})
    for (const std::size_t n : {1U, 3U, 8U})
      for (const double t : {0.0, 0.4, 5.0}) {
        SCOPED_TRACE(fmt::format("{}, n = {}, t = {}", noise, n, t));
        std::vector<Point> gradients;
        std::vector<long double> losses, weights;
        for (const Point& u : directions(noise == "sphere" ? Law::sphere : Law::gaussian, n, d)) {
          const Point at = ascended(sample(noise, u, 0.3));
          losses.push_back(function.f(at));
          gradients.push_back(function.gradient(at));
        }
        const long double most = std::ranges::max(losses);
        long double sum = 0, squares = 0;
        for (const long double loss : losses) sum += weights.emplace_back(std::exp(t * (loss - most)));
        Point estimate(d);
        for (std::size_t i = 0; i < n; ++i) {
          weights[i] /= sum;
          squares += weights[i] * weights[i];
          estimate = plus(estimate, static_cast<double>(weights[i]), gradients[i]);
        }
        const Taken taken = take(function, "tsam", given(t, n, 0.3, noise.c_str()));
        expect_step(function, taken, estimate, 0.003);
        EXPECT_EQ(taken.counts, (Counts{.evaluations = 0, .gradients = 2 * n}));
        EXPECT_EQ(taken.counts.cost(), 6 * n);
        EXPECT_NEAR(taken.effective_samples, static_cast<double>(1 / squares), 1e-9);
        ASSERT_EQ(taken.weights.size(), n);
        for (std::size_t i = 0; i < n; ++i) {
          EXPECT_NEAR(taken.weights[i], static_cast<double>(weights[i]), 1e-10);
          EXPECT_NEAR(taken.losses[i], static_cast<double>(losses[i]), 1e-11 * (1 + taken.losses[i]));
        }
      }
}

TEST_P(TsamStep, OfOneSampleAtThePointItselfIsSam) {
  const Taken sam = take(function, "sam", {{"learning_rate", 0.003}, {"rho", 0.07}});
  for (const char* noise : {"clipped-gaussian", "sphere"}) {
    EXPECT_EQ(take(function, "tsam", given(0.0, 1, 0.0, noise)).x, sam.x);
    EXPECT_LT(norm(minus(take(function, "tsam", given(0.0, 1, 1e-9, noise)).x, sam.x)), 1e-10);
  }
  const Taken many = take(function, "tsam", given(infinite, 6, 0.0));  // all tie
  EXPECT_LT(norm(minus(many.x, sam.x)), 1e-13);
  EXPECT_NEAR(many.effective_samples, 6.0, 1e-12);
}

TEST_P(TsamStep, AtInfiniteTiltFollowsTheWorstSampleAlone) {
  double worst = -infinite;
  Point gradient;
  for (const Point& u : directions(Law::gaussian, 7, d)) {
    const Point at = ascended(sample("clipped-gaussian", u, 0.4));
    if (function.f(at) > worst) worst = function.f(at), gradient = function.gradient(at);
  }
  const Taken taken = take(function, "tsam", given(infinite, 7, 0.4));
  expect_step(function, taken, gradient, 0.003);
  EXPECT_EQ(taken.effective_samples, 1.0);
  EXPECT_EQ(taken.tilt_spread, infinite);
  EXPECT_EQ(take(function, "tsam", given(1e4, 7, 0.4)).x, taken.x) << "which 1e4 is enough for here";
}

TEST(SampleWeights, AreASoftmaxUpToInfinity) {
  SampleWeights weights;
  const std::vector<double> losses = {1e6 + 1.0, 1e6 + 3.0, 1e6 + 3.0, 1e6};
  const auto shares = [&](double tilt) {
    weights.compute(losses, tilt);
    return weights.weights;
  };
  EXPECT_EQ(shares(0.0), (std::vector<double>{0.25, 0.25, 0.25, 0.25}));
  EXPECT_EQ(weights.effective_samples, 4.0);
  EXPECT_EQ(weights.spread, 0.0);
  const double ln2 = std::log(2.0);  // e^{t(f − f_max)} = ¼, 1, 1, ⅛
  const auto halves = shares(ln2);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(halves[i], (std::array{2.0, 8.0, 8.0, 1.0}[i]) / 19.0, 1e-15);
  EXPECT_NEAR(weights.spread, ln2 * std::sqrt(27.0 / 16.0), 1e-9);
  EXPECT_EQ(shares(infinite), (std::vector<double>{0.0, 0.5, 0.5, 0.0})) << "the worst share it";
  EXPECT_EQ(weights.effective_samples, 2.0);
  weights.compute(std::vector<double>{2.0, 2.0}, infinite);
  EXPECT_EQ(weights.spread, 0.0) << "nothing to tell apart, and no ∞ · 0";
}

}  // namespace
}  // namespace tiltscape
