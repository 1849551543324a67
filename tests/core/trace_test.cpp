// Trace estimators against exact traces: expectation, coverage of intervals, cost.
#include "core/curvature/trace.h"

#include <stdexcept>

#include "tests/core/curvature_support.h"

namespace tiltscape {
namespace {

constexpr std::uint64_t repetitions = 2000;
constexpr std::array both_laws = {Law::rademacher, Law::gaussian};

/// What repetitions, each in its own basis and with its own probes, say of an estimator.
struct Trial {
  double coverage = 0.0;   ///< share of intervals that hold the trace
  double dominated = 0.0;  ///< share of estimates with the flag
  double cost = 0.0;       ///< mean
  double error = 0.0;      ///< root mean square, relative to the trace
};
Trial trial(const Vector& spectrum, std::uint64_t times,
            const std::function<Estimate(Hessian&, std::uint64_t)>& estimate) {
  Trial result;
  const double truth = spectrum.sum();
  for (std::uint64_t i = 0; i < times; ++i) {
    const QuadraticForm form(with_spectrum(spectrum, 1000 + i));
    Hessian hessian(form, Vector::Zero(spectrum.size()));
    const Estimate one = estimate(hessian, i);
    result.coverage += covers(one, truth);
    result.dominated += one.dominated;
    result.cost += static_cast<double>(one.cost);
    result.error += std::pow(one.value / truth - 1.0, 2);
  }
  const auto n = static_cast<double>(times);
  return {result.coverage / n, result.dominated / n, result.cost / n, std::sqrt(result.error / n)};
}
void report(const std::string& what, const Trial& t) {
  testing::Test::RecordProperty(what, fmt::format("covered {:.4f}, dominated {:.4f}, cost {:.1f}, error {:.5f}",
                                                  t.coverage, t.dominated, t.cost, t.error));
}
const std::array<std::pair<std::string, Vector>, 2> spectra = {
    {{"linear", linear_space(0.1, 3.0, 50)}, {"geometric", geometric_space(1e-3, 10.0, 50)}}};

TEST(Trace, IntervalsFrom100ProbesCover) {
  for (const auto& [name, spectrum] : spectra)
    for (const Law law : both_laws) {
      const Trial t = trial(spectrum, repetitions, [law = law](Hessian& hessian, std::uint64_t seed) {
        return hutchinson(hessian, {.count = 100, .seed = seed, .law = law});
      });
      report(fmt::format("hutchinson_{}_{}", name, choice_name(law)), t);
      EXPECT_GE(t.coverage, 0.93) << name << ' ' << choice_name(law);
      EXPECT_LE(t.coverage, 0.97) << name << ' ' << choice_name(law);
      EXPECT_LE(t.dominated, 0.01) << name << ' ' << choice_name(law);
    }
}

TEST(Trace, ZerothOrderIntervalsFrom100ProbesCover) {
  for (const auto& [name, spectrum] : spectra) {
    const Trial t = trial(spectrum, repetitions, [](Hessian& hessian, std::uint64_t seed) {
      return zeroth_order_trace(hessian.loss(), hessian.point(), 1e-4, {.seed = seed, .law = Law::gaussian});
    });
    report("zeroth_order_" + name, t);
    EXPECT_GE(t.coverage, 0.93) << name;
    EXPECT_LE(t.coverage, 0.97) << name;
  }
}

TEST(Trace, TwoStagesReachTenPercentAndCover) {
  for (const auto& [name, spectrum] : spectra)
    for (const Law law : both_laws)
      for (const TraceMethod method : {TraceMethod::hutchinson, TraceMethod::zeroth_order}) {
        const Trial t = trial(spectrum, repetitions, [method, law = law](Hessian& hessian, std::uint64_t seed) {
          return estimate_trace(hessian, {.method = method, .relative_error = 0.1, .seed = seed, .law = law});
        });
        SCOPED_TRACE(fmt::format("{} {} {}", name, choice_name(law), choice_name(method)));
        report(fmt::format("two_stage_{}_{}_{}", name, choice_name(law), choice_name(method)), t);
        EXPECT_GE(t.coverage, 0.92);
        EXPECT_LE(t.error, 0.11) << "what was asked for, within what 30 probes know";
      }
}

TEST(Trace, OfOneDirectionIsFlagged) {
  Vector spectrum = Vector::Zero(50);
  spectrum[49] = 3.0;
  // vᵀHv is λ χ²₁: Hall's expansion of Student's interval (1992, section 2.6) loses 1.8 % at n = 100
  for (const Law law : both_laws) {
    const Trial t = trial(spectrum, repetitions, [law = law](Hessian& hessian, std::uint64_t seed) {
      return hutchinson(hessian, {.count = 100, .seed = seed, .law = law});
    });
    report(fmt::format("rank_one_100_{}", choice_name(law)), t);
    EXPECT_LT(t.coverage, 0.945) << choice_name(law);
    EXPECT_GT(t.coverage, 0.90) << choice_name(law);
    EXPECT_GE(t.dominated, 0.99) << choice_name(law);
    const Trial few = trial(spectrum, repetitions, [law = law](Hessian& hessian, std::uint64_t seed) {
      return hutchinson(hessian, {.count = 10, .seed = seed, .law = law});
    });
    report(fmt::format("rank_one_10_{}", choice_name(law)), few);
    EXPECT_LT(few.coverage, 0.90) << choice_name(law);
    EXPECT_GE(few.dominated, 0.80) << choice_name(law);
  }
  const Trial t = trial(spectrum, repetitions, [](Hessian& hessian, std::uint64_t seed) {
    return zeroth_order_trace(hessian.loss(), hessian.point(), 1e-4, {.seed = seed, .law = Law::gaussian});
  });
  report("rank_one_zeroth_order", t);
  EXPECT_GE(t.dominated, 0.99);
}

TEST(Trace, HutchPlusPlusNeedsAThirdOfHutchinsonsProductsOnFastDecay) {
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

TEST(Trace, HutchPlusPlusIntervalsCover) {
  for (const auto& [name, spectrum] : spectra) {
    const Trial t = trial(spectrum, repetitions,
                          [](Hessian& hessian, std::uint64_t seed) { return hutch_plus_plus(hessian, 60, seed); });
    report("hutch++_60_" + name, t);
    EXPECT_GE(t.coverage, 0.93) << name;
    EXPECT_LE(t.coverage, 0.97) << name;
  }
}

TEST(Trace, HutchPlusPlusIsExactWhereTheSketchHoldsTheRange) {
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

TEST(Trace, SamplesHaveTheVarianceOfTheBooks) {
  const Matrix a = with_spectrum(linear_space(-2.0, 3.0, 30), 8);
  const QuadraticForm form(a);
  Hessian hessian(form, Vector::Zero(30));
  for (const Law law : both_laws) {
    const Estimate estimate = hutchinson(hessian, {.count = 40'000, .seed = 3, .law = law});
    const double expected = 2.0 * (a.squaredNorm() - (law == Law::rademacher ? a.diagonal().squaredNorm() : 0.0));
    // a variance from n samples has a relative error of about √(2/n), here .7 %
    EXPECT_NEAR(40'000.0 * std::pow(estimate.standard_error.value(), 2) / expected, 1.0, 0.03) << choice_name(law);
  }
}

/// q(u) on the product valley in closed form: with r = y·z − 1, b = y·w + z·v, c = v·w it is b² + 2rc + λ²c².
Vector closed_form(const Vector& x, double lambda, const Probes& probes) {
  const Eigen::Index d = x.size() / 2;
  const double r = x.head(d).dot(x.tail(d)) - 1.0;
  return for_probes(probes, x.size(), [&](const Matrix& u, Eigen::Ref<Vector> values) {
    const Vector b = u.bottomRows(d).transpose() * x.head(d) + u.topRows(d).transpose() * x.tail(d);
    const Vector c = u.topRows(d).cwiseProduct(u.bottomRows(d)).colwise().sum().transpose();
    values = b.array().square() + 2.0 * r * c.array() + lambda * lambda * c.array().square();
  });
}

TEST(Trace, ZerothOrderAveragesToSPlusLambdaSquaredDOnTheProductValley) {
  const auto valley = landscape("product-valley");
  const double d = 100.0, lambda = 0.5;
  const Probes probes{.count = 20'000, .seed = 2, .law = Law::gaussian};
  for (const Vector& x : {valley->default_start(), valley->minima().front().x}) {
    const Estimate estimate = zeroth_order_trace(*valley, x, lambda, probes);
    const double s = valley->trace(x), expected = s + lambda * lambda * d;
    EXPECT_NEAR(estimate.value, expected, 3.0 * estimate.standard_error.value());
    EXPECT_LT(estimate.standard_error.value(), 0.1 * lambda * lambda * d) << "or λ²d would not be seen";
    EXPECT_EQ(estimate.cost, 40'001U);
    EXPECT_LT((estimate.samples - closed_form(x, lambda, probes)).cwiseAbs().maxCoeff(), 1e-10 * expected * d);
    testing::Test::RecordProperty(
        fmt::format("S_{:.0f}", s),
        fmt::format("{:.3f} ± {:.3f}, expected {:.3f}", estimate.value, *estimate.standard_error, expected));
  }
}

TEST(Trace, ZerothOrderKeepsEightDigitsAtItsDefaultLambda) {
  const auto valley = landscape("product-valley");
  const Vector x = valley->minima().front().x;
  const Probes probes{.count = 50, .law = Law::gaussian};
  const double lambda = default_lambda(x);
  EXPECT_EQ(lambda, 1e-4);
  EXPECT_LT(
      (zeroth_order_trace(*valley, x, lambda, probes).samples - closed_form(x, lambda, probes)).cwiseAbs().maxCoeff(),
      1e-6);
  EXPECT_DOUBLE_EQ(default_lambda(1000.0 * Vector::Ones(4)), 0.1);
}

TEST(Trace, DifferencesAlongARunHaveTheirOwnSmallerError) {
  // H(s) = A + sB with B small: common probes leave B's variance alone
  const Matrix a = with_spectrum(linear_space(0.1, 3.0, 50), 1), b = with_spectrum(linear_space(0.0, 0.02, 50), 2);
  const QuadraticForm earlier(a), later(a + b);
  const double truth = b.trace();
  for (const TraceMethod method : {TraceMethod::hutchinson, TraceMethod::hutch_plus_plus, TraceMethod::zeroth_order}) {
    SCOPED_TRACE(choice_name(method));
    int covered = 0;
    for (std::uint64_t seed = 0; seed < repetitions; ++seed) {
      Hessian first(earlier, Vector::Zero(50)), second(later, Vector::Zero(50));
      const TraceRequest request{.method = method, .seed = seed, .count = 40};
      const Estimate at_first = estimate_trace(first, request), at_second = estimate_trace(second, request);
      const Estimate step = difference(at_second, at_first);
      covered += covers(step, truth);
      if (seed == 0) {
        EXPECT_NEAR(step.value, at_second.value - at_first.value, 1e-9);
      }
      if (method != TraceMethod::hutch_plus_plus && seed < 100) {
        EXPECT_LT(step.standard_error.value(), 0.05 * hypotenuse(at_first, at_second));
      }
    }
    const double coverage = covered / static_cast<double>(repetitions);
    RecordProperty(fmt::format("difference_{}", choice_name(method)), fmt::format("{:.4f}", coverage));
    EXPECT_GE(coverage, 0.93);
    EXPECT_LE(coverage, 0.97);
  }
}

TEST(Trace, IsTheSameForTheSameSeedAndBlocks) {
  const QuadraticForm form(with_spectrum(linear_space(0.1, 3.0, 50), 1));
  Hessian hessian(form, Vector::Zero(50));
  const Estimate many = hutchinson(hessian, {.count = 200, .seed = 6}),
                 few = hutchinson(hessian, {.count = 70, .seed = 6});
  EXPECT_LT((many.samples.head(70) - few.samples).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_EQ(hutchinson(hessian, {.count = 70, .seed = 6}).samples, few.samples);
}

TEST(Trace, SaysWhenTheBudgetEndsIt) {
  const QuadraticForm form(with_spectrum(linear_space(0.1, 3.0, 50), 1));
  for (const TraceMethod method : {TraceMethod::hutchinson, TraceMethod::hutch_plus_plus, TraceMethod::zeroth_order})
    for (const std::uint64_t budget : {6U, 20U, 200U, 2000U}) {
      Hessian hessian(form, Vector::Zero(50));
      const Estimate estimate =
          estimate_trace(hessian, {.method = method, .relative_error = 1e-4, .budget = budget, .seed = 1});
      SCOPED_TRACE(fmt::format("{} {}", choice_name(method), budget));
      EXPECT_TRUE(estimate.capped);
      EXPECT_LE(estimate.cost, budget);
      EXPECT_GE(estimate.cost + 2, budget);
      EXPECT_TRUE(estimate.defined());
    }
  Hessian hessian(form, Vector::Zero(50));
  const Estimate enough = estimate_trace(hessian, {.relative_error = 0.05, .seed = 1});
  EXPECT_FALSE(enough.capped);
  EXPECT_NEAR(enough.standard_error.value() / enough.value, 0.05, 0.02);
  EXPECT_EQ(enough.cost, hessian.products());
  EXPECT_EQ(static_cast<Eigen::Index>(enough.cost), pilot_probes + enough.samples.size());
}

TEST(Trace, ExactIsExact) {
  const Matrix a = with_spectrum(linear_space(-1.0, 3.0, 150), 1);
  const QuadraticForm form(a);
  Hessian hessian(form, Vector::Zero(150));
  const Estimate estimate = estimate_trace(hessian, {.method = TraceMethod::exact});
  EXPECT_NEAR(estimate.value, 150.0, 1e-11);
  EXPECT_FALSE(estimate.standard_error.has_value());
  EXPECT_EQ(estimate.cost, 150U);
}

TEST(Trace, OfADiagonalHessianIsExactFromSigns) {
  const QuadraticForm form(linear_space(1.0, 2.0, 40).asDiagonal());
  Hessian hessian(form, Vector::Zero(40));
  const Estimate estimate = estimate_trace(hessian, {});
  EXPECT_NEAR(estimate.value, 60.0, 1e-12);
  EXPECT_FALSE(estimate.dominated);
  EXPECT_EQ(estimate.cost, 40U);
}

TEST(Trace, IsNotDefinedWhereThePointOrHessianIsNotFinite) {
  Matrix holed = Matrix::Identity(20, 20);
  holed(3, 7) = NAN;
  const auto valley = landscape("product-valley");
  const QuadraticForm broken(holed);
  const auto expect_undefined = [](const LossFunction& loss, const Vector& x) {
    for (const TraceMethod method :
         {TraceMethod::exact, TraceMethod::hutchinson, TraceMethod::hutch_plus_plus, TraceMethod::zeroth_order}) {
      Hessian hessian(loss, x);
      const Estimate estimate = estimate_trace(hessian, {.method = method});
      EXPECT_TRUE(std::isnan(estimate.value)) << choice_name(method);
      EXPECT_FALSE(estimate.standard_error.has_value()) << choice_name(method);
    }
  };
  expect_undefined(broken, Vector::Ones(20));
  Vector diverged = valley->default_start();
  diverged[5] = INFINITY;
  expect_undefined(*valley, diverged);
  diverged[5] = NAN;
  expect_undefined(*valley, diverged);
  expect_undefined(*valley, 1e200 * valley->default_start());
}

}  // namespace
}  // namespace tiltscape
