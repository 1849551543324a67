// Surfaces against direct sums over the ball, the reference's numbers (5b, 5c) and exact expectations.
#include "core/surface.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "core/quadrature.h"
#include "core/surface_plan.h"
#include "core/surface_worker.h"
#include "core/tilted_mean.h"
#include "surface_testing.h"

namespace tiltscape {
namespace {

/// F_t(x) by nodes with a fineness far above the surfaces'.
double precise(const Problem& problem, const Vector& x, double rho, double t, int fineness,
               Neighbourhood neighbourhood = Neighbourhood::ball) {
  const Nodes nodes = neighbourhood_nodes(neighbourhood, x.size(), fineness);
  const Matrix points = (rho * nodes.radius * nodes.points).colwise() + x;
  std::vector<double> values(static_cast<std::size_t>(points.cols()));
  problem.values(points, values);
  return tilted_mean(values, {nodes.weights.data(), static_cast<std::size_t>(nodes.weights.size())}, t);
}

TEST(Surface, ValleyMinimumMovesAsInReference5b) {
  const auto problem = problem_of("sharpness-valley");
  const auto subject = subject_of(problem);
  SurfaceMaker maker;
  const double expected[][2] = {{0.0, 2.50}, {1.0, 1.66}, {4.0, 0.70}, {16.0, 0.17}};
  for (const auto& [t, at] : expected) {
    // by a fine rule along y = z = 0: golden section
    double low = -1.0, high = 3.2;
    const auto f = [&](double x) { return precise(*problem, Eigen::Vector3d(x, 0, 0), 0.3, t, 3); };
    for (int i = 0; i < 24; ++i) {
      const double a = high - 0.618034 * (high - low), b = low + 0.618034 * (high - low);
      (f(a) < f(b) ? high : low) = f(a) < f(b) ? b : a;
    }
    EXPECT_NEAR(0.5 * (low + high), at, 0.02) << "t = " << t;
    const Surface surface = maker.make_refined(request_of(subject, SurfaceKind::tilted, t, 0.3));
    ASSERT_EQ(surface.minima.size(), 1U) << "t = " << t;
    EXPECT_NEAR(surface.minima[0].at[0], at, 0.04) << "t = " << t;
    EXPECT_NEAR(surface.minima[0].at[1], 0.0, 0.01);
    EXPECT_NEAR(surface.radius, 0.3 * std::sqrt(3.0), 1e-15);
    EXPECT_TRUE(surface.note.empty());
  }
}

TEST(Surface, WellsHaveTheValuesOfReference5c) {
  const auto problem = problem_of("twin-wells");
  const auto subject = subject_of(problem);
  struct Row {
    double t, left, right, left_digit, right_digit;  // of the table; its last digit counts as right within one
  };
  for (const Row& row : {Row{0, .450, .450, 1e-3, 1e-3}, Row{1, .536, .483, 1e-3, 1e-3}, Row{5, .915, .597, 1e-3, 1e-3},
                         Row{20, 1.33, .755, 1e-2, 1e-3}}) {
    for (const bool left : {true, false}) {
      const Eigen::Vector2d well(left ? -1.0 : 1.0, 0.0);
      const double expected = left ? row.left : row.right, digit = left ? row.left_digit : row.right_digit;
      EXPECT_NEAR(precise(*problem, well, 0.3, row.t, 3), expected, digit) << row.t;
      auto request = request_of(subject, SurfaceKind::tilted, row.t, 0.3);
      constexpr double h = 0.01;  // the well is cell 256's centre: F_t has a kink there
      request.bounds = {{{well[0] - 256.5 * h, well[0] + 255.5 * h}, {-256.5 * h, 255.5 * h}}};
      const Surface surface = SurfaceMaker().make_refined(request);
      ASSERT_EQ(surface.grid.columns, 512);
      EXPECT_NEAR(surface.grid.interpolate(well), expected, 2.0 * digit) << row.t;
    }
  }
}

TEST(Surface, InSpaceAgreesWithFinerRules) {
  const auto problem = problem_of("sharpness-valley");
  const auto subject = subject_of(problem);
  for (const auto neighbourhood : {Neighbourhood::ball, Neighbourhood::sphere, Neighbourhood::gaussian}) {
    SurfaceMaker maker;
    for (const double t : {0.0, 0.01, 1.0, 20.0, 1e4, 1e6, infinity}) {
      const Grid grid = maker.make_refined(request_of(subject, SurfaceKind::tilted, t, 0.3, neighbourhood)).grid;
      const auto [low, high] = std::minmax_element(grid.values.begin(), grid.values.end());
      for (const auto& [u, v] : {std::pair{0.3, 0.5}, {0.5, 0.5}, {0.71, 0.2}, {0.0, 0.99}}) {
        const int c = static_cast<int>(u * grid.columns), r = static_cast<int>(v * grid.rows);
        const Eigen::Vector2d at = grid.centre(c, r);
        const double expected = precise(*problem, Eigen::Vector3d(at[0], at[1], 0.0), 0.3, t, 5, neighbourhood);
        EXPECT_NEAR(grid.at(c, r), expected, (t <= 1.0 ? 1e-3 : 1e-2) * (*high - *low))
            << t << " at " << at.transpose();
      }
    }
  }
}

TEST(Surface, TiltedMeanHasNoSeams) {
  // just below and above each change of formula, against double precision
  std::vector<double> values, weights(64, 1.0 / 64);
  for (int i = 0; i < 64; ++i) values.push_back(5.0 + std::sin(1.7 * i));
  const std::vector<float> single(64, 1.0F / 64);
  std::vector<float> below(64);
  const Spread spread = spread_of(values, single, below);
  for (const double product : {1e-7, 1.1e-6, 1e-3, 0.49, 0.51, 3.0, 100.0, 1e4, 0.9e10, 1.1e10}) {
    const double t = product / spread.range;
    EXPECT_NEAR(tilted_mean(spread, below, single, t), tilted_mean(values, weights, t), 1e-6) << product;
  }
}

TEST(Surface, ProductValleyMeanMatchesItsExpectation) {
  // f = ½(p − 1)², p = y·z. Over the ball of radius r in n = 2d: E u uᵀ = r²/(n+2) I, E(u_y·u_z)² = d r⁴/((n+2)(n+4)),
  // so E f = ½[(p−1)² + r² S/(n+2) + d r⁴/((n+2)(n+4))].
  const auto problem = problem_of("product-valley");
  SurfaceMaker maker;
  const auto request = request_of(subject_of(problem), SurfaceKind::mean, 0.0, 0.1);
  const Surface surface = maker.make_refined(request);
  EXPECT_EQ(surface.note, "estimated from 512 samples of the ball in 200 dimensions");
  const double n = 200.0, r = 0.1 * std::sqrt(n), d = 100.0;
  int seen = 0;
  for (int row = 5; row < surface.grid.rows; row += 9) {
    for (int column = 2; column < surface.grid.columns; column += 7) {
      const Eigen::Vector2d at = surface.grid.centre(column, row);
      if (!(std::abs(at[0]) < 0.5 * at[1])) {
        EXPECT_TRUE(std::isnan(surface.grid.at(column, row)));
        continue;
      }
      ++seen;
      const double p = at[0], s = at[1];
      const double excess = 0.5 * (r * r * s / (n + 2.0) + d * std::pow(r, 4) / ((n + 2.0) * (n + 4.0)));
      const double expected = 0.5 * (p - 1.0) * (p - 1.0) + excess;
      // 256 pairs; a pair's mean has the variance of the even part, about 2·excess² + (p−1)² r⁴ d/((n+2)(n+4))
      const double sd =
          std::sqrt(2.0 * excess * excess + (p - 1.0) * (p - 1.0) * std::pow(r, 4) * d / ((n + 2) * (n + 4)));
      EXPECT_NEAR(surface.grid.at(column, row), expected, 4.5 * sd / 16.0) << at.transpose();
    }
  }
  EXPECT_GT(seen, 20);
}

TEST(Surface, ModelsAreAveragedInThePlane) {
  auto subject = std::make_shared<SurfaceSubject>();
  subject->chart.bounds = {{{0.0, 1.0}, {0.0, 1.0}}};
  int losses = 0;
  subject->plane_losses = [&losses](std::span<const Eigen::Vector2d> points, std::span<double> out) {
    losses += static_cast<int>(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) out[i] = 3.0 * points[i][0] + 4.0 * points[i][1];
  };
  std::vector<Surface> made;
  SurfaceMaker maker;
  maker.make(request_of(subject, SurfaceKind::loss, 1.0, 0.1), [&](Surface s) { made.push_back(std::move(s)); });
  ASSERT_EQ(made.size(), 2U);
  EXPECT_FALSE(made[0].refined);
  EXPECT_TRUE(made[1].refined);
  EXPECT_LT(made[0].grid.columns, made[1].grid.columns);
  EXPECT_NEAR(made[1].grid.interpolate({0.5, 0.25}), 2.5, 1e-5);
  losses = 0;
  const Surface mean = maker.make_refined(request_of(subject, SurfaceKind::mean, 1.0, 0.1));
  EXPECT_LE(losses, 8000);  // of both levels
  EXPECT_EQ(mean.note, "averaged in this plane alone");
  EXPECT_NEAR(mean.radius, 0.1 * std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(mean.grid.interpolate({0.5, 0.25}), 2.5, 1e-5);
  losses = 0;
  const Surface worst = maker.make_refined(request_of(subject, SurfaceKind::worst_case, 1.0, 0.1));
  EXPECT_NEAR(worst.grid.interpolate({0.5, 0.25}), 2.5 + 5.0 * mean.radius, 0.05);
  EXPECT_EQ(losses, 0);
}

TEST(Surface, HighDimensionsAreAveragedInThePlaneOnRequest) {
  const ProblemEntry& entry = find_problem("quadratic");
  Settings settings(entry.parameters);
  settings.set("dimension", std::int64_t{10});
  const auto subject = subject_of(entry.make(settings, 3), 1);  // flattest (λ = .1) and steepest (λ = 1) direction
  auto request = request_of(subject, SurfaceKind::difference, 0.0, 0.2);
  request.average = Average::in_plane;
  const Surface plane = SurfaceMaker().make_refined(request);
  EXPECT_EQ(plane.note, "averaged in this plane alone, not in all 10 dimensions");
  EXPECT_NEAR(plane.radius, 0.2 * std::sqrt(2.0), 1e-12);
  for (std::size_t i = 0; i < plane.grid.values.size(); i += 31)
    ASSERT_NEAR(plane.grid.values[i], 0.5 * 0.25 * 0.08 * 1.1, 1e-5);
  auto curved = request_of(subject_of(problem_of("product-valley")), SurfaceKind::mean, 0.0, 0.1);
  curved.average = Average::in_plane;
  const Surface none = SurfaceMaker().make_refined(curved);
  EXPECT_TRUE(none.grid.empty());
  EXPECT_TRUE(none.refined);
  EXPECT_EQ(none.reason, "these coordinates are not lengths in a plane: there is no average in the plane");
}

TEST(Surface, TwoAveragesOfOneRequestAreThoseOfTwo) {
  using enum SurfaceKind;
  for (const char* name : {"twin-wells", "sharpness-valley"}) {  // in the plane, in space
    const auto subject = subject_of(problem_of(name));
    for (const auto& [first, second] : {std::pair{tilted, mean}, {worst_case, tilted}, {mean, difference}}) {
      auto request = request_of(subject, first, 3.0, 0.2);
      const Surface alone = SurfaceMaker().make_refined(request);
      EXPECT_TRUE(alone.beside.empty());
      request.beside = second;
      const Surface both = SurfaceMaker().make_refined(request);
      const Surface other = SurfaceMaker().make_refined(request_of(subject, second, 3.0, 0.2));
      EXPECT_EQ(both.grid.values, alone.grid.values);
      EXPECT_EQ(both.beside.values, other.grid.values);
      ASSERT_EQ(both.beside_minima.size(), other.minima.size());
      EXPECT_EQ(both.loss_minima.size(), std::string_view(name) == "twin-wells" ? 2U : 0U) << "of f itself";
      for (std::size_t i = 0; i < other.minima.size(); ++i) EXPECT_EQ(both.beside_minima[i].at, other.minima[i].at);
    }
  }
}

TEST(Surface, SaysWhereTheUncutGaussianIsInfinite) {
  const auto note = [](const std::string& problem, SurfaceKind kind, double t, Neighbourhood neighbourhood) {
    return note_of(request_of(subject_of(problem_of(problem)), kind, t, 0.3, neighbourhood));
  };
  using enum Neighbourhood;
  using enum SurfaceKind;
  const std::string cut = "Gaussian cut at 3ρ", infinite = cut + "; untruncated: Fₜ = ∞";
  EXPECT_EQ(note("rosenbrock", tilted, 1e-6, gaussian), infinite);
  EXPECT_EQ(note("himmelblau", worst_case, 1.0, gaussian), infinite);
  EXPECT_EQ(note("rosenbrock", mean, 1.0, gaussian), cut);
  auto beside = request_of(subject_of(problem_of("rosenbrock")), mean, 1.0, 0.3, gaussian);
  beside.beside = worst_case;
  EXPECT_EQ(note_of(beside), infinite);
  EXPECT_EQ(note("rosenbrock", loss, 1.0, gaussian), "");
  EXPECT_EQ(note("rosenbrock", tilted, 1.0, ball), "");
  EXPECT_EQ(note("twin-wells", tilted, 1.1, gaussian), cut);  // the reference: for t ≳ 1.1 at ρ = .3
  EXPECT_EQ(note("twin-wells", tilted, 1.12, gaussian), infinite);
  EXPECT_EQ(note("quadratic", tilted, 11.0, gaussian), cut);  // t ρ² λ_max = .99
  EXPECT_EQ(note("quadratic", tilted, 11.2, gaussian), infinite);
  EXPECT_EQ(note("ackley", tilted, 1e4, gaussian), cut);
  EXPECT_EQ(note("sharpness-valley", tilted, 1.0, gaussian), infinite);
}

TEST(SurfaceMaker, ContinuesWhereItWasStopped) {
  for (const char* problem : {"himmelblau", "sharpness-valley"}) {
    SurfaceMaker whole, halting;
    const auto request = request_of(subject_of(problem_of(problem)), SurfaceKind::tilted, 2.0, 0.2);
    const Surface expected = whole.make_refined(request);
    int coarse = 0;
    Surface last;
    const auto done = [&](Surface s) {
      last = std::move(s);
      coarse += last.refined ? 0 : 1;
    };
    for (int attempt = 0; attempt < 2000 && !last.refined; ++attempt) {
      int left = 5 + attempt / 4;  // all the tiles must be within reach once
      halting.make(request, done, [&left] { return --left < 0; });
    }
    ASSERT_TRUE(last.refined);
    EXPECT_GE(coarse, 1);
    for (std::size_t i = 0; i < last.grid.values.size(); ++i)
      ASSERT_EQ(last.grid.values[i], expected.grid.values[i]) << problem << ", cell " << i;
  }
}

TEST(SurfaceWorker, AnswersTheNewestRequest) {
  Channel<int> woken;
  SurfaceWorker worker(surface_work(), [&] { woken.send(1); });
  const auto subject = subject_of(problem_of("twin-wells"));
  auto request = request_of(subject, SurfaceKind::tilted, 0.0, 0.3);
  for (request.id = 1; request.id <= 50; ++request.id) {
    request.tilt = static_cast<double>(request.id);
    worker.request(request);
  }
  const auto deadline = Channel<Surface>::Clock::now() + std::chrono::seconds(60);
  int answers = 0;
  for (;;) {
    const auto surface = worker.wait(deadline);
    ASSERT_TRUE(surface.has_value());
    ++answers;
    ASSERT_EQ(surface->request.tilt, static_cast<double>(surface->request.id));
    if (surface->request.id == 50 && surface->refined) break;
  }
  EXPECT_LT(answers, 100);  // the overtaken ones were dropped
  EXPECT_TRUE(woken.receive_until(deadline).has_value());
}

TEST(SurfaceWorker, ReportsFailureAndEndsWhileBusy) {
  auto subject = std::make_shared<SurfaceSubject>();
  subject->plane_losses = [](std::span<const Eigen::Vector2d>, std::span<double>) {
    throw std::runtime_error("no memory");
  };
  SurfaceWorker worker(surface_work());
  worker.request(request_of(subject, SurfaceKind::loss, 1.0, 0.1));
  const auto failed = worker.wait(Channel<Surface>::Clock::now() + std::chrono::seconds(60));
  ASSERT_TRUE(failed.has_value());
  EXPECT_EQ(failed->reason, "no memory");
  worker.request(request_of(subject_of(problem_of("product-valley")), SurfaceKind::mean, 1.0, 0.1));
}  // the destructor ends the work

}  // namespace
}  // namespace tiltscape
