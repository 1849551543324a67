// Traces by request: two stages, budgets, differences along a run, where there is none.
#include "core/curvature/trace_request.h"

#include "core/curvature/trace.h"
#include "tests/core/trace_trials.h"

namespace tiltscape {
namespace {

TEST(TraceRequest, TwoStagesReachTenPercentAndCover) {
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

TEST(TraceRequest, TwoStagesWarnOfOneDirection) {
  Vector spectrum = Vector::Zero(50);
  spectrum[49] = 3.0;
  const Trial t = trial(spectrum, repetitions, [](Hessian& hessian, std::uint64_t seed) {
    return estimate_trace(hessian, {.relative_error = 0.1, .seed = seed});
  });
  report("two_stage_rank_one", t);
  EXPECT_GE(t.dominated, 0.99);
}

TEST(TraceRequest, DifferencesAlongARunHaveTheirOwnSmallerError) {
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

TEST(TraceRequest, SaysWhenTheBudgetEndsIt) {
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
  EXPECT_EQ(enough.samples, hutchinson(hessian, {.count = enough.samples.size(), .seed = 1}).samples)
      << "fresh probes alone";
}

TEST(TraceRequest, ExactIsExact) {
  const Matrix a = with_spectrum(linear_space(-1.0, 3.0, 150), 1);
  const QuadraticForm form(a);
  Hessian hessian(form, Vector::Zero(150));
  const Estimate estimate = estimate_trace(hessian, {.method = TraceMethod::exact});
  EXPECT_NEAR(estimate.value, 150.0, 1e-11);
  EXPECT_FALSE(estimate.standard_error.has_value());
  EXPECT_EQ(estimate.cost, 150U);
}

TEST(TraceRequest, OfADiagonalHessianIsExactFromSigns) {
  const QuadraticForm form(linear_space(1.0, 2.0, 40).asDiagonal());
  Hessian hessian(form, Vector::Zero(40));
  const Estimate estimate = estimate_trace(hessian, {});
  EXPECT_NEAR(estimate.value, 60.0, 1e-12);
  EXPECT_FALSE(estimate.dominated);
  EXPECT_EQ(estimate.cost, 40U);
}

TEST(TraceRequest, IsNotDefinedWhereThePointOrHessianIsNotFinite) {
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
