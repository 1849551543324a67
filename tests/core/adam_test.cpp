// Adam and ZO-Adam against Algorithm 1 of arXiv 1412.6980 in long double, with the weight decay of AdamW.
#include "core/optimizers/adam_moments.h"
#include "tests/core/optimizers_support.h"

namespace tiltscape {
namespace {

using namespace one_step;
using Exact = long double;

struct Constants {
  double eta = 0.03, beta1 = 0.8, beta2 = 0.95, epsilon = 1e-6, decay = 0.0;
  Given given() const {
    return {{"learning_rate", eta}, {"beta1", beta1}, {"beta2", beta2}, {"epsilon", epsilon}, {"weight_decay", decay}};
  }
};

/// x₁, x₂, … as Algorithm 1 prints it, from the estimate of the gradient at each step; and before it AdamW's decay.
std::vector<Point> printed_adam(const Point& start, const Constants& c, std::uint64_t steps,
                                const std::function<Point(const Point&, std::uint64_t)>& estimate) {
  const std::size_t d = start.size();
  std::vector<Exact> m(d), v(d);
  Point x = start;
  std::vector<Point> way;
  for (std::uint64_t t = 1; t <= steps; ++t) {
    const Point g = estimate(x, t - 1);
    for (std::size_t i = 0; i < d; ++i) {
      m[i] = c.beta1 * m[i] + (1 - Exact(c.beta1)) * g[i];
      v[i] = c.beta2 * v[i] + (1 - Exact(c.beta2)) * g[i] * g[i];
      const Exact mean = m[i] / (1 - std::pow(Exact(c.beta1), Exact(t))),
                  square = v[i] / (1 - std::pow(Exact(c.beta2), Exact(t)));
      x[i] = static_cast<double>(x[i] - c.eta * c.decay * Exact(x[i]) - c.eta * mean / (std::sqrt(square) + c.epsilon));
    }
    way.push_back(x);
  }
  return way;
}

class AdamWay : public testing::TestWithParam<Function> {
 protected:
  const Function& function = GetParam();
  const std::size_t d = function.start.size();
  void expect_way(const std::vector<Taken>& taken, const std::vector<Point>& expected) const {
    for (std::size_t n = 0; n < expected.size(); ++n) {
      EXPECT_LT(norm(minus(taken[n].x, expected[n])), 1e-11) << n;
      EXPECT_NEAR(taken[n].length, norm(minus(expected[n], n == 0 ? function.start : expected[n - 1])), 1e-11) << n;
    }
  }
};
INSTANTIATE_TEST_SUITE_P(On, AdamWay, testing::Values(himmelblau(), quadratic()), name_of);

TEST_P(AdamWay, IsAlgorithmOneWithDecoupledDecay) {
  for (const double decay : {0.0, 0.3}) {
    const Constants constants{.decay = decay};
    const auto taken = walk(function, "adam", constants.given(), 40);
    expect_way(taken, printed_adam(function.start, constants, 40,
                                   [&](const Point& x, std::uint64_t) { return function.gradient(x); }));
    EXPECT_NEAR(taken[0].estimate_norm, norm(function.gradient(function.start)), 1e-11);
    EXPECT_EQ(taken.back().counts, (Counts{.evaluations = 0, .gradients = 40}));
  }
}

TEST_P(AdamWay, TheFirstStepIsTheGradientsSigns) {
  const Point g = function.gradient(function.start);
  const Taken taken = take(function, "adam", {{"learning_rate", 0.01}});
  for (std::size_t i = 0; i < d; ++i)
    EXPECT_NEAR(taken.x[i] - function.start[i], g[i] > 0 ? -0.01 : 0.01, 1e-8) << "η |g|/(|g| + ε)";
}

TEST_P(AdamWay, ZerothOrderFeedsItsEstimate) {
  for (const char* law : {"gaussian", "sphere"})
    for (const double rho : {0.0, 0.2})
      for (const std::size_t pairs : {1U, 4U}) {
        const Constants constants{.eta = 0.01, .decay = 0.1};
        Given given = constants.given();
        given.insert(given.end(), {{"rho", rho}, {"pairs", std::int64_t(pairs)}, {"law", law}});
        double last = 0.0;
        const auto estimate = [&](const Point& x, std::uint64_t step) {
          Point g(d);
          const Point slope = function.gradient(x);
          for (const Point& u : directions(*choice_named<Law>(law), pairs, d, number + step)) {
            const double along = rho > 0 ? (function.f(plus(x, rho, u)) - function.f(plus(x, -rho, u))) / (2 * rho)
                                         : std::inner_product(u.begin(), u.end(), slope.begin(), 0.0);
            g = plus(g, along / static_cast<double>(pairs), u);
          }
          last = norm(g);
          return g;
        };
        const auto taken = walk(function, "zo-adam", given, 15);
        expect_way(taken, printed_adam(function.start, constants, 15, estimate));
        EXPECT_NEAR(taken.back().estimate_norm, last, 1e-10 * (1 + last));
        EXPECT_EQ(taken.back().counts,
                  (Counts{.evaluations = rho > 0 ? 30 * pairs : 0, .gradients = rho > 0 ? 0U : 15U}));
        EXPECT_EQ(taken.back().losses.size(), rho > 0 ? 2 * pairs : 0);
      }
}

// The corrections are by what the averages hold, so that β may move: a gradient that stays is its own mean.
TEST(AdamMoments, AreUnbiasedWhileBetaChanges) {
  AdamMoments<Vector> moments;
  Vector g(3);
  g << 2.0, -0.5, 30.0;
  Vector x = Vector::Zero(3);
  for (const double beta : {0.9, 0.0, 0.99, 0.5, 0.999}) {
    moments.beta1 = beta;
    moments.beta2 = 1 - (1 - beta) / 2;
    EXPECT_NEAR(moments.step(0.01, g, x), 0.01 * std::sqrt(3.0), 1e-9) << beta;
  }
}

}  // namespace
}  // namespace tiltscape
