// Momentum against the two-term recurrences that Polyak and Nesterov print, without a velocity.
#include "tests/core/optimizers_support.h"

namespace tiltscape {
namespace {

using namespace one_step;

class MomentumWay : public testing::TestWithParam<Function> {
 protected:
  const Function& function = GetParam();
  /// The points x₁, x₂, … of x ← a − η∇f(a or x), a = x + β(x − x_before).
  std::vector<Point> plain(bool nesterov, double beta, const std::function<double(std::uint64_t)>& eta,
                           std::uint64_t steps) const {
    std::vector<Point> way;
    Point x = function.start, before = x;
    for (std::uint64_t n = 0; n < steps; ++n) {
      const Point ahead = plus(x, beta, minus(x, before));
      before = std::exchange(x, plus(ahead, -eta(n), function.gradient(nesterov ? ahead : x)));
      way.push_back(x);
    }
    return way;
  }
  void expect_way(const std::vector<Taken>& taken, const std::vector<Point>& expected) const {
    ASSERT_EQ(taken.size(), expected.size());
    for (std::size_t n = 0; n < expected.size(); ++n) {
      const Point step = minus(expected[n], n == 0 ? function.start : expected[n - 1]);
      EXPECT_LT(norm(minus(taken[n].x, expected[n])), 1e-11) << n;
      EXPECT_NEAR(taken[n].length, norm(step), 1e-11) << n;
      EXPECT_EQ(taken[n].counts, (Counts{.evaluations = 0, .gradients = n + 1}));
      EXPECT_TRUE(taken[n].losses.empty());
    }
  }
};
INSTANTIATE_TEST_SUITE_P(On, MomentumWay, testing::Values(himmelblau(), quadratic()), name_of);

TEST_P(MomentumWay, IsPolyaksOrNesterovs) {
  const auto eta = [](std::uint64_t) { return 0.002; };
  for (const bool nesterov : {false, true})
    for (const double beta : {0.0, 0.5, 0.9}) {
      const Given given = {
          {"learning_rate", 0.002}, {"momentum", beta}, {"kind", nesterov ? "nesterov" : "heavy-ball"}};
      const auto taken = walk(function, "momentum", given, 25);
      expect_way(taken, plain(nesterov, beta, eta, 25));
      if (!nesterov) {
        EXPECT_NEAR(taken[1].estimate_norm, norm(function.gradient(taken[0].x)), 1e-10);
      }
      if (beta == 0.0) {
        EXPECT_EQ(taken.back().x, walk(function, "gd", {{"learning_rate", 0.002}}, 25).back().x);
      }
    }
}

// With η inside the velocity a smaller η leaves the velocity as it is; with PyTorch's it would shorten it at once.
TEST_P(MomentumWay, AChangedLearningRateActsOnWhatComes) {
  const Schedule falls{.shape = Schedule::Shape::step, .from = 0.002, .to = 0.0001, .steps = 5};
  const Given given = {{"learning_rate", falls}};
  const auto eta = [](std::uint64_t n) { return n < 5 ? 0.002 : 0.0001; };
  const auto taken = walk(function, "momentum", given, 12, 0);
  expect_way(taken, plain(false, 0.9, eta, 12));
  EXPECT_GT(taken[5].length, 0.5 * taken[4].length);
}

}  // namespace
}  // namespace tiltscape
