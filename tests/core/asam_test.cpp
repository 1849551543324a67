// ASAM against plain loops, and what it is for: rescaling the weights of the product valley changes nothing.
#include "tests/core/optimizers_support.h"

namespace tiltscape {
namespace {

using namespace one_step;

class AsamStep : public testing::TestWithParam<Function> {};
INSTANTIATE_TEST_SUITE_P(On, AsamStep, testing::Values(himmelblau(), quadratic()), name_of);

TEST_P(AsamStep, AscendsRelativeToTheWeights) {
  const Function& function = GetParam();
  for (const double rho : {0.0, 0.05, 0.5})
    for (const double offset : {0.0, 0.01, 2.0}) {
      const Taken taken = take(function, "asam", {{"learning_rate", 0.003}, {"rho", rho}, {"offset", offset}});
      const Point g = function.gradient(function.start);
      Point ascent = g;
      double square = 0.0;
      for (std::size_t i = 0; i < g.size(); ++i) {
        const double scale = std::abs(function.start[i]) + offset;
        ascent[i] = scale * scale * g[i];
        square += scale * scale * g[i] * g[i];
      }
      expect_step(function, taken, function.gradient(plus(function.start, rho / std::sqrt(square), ascent)), 0.003);
      EXPECT_EQ(taken.counts, (Counts{.evaluations = 0, .gradients = 2}));
    }
}

/// The product valley in 2 + 2 variables, f = ½(yᵀz − 1)², from y = αa, z = b/α.
Function rescaled_valley(double alpha) {
  const ProblemEntry& entry = find_problem("product-valley");
  Settings settings(entry.parameters);
  settings.set("dimension", std::int64_t{2});
  return {.name = "valley",
          .problem = entry.make(settings, 3),
          .start = {0.75 * alpha, -1.5 * alpha, 0.5 / alpha, 1.25 / alpha},
          .f = {},
          .gradient = {}};
}
/// The step in units of where it was: Δy/y scaled back, so that equal answers mean equal ways.
Point unscaled_step(const std::string& optimizer, const Given& given, double alpha) {
  const Function function = rescaled_valley(alpha);
  Point step = minus(take(function, optimizer, given).x, function.start);
  for (std::size_t i = 0; i < 4; ++i) step[i] *= i < 2 ? alpha : 1 / alpha;
  return step;
}

// ε̂ goes with the weights, (y, z) → (αy, z/α); ∇f against them. So steps are Δy/α and αΔz, as GD's are, and the
// gradient is taken at the same function.
TEST(Asam, WithoutOffsetFollowsARescalingOfTheProductValley) {
  for (const double alpha : {3.0, 10.0}) {
    const Given given = {{"learning_rate", 0.01}, {"rho", 0.3}, {"offset", 0.0}};
    EXPECT_LT(norm(minus(unscaled_step("asam", given, alpha), unscaled_step("asam", given, 1.0))), 1e-14);
    const Given sam = {{"learning_rate", 0.01}, {"rho", 0.3}};
    EXPECT_GT(norm(minus(unscaled_step("sam", sam, alpha), unscaled_step("sam", sam, 1.0))), 1e-3) << "SAM does not";
    const Given offset = {{"learning_rate", 0.01}, {"rho", 0.3}, {"offset", 0.1}};
    EXPECT_GT(norm(minus(unscaled_step("asam", offset, alpha), unscaled_step("asam", offset, 1.0))), 1e-4);
  }
}

TEST(Asam, StaysWhereThereIsNoSlopeToRescale) {
  Function function = quadratic();
  function.start = Point(5, 0.0);
  for (const double offset : {0.0, 0.01}) {
    const Taken taken = take(function, "asam", {{"offset", offset}});
    EXPECT_EQ(taken.x, function.start);
    EXPECT_EQ(taken.length, 0.0);
  }
}

}  // namespace
}  // namespace tiltscape
