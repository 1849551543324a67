// What is said of the curvature at a point, in stages; traces of layers; points of the same function.
#include "core/curvature/report.h"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <chrono>
#include <limits>

#include "core/curvature/layer_traces.h"
#include "core/curvature/near_minimum.h"
#include "core/curvature/trace.h"
#include "core/latest_worker.h"
#include "core/measure.h"
#include "tests/core/curvature_support.h"

namespace tiltscape {
namespace {

std::vector<MeasureSpec> exact_measures() {
  std::vector<MeasureSpec> specs;
  for (const MeasureEntry& entry : measures())
    if (entry.curvature)
      specs.push_back({.name = entry.name, .method = entry.methods.front(), .rho = 0.05, .tilt = 1.0});
  return specs;
}

std::vector<CurvatureReport> reports(const CurvatureRequest& request, int stale_after = 1'000'000) {
  std::vector<CurvatureReport> all;
  measure_curvature(
      request, [&](CurvatureReport report) { all.push_back(std::move(report)); },
      [&] { return std::ssize(all) >= stale_after; });
  return all;
}

double value_of(const CurvatureReport& report, const std::string& name, bool rescaled = false) {
  const auto row = std::ranges::find(report.rows, name, [](const auto& each) { return each.spec.name; });
  return (rescaled ? row->rescaled : row->here)->value;
}

TEST(CurvatureReport, IsAbandonedWithinAMeasure) {
  const auto form = std::make_shared<QuadraticForm>(with_spectrum(linear_space(-1.0, 4.0, 600), 1));
  int asked = 0;
  std::vector<CurvatureReport> all;
  measure_curvature(
      {.loss = form, .x = Vector::Ones(600), .measures = {{.name = "trace", .method = "hutch++", .budget = 10'000}}},
      [&](CurvatureReport report) { all.push_back(std::move(report)); }, [&] { return ++asked > 3; });
  EXPECT_TRUE(all.empty()) << "the first measure was not finished";
  EXPECT_LE(asked, 5);
}

TEST(CurvatureReport, HoldsEveryMeasureAndTheWholeSpectrumWhereThatIsQuick) {
  const Vector eigenvalues = linear_space(-1.0, 4.0, 30);
  const Vector x = Vector::Constant(30, 0.3);
  const auto form = std::make_shared<QuadraticForm>(with_spectrum(eigenvalues, 1));
  const auto all = reports({.number = 7, .loss = form, .x = x, .measures = exact_measures(), .seed = 3});
  ASSERT_GT(all.size(), all.back().rows.size()) << "a stage a measure, at least";
  const CurvatureReport& report = all.back();
  EXPECT_TRUE(report.last);
  EXPECT_EQ(report.number, 7U);
  EXPECT_DOUBLE_EQ(report.loss, form->value(x));
  EXPECT_NEAR(report.gradient_norm, (form->matrix() * x).norm(), 1e-12);
  EXPECT_NEAR(value_of(report, "trace"), eigenvalues.sum(), 1e-10);
  EXPECT_NEAR(value_of(report, "lambda_min"), -1.0, 1e-10);
  ASSERT_TRUE(report.spectrum && report.spectrum->exact);
  EXPECT_LT((report.spectrum->rules[0].nodes - eigenvalues).cwiseAbs().maxCoeff(), 1e-10);
  EXPECT_FALSE(report.top.has_value());
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    EXPECT_FALSE(all[i].last);
    EXPECT_LE(all[i].cost, all[i + 1].cost);
    EXPECT_LE(all[i].done, all[i + 1].done);
    EXPECT_EQ(all[i].parts, report.parts);
  }
  EXPECT_EQ(report.done, report.parts);
}

TEST(CurvatureReport, ShowsThatALongMeasureGoesOn) {
  const auto form = std::make_shared<QuadraticForm>(with_spectrum(linear_space(-1.0, 4.0, 600), 1));
  CurvatureRequest request{
      .loss = form, .x = Vector::Ones(600), .measures = {{.name = "trace", .method = "hutch++", .budget = 200}}};
  const auto within = [](const std::vector<CurvatureReport>& all) {
    return std::ranges::count_if(all, [](const CurvatureReport& each) { return each.done == 0; });
  };
  request.tell_every = std::numeric_limits<double>::infinity();
  EXPECT_EQ(within(reports(request)), 0);
  request.tell_every = 0.0;
  EXPECT_GT(within(reports(request)), 1) << "one an evaluation";
}

TEST(CurvatureReport, HasTheEndsAndADensityBeyondThat) {
  const Vector eigenvalues = geometric_space(1e-3, 10.0, most_dense + 20);
  const auto form = std::make_shared<QuadraticForm>(with_spectrum(eigenvalues, 1));
  const CurvatureReport report = reports({.loss = form, .x = Vector::Zero(eigenvalues.size()), .pairs = 2}).back();
  ASSERT_TRUE(report.top && report.bottom && report.spectrum);
  EXPECT_NEAR(report.top->values[0], eigenvalues[eigenvalues.size() - 1], 1e-5);
  EXPECT_NEAR(report.top->values[1], eigenvalues[eigenvalues.size() - 2], 1e-5);
  EXPECT_NEAR(report.bottom->values[0], eigenvalues[0], 1e-5);
  EXPECT_FALSE(report.spectrum->exact);
  const Estimate trace = spectral_moment(*report.spectrum, 1);
  EXPECT_NEAR(trace.value, eigenvalues.sum(), 4.0 * trace.standard_error.value());
}

TEST(CurvatureReport, EndsWhereNobodyWaits) {
  const auto form = std::make_shared<QuadraticForm>(Matrix::Identity(5, 5));
  const auto all = reports({.loss = form, .x = Vector::Ones(5), .measures = exact_measures()}, 2);
  EXPECT_EQ(all.size(), 2U);
  EXPECT_FALSE(all.back().last);
}

TEST(CurvatureReport, IsNotDefinedWhereThePointIsNotFinite) {
  const auto valley = landscape("product-valley");
  Vector x = valley->default_start();
  x[3] = std::numeric_limits<double>::quiet_NaN();
  const CurvatureReport report = reports({.loss = valley, .x = x, .measures = exact_measures()}).back();
  EXPECT_TRUE(report.last);
  EXPECT_FALSE(std::isfinite(report.loss));
  for (const auto& row : report.rows) EXPECT_FALSE(row.here->defined()) << row.spec.name;
  EXPECT_FALSE(report.spectrum->defined());
}

// (αy, z/α) is the same function: f stays, S becomes α²‖y‖² + ‖z‖²/α², and ASAM's measure stays.
TEST(CurvatureReport, ShowsWhatMovesWhenTheParametersAreRescaled) {
  const auto valley = landscape("product-valley");
  const Vector x = valley->default_start();
  const Eigen::Index d = x.size() / 2;
  constexpr double alpha = 2.0;
  const CurvatureReport report = reports({.loss = valley, .x = x, .alpha = alpha, .measures = exact_measures()}).back();
  EXPECT_NEAR(*report.rescaled_loss, report.loss, 1e-9 * report.loss);
  EXPECT_NEAR(value_of(report, "trace", true),
              alpha * alpha * x.head(d).squaredNorm() + x.tail(d).squaredNorm() / (alpha * alpha), 1e-9);
  EXPECT_GT(value_of(report, "trace", true), 1.5 * value_of(report, "trace"));
  EXPECT_NEAR(value_of(report, "adaptive_sharpness", true) / value_of(report, "adaptive_sharpness"), 1.0, 1e-9);
  EXPECT_GT(std::abs(value_of(report, "sam_sharpness", true) / value_of(report, "sam_sharpness") - 1.0), 0.05);
}

TEST(LayerTraces, AreTheTracesOfTheirBlocksAndSumToTheWhole) {
  const Matrix h = with_spectrum(linear_space(-0.5, 3.0, 30), 4);
  const QuadraticForm form(h);
  const std::vector<Layer> layers = {{"a", 0, 10}, {"b", 10, 5}, {"c", 15, 15}};
  Hessian hessian(form, Vector::Zero(30));
  const Probes probes{.count = 500, .seed = 2};
  const std::vector<Estimate> traces = layer_traces(hessian, layers, probes);
  ASSERT_EQ(traces.size(), 3U);
  double sum = 0.0;
  for (std::size_t i = 0; i < 3; ++i) {
    const double block = h.block(layers[i].first, layers[i].first, layers[i].size, layers[i].size).trace();
    EXPECT_NEAR(traces[i].value, block, 4.0 * traces[i].standard_error.value()) << layers[i].name;
    EXPECT_EQ(traces[i].cost, 500U);
    sum += traces[i].value;
  }
  EXPECT_NEAR(sum, hutchinson(hessian, probes).value, 1e-10);
}

TEST(NearMinimum, ComparesWhatSlopeAndCurvatureAddAtAScale) {
  EXPECT_FALSE(slope_outweighs(0.9, 20.0, 0.1));
  EXPECT_TRUE(slope_outweighs(1.1, 20.0, 0.1));
  EXPECT_TRUE(slope_outweighs(1.1, -20.0, 0.1));
  EXPECT_TRUE(slope_outweighs(1e-9, 20.0, 0.0));
  EXPECT_FALSE(slope_outweighs(0.0, 20.0, 0.0));
}

TEST(LatestWorker, OfLowPriorityStandsBehindTheOthers) {
  using Worker = LatestWorker<int, int>;
  const auto niceness = [](Worker::Priority priority) {
    Worker worker([](int, const Worker::Done& done, const Worker::Stale&) { done(getpriority(PRIO_PROCESS, 0)); },
                  [] {}, priority);
    worker.request(1);
    return worker.wait(Channel<int>::Clock::now() + std::chrono::seconds(60)).value();
  };
  const int usual = niceness(Worker::Priority::usual);
  EXPECT_EQ(usual, getpriority(PRIO_PROCESS, 0));
  EXPECT_EQ(niceness(Worker::Priority::low), std::max(usual, 10));
}

}  // namespace
}  // namespace tiltscape
