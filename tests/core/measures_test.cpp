// Measures along runs: every method against the exact value, errors of levels and of differences, and what is not
// there.
#include "core/measure.h"

#include <limits>

#include "core/curvature/spectrum.h"
#include "tests/core/curvature_support.h"
#include "tests/core/numbers.h"
#include "tests/core/run_support.h"

namespace tiltscape {
namespace {

Estimate measured(const MeasureSpec& spec, const LossFunction& loss, const Vector& x, std::uint64_t seed = 1) {
  return find_measure(spec.name).point(spec, {loss, x, seed});
}

TEST(Measures, OfTheHessianAgreeWithItsEigenvaluesByEveryMethod) {
  const Vector eigenvalues = linear_space(-0.5, 3.0, 40);
  const QuadraticForm form(with_spectrum(eigenvalues, 1));
  const std::vector<std::pair<std::string, double>> truths = {{"trace", eigenvalues.sum()},
                                                              {"lambda_max", eigenvalues.maxCoeff()},
                                                              {"lambda_min", eigenvalues.minCoeff()},
                                                              {"frobenius", eigenvalues.norm()}};
  for (const auto& [name, truth] : truths)
    for (const std::string& method : find_measure(name).methods) {
      SCOPED_TRACE(name + " by " + method);
      const Estimate value = measured({.name = name, .method = method, .relative_error = 0.02, .budget = 100'000}, form,
                                      Vector::Constant(40, 0.1));
      EXPECT_EQ(value.standard_error.has_value(), is_sampled(method));
      EXPECT_NEAR(value.value, truth, 1e-5 + 4.0 * value.standard_error.value_or(0.0));
      EXPECT_LE(value.standard_error.value_or(0.0), 0.04 * std::abs(truth));
      EXPECT_FALSE(value.capped);
    }
}

TEST(Measures, SmallestEigenvaluesOfManyDimensionsAreThoseOfTheWholeSpectrum) {
  const auto valley = landscape("product-valley");
  for (const double scale : {1.0, 0.1, 0.01}) {
    const Vector x = scale * valley->default_start();
    ASSERT_EQ(x.size(), 200);
    Hessian hessian(*valley, x);
    const Vector eigenvalues = exact_spectrum(hessian).rules[0].nodes;
    EXPECT_NEAR(measured({.name = "lambda_min"}, *valley, x).value, eigenvalues.minCoeff(),
                1e-9 * eigenvalues.cwiseAbs().maxCoeff());
  }
}

// f = ½xᵀAx: E f(x + ρu) − f(x) = ½ρ² tr A; SAM's step and ASAM's follow from ∇f = Ax.
TEST(Measures, OfTheNeighbourhoodAgreeWithClosedForms) {
  const Vector eigenvalues = linear_space(0.1, 3.0, 20);
  const QuadraticForm form(with_spectrum(eigenvalues, 2));
  const Vector x = linear_space(0.5, 1.5, 20), gradient = form.matrix() * x;
  constexpr double rho = 0.2;
  const auto rise = [&](const Vector& step) { return form.value(x + step) - form.value(x); };
  const auto of = [&](const std::string& name, double tilt) {
    return measured({.name = name,
                     .method = find_measure(name).methods.front(),
                     .relative_error = 0.01,
                     .budget = 1'000'000,
                     .rho = rho,
                     .tilt = tilt},
                    form, x);
  };
  const Estimate average = of("average_sharpness", 0.0);
  EXPECT_NEAR(average.value, 0.5 * rho * rho * eigenvalues.sum(), 4.0 * average.standard_error.value());
  EXPECT_NEAR(of("sam_sharpness", 0.0).value, rise(rho * gradient.normalized()), 1e-9);
  const Vector scaled = x.cwiseAbs().cwiseProduct(gradient);
  EXPECT_NEAR(of("adaptive_sharpness", 0.0).value, rise(rho * x.cwiseAbs2().cwiseProduct(gradient) / scaled.norm()),
              1e-9);
  // uniform in the ball of radius ρ√d: E uuᵀ = ρ² d/(d + 2) I
  const Estimate mean = of("tilted_sharpness", 0.0), tilted = of("tilted_sharpness", 1.0);
  EXPECT_NEAR(mean.value, 0.5 * rho * rho * 20.0 / 22.0 * eigenvalues.sum(), 4.0 * mean.standard_error.value());
  EXPECT_GT(tilted.value, mean.value);
  EXPECT_GE(of("ball_sharpness", 0.0).value, of("sam_sharpness", 0.0).value - 1e-9);
}

TEST(Measures, OfCurvatureAreNotDefinedWhereThePointIsNotFinite) {
  const auto valley = landscape("sharpness-valley");
  for (const MeasureEntry& entry : measures()) {
    if (!entry.curvature) continue;
    for (const std::string& method : entry.methods)
      for (const double bad : {nan, std::numeric_limits<double>::infinity()}) {
        Vector x = valley->default_start();
        x[0] = bad;
        const Estimate value = measured({.name = entry.name, .method = method}, *valley, x);
        EXPECT_FALSE(value.defined()) << entry.name << " by " << method << " is " << value.value;
        EXPECT_FALSE(value.standard_error.has_value()) << entry.name << " by " << method;
      }
  }
}

const std::string valley_run =
    "problem = { name = \"product-valley\", dimension = 10 }\nstop = { steps = 400 }\n"
    "[[run]]\noptimizer = \"zo\"\nlearning_rate = 0.002\nrho = 0.1\n";

TEST(MeasuresAlongRuns, EstimatesShareTheirProbesSoThatDifferencesAreSurer) {
  const Scene scene =
      scene_of(valley_run + "[measures]\ntrace = { method = \"hutchinson\", probes = 50, every = 20 }\nx_norm = {}\n");
  const auto run = run_of(scene);
  const Records records = finished(*run);
  std::size_t compared = 0;
  for (std::size_t row = 0; row < records.size(); ++row) {
    const bool due = records.steps[row] % 20 == 0;
    const double level = value(records, *run, row, "trace_stderr"),
                 step = value(records, *run, row, "trace_step_stderr");
    EXPECT_EQ(std::isfinite(level), due) << records.steps[row];
    EXPECT_EQ(std::isfinite(step), due && row > 0) << records.steps[row];
    EXPECT_EQ(std::isfinite(value(records, *run, row, "gradient_norm")), due) << records.steps[row];
    if (!due || records.steps[row] < 100) continue;
    ++compared;
    EXPECT_LT(step, 0.5 * level) << "between steps close to one another, at " << records.steps[row];
    // tr H = ‖x‖² here: the change since it was due before is within what its error says
    const double change = value(records, *run, row, "trace") - value(records, *run, row - 20, "trace");
    const auto exact = [&](std::size_t at) { return std::pow(value(records, *run, at, "x_norm"), 2.0); };
    EXPECT_NEAR(change, exact(row) - exact(row - 20), 5.0 * step) << records.steps[row];
  }
  EXPECT_EQ(compared, 16U);
  const auto& names = run->info().columns.names;
  EXPECT_EQ(names, (std::vector<std::string>{"loss", "trace", "trace_stderr", "x_norm"})) << "what results hold";
}

TEST(MeasuresAlongRuns, RecordsAreTheSameWhenARunEndedOnItsWay) {
  for (const std::uint64_t end : {200U, 217U}) {  // due there, and not
    Scene scene =
        scene_of(valley_run + "[measures]\ntrace = { method = \"hutch++\", relative_error = 0.2, every = 20 }\n");
    const Records whole = records_of(scene);
    Scene shorter = scene;
    shorter.stop.steps = end;
    const auto run = run_of(shorter);
    Records records = finished(*run);
    run->set_stop(scene.stop, records);
    while (run->status() == Status::running) run->advance(1'000'000, records);
    EXPECT_TRUE(same(records, whole)) << "after an end at " << end;
  }
}

TEST(MeasuresAlongRuns, TakeRhoAndTiltFromTheRunsUnlessToldOtherwise) {
  const std::string runs =
      "problem = { name = \"himmelblau\" }\n[[run]]\noptimizer = \"gd\"\n[[run]]\noptimizer = \"zest\"\nrho = "
      "0.2\ntilt "
      "= 3.0\n[measures]\n";
  const Scene scene = scene_of(runs + "tilted_sharpness = {}\nsam_sharpness = { rho = 0.5 }\naverage_sharpness = {}\n");
  ASSERT_EQ(scene.measures.size(), 3U);
  EXPECT_EQ(scene.measures[0].rho, 0.2);
  EXPECT_EQ(scene.measures[0].tilt, 3.0);
  EXPECT_EQ(scene.measures[1].rho, 0.5);
  EXPECT_EQ(scene.measures[1].tilt, std::nullopt);
  EXPECT_EQ(scene.measures[2].rho, 0.2);
  EXPECT_EQ(scene_of(write_scene(scene)).measures, scene.measures);
  const Scene none =
      scene_of("problem = { name = \"himmelblau\" }\n[[run]]\noptimizer = \"gd\"\n[measures]\nball_sharpness = {}\n");
  EXPECT_EQ(none.measures[0].rho, 0.05);
}

TEST(MeasuresAlongRuns, HaveABudgetThatAModelCanAffordUnlessAnErrorIsAskedFor) {
  const auto trace = [](const std::string& problem, const std::string& keys) {
    return scene_of("problem = { name = \"" + problem + "\" }\n[[run]]\noptimizer = \"gd\"\n[measures]\ntrace = { " +
                    keys + " }\n")
        .measures.at(0);
  };
  EXPECT_EQ(trace("mlp", "").method, "hutch++");
  EXPECT_EQ(trace("mlp", "").budget, 16U);
  EXPECT_EQ(trace("mlp", "").relative_error, std::nullopt);
  EXPECT_EQ(trace("mlp", "budget = 90").relative_error, std::nullopt);
  EXPECT_EQ(trace("mlp", "method = \"zeroth-order\"").budget, 160U);
  EXPECT_EQ(trace("mlp", "relative_error = 0.02").budget, 10'000U);
  EXPECT_EQ(trace("mlp", "relative_error = 0.02, budget = 50").budget, 50U);
  EXPECT_EQ(trace("himmelblau", "").method, "exact");
  EXPECT_EQ(trace("himmelblau", "method = \"hutchinson\"").budget, 1000U);
  EXPECT_EQ(trace("himmelblau", "method = \"hutchinson\"").relative_error, 0.05);
}

TEST(MeasuresAlongRuns, RepeatFromTheSceneThatIsWritten) {
  const Scene scene = scene_of(
      valley_run +
      "[measures]\ntrace = { method = \"zeroth-order\", every = 100, rho = 0.01, budget = 400 }\nlambda_max = { method "
      "= "
      "\"lanczos\", every = 100, budget = 50 }\nfrobenius = { method = \"hutchinson\", relative_error = 0.2 }\n");
  const Scene again = scene_of(write_scene(scene));
  EXPECT_EQ(again, scene);
  EXPECT_TRUE(same(records_of(again), records_of(scene)));
}

}  // namespace
}  // namespace tiltscape
