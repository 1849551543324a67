// Hutch++ against Hutchinson's products, exact traces and its own intervals.
#include "core/curvature/hutch_plus_plus.h"

#include <stdexcept>

#include "core/curvature/trace.h"
#include "tests/core/trace_trials.h"

namespace tiltscape {
namespace {

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // minutes there
TEST(HutchPlusPlus, NeedsAThirdOfHutchinsonsProductsOnFastDecay) {
  constexpr Eigen::Index d = 200;
  Vector decay(d);
  for (Eigen::Index i = 0; i < d; ++i) decay[i] = std::pow(0.9, static_cast<double>(i));
  Eigen::Index products = 12;
  Trial t;
  for (; products <= 300; products += 6) {
    t = trial(decay, 100,
              [&](Hessian& hessian, std::uint64_t seed) { return hutch_plus_plus(hessian, products, seed); });
    EXPECT_EQ(t.cost, static_cast<double>(products));
    if (t.error <= 0.01) break;
  }
  report("hutch++", t);
  ASSERT_LE(t.error, 0.01);
  const Trial plain = trial(decay, 100, [&](Hessian& hessian, std::uint64_t seed) {
    return hutchinson(hessian, {.count = 3 * products, .seed = seed});
  });
  report("hutchinson_with_three_times_as_many", plain);
  EXPECT_GT(plain.error, 0.01) << products;
}

TEST(HutchPlusPlus, IntervalsCover) {
  for (const auto& [name, spectrum] : spectra) {
    const Trial t = trial(spectrum, repetitions,
                          [](Hessian& hessian, std::uint64_t seed) { return hutch_plus_plus(hessian, 60, seed); });
    report("hutch++_60_" + name, t);
    EXPECT_GE(t.coverage, 0.93) << name;
    EXPECT_LE(t.coverage, 0.97) << name;
  }
}

#endif

TEST(HutchPlusPlus, IsExactWhereTheSketchHoldsTheRange) {
  Vector spectrum = Vector::Zero(60);
  spectrum.tail(3) = numbers({1, -4, 20});
  const QuadraticForm form(with_spectrum(spectrum, 5));
  Hessian hessian(form, Vector::Zero(60));
  const Estimate estimate = hutch_plus_plus(hessian, 20, 1);
  EXPECT_NEAR(estimate.value, 17.0, 1e-12);
  EXPECT_LT(estimate.standard_error.value(), 1e-12);
  EXPECT_FALSE(estimate.dominated);
  EXPECT_EQ(estimate.cost, 20U);
  EXPECT_THROW(hutch_plus_plus(hessian, 5, 1), std::invalid_argument);
}

}  // namespace
}  // namespace tiltscape
