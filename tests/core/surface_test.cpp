// Surfaces against direct sums over the ball, the reference's numbers (5b, 5c) and exact expectations.
#include "core/surface.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "core/quadrature.h"
#include "core/surface_worker.h"
#include "core/tilted_mean.h"

namespace tiltscape {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::shared_ptr<const Problem> problem_of(const std::string& name) {
  const ProblemEntry& entry = find_problem(name);
  return entry.make(Settings(entry.parameters), 0);
}

std::shared_ptr<const SurfaceSubject> subject_of(std::shared_ptr<const Problem> problem, std::size_t chart = 0) {
  auto subject = std::make_shared<SurfaceSubject>();
  subject->chart = problem->charts().at(chart);
  subject->problem = std::move(problem);
  return subject;
}

SurfaceRequest request_of(std::shared_ptr<const SurfaceSubject> subject, SurfaceKind kind, double tilt, double rho) {
  SurfaceRequest request;
  request.bounds = subject->chart.bounds;
  request.subject = std::move(subject);
  request.kind = kind;
  request.tilt = tilt;
  request.rho = rho;
  return request;
}

/// F_t(x) over the ball of radius r, by `ball_nodes` with a fineness far above the surfaces'.
double precise(const Problem& problem, const Vector& x, double r, double t, int fineness) {
  const Nodes nodes = neighbourhood_nodes(Neighbourhood::ball, x.size(), fineness);
  const Matrix points = (r * nodes.points).colwise() + x;
  std::vector<double> values(static_cast<std::size_t>(points.cols()));
  problem.values(points, values);
  return tilted_mean(values, {nodes.weights.data(), static_cast<std::size_t>(nodes.weights.size())}, t);
}

struct Direct {
  double value, range;
};
/// The same in the plane by a plain sum, slow and obviously right: equal angles, and midpoints in v with |u|² = 1 − v³
/// (density 3v²), which crowd towards the boundary, where everything is when t is large.
Direct direct(const Problem& problem, const Eigen::Vector2d& x, double r, double t) {
  constexpr int shells = 300, angles = 1440;
  std::vector<double> values, weights;
  for (int i = -1; i < shells; ++i) {  // −1 is the boundary, for the maximum alone
    const double v = i < 0 ? 0.0 : (i + 0.5) / shells;
    const double radius = r * std::sqrt(1.0 - v * v * v);
    for (int j = 0; j < angles; ++j) {
      const double angle = 2.0 * std::numbers::pi * j / angles;
      values.push_back(problem.value(x + radius * Eigen::Vector2d(std::cos(angle), std::sin(angle))));
      weights.push_back(3.0 * v * v / (shells * angles));
    }
  }
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double maximum = *high, range = *high - *low;
  if (t == infinity) return {maximum, range};
  double sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += weights[i] * (t == 0.0 ? values[i] : std::exp(t * (values[i] - maximum)));
  }
  return {t == 0.0 ? sum : maximum + std::log(sum) / t, range};
}

struct Constant final : Problem {
  Eigen::Index dimension() const override { return 2; }
  double value(const Eigen::Ref<const Vector>&) const override { return 3.25; }
  double gradient(const Eigen::Ref<const Vector>&, Eigen::Ref<Vector> g) const override {
    g.setZero();
    return 3.25;
  }
  void hessian_times(const Eigen::Ref<const Vector>&, const Eigen::Ref<const Vector>&,
                     Eigen::Ref<Vector> product) const override {
    product.setZero();
  }
  Vector default_start() const override { return Vector::Zero(2); }
  std::vector<Minimum> minima() const override { return {}; }
  std::vector<Chart> charts() const override {
    return {axis_plane(Vector::Zero(2), 0, 1, {"x", "y"}, {{{-1.0, 1.0}, {-1.0, 1.0}}})};
  }
};

/// log x₀ + x₁²: no value for x₀ ≤ 0.
struct HalfPlane final : Problem {
  Eigen::Index dimension() const override { return 2; }
  double value(const Eigen::Ref<const Vector>& x) const override { return std::log(x[0]) + x[1] * x[1]; }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> g) const override {
    g << 1.0 / x[0], 2.0 * x[1];
    return value(x);
  }
  void hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override {
    product << -v[0] / (x[0] * x[0]), 2.0 * v[1];
  }
  Vector default_start() const override { return Vector::Ones(2); }
  std::vector<Minimum> minima() const override { return {}; }
  std::vector<Chart> charts() const override {
    return {axis_plane(Vector::Zero(2), 0, 1, {"x", "y"}, {{{-1.0, 1.0}, {-1.0, 1.0}}})};
  }
};

TEST(Surface, ValleyMinimumMovesAsInReference5b) {
  const auto problem = problem_of("sharpness-valley");
  const auto subject = subject_of(problem);
  SurfaceMaker maker;
  const double expected[][2] = {{0.0, 2.50}, {1.0, 1.66}, {4.0, 0.70}, {16.0, 0.17}};
  for (const auto& [t, at] : expected) {
    // by a fine rule along y = z = 0: golden section
    double low = -1.0, high = 3.2;
    const auto f = [&](double x) { return precise(*problem, Eigen::Vector3d(x, 0, 0), 0.3 * std::sqrt(3.0), t, 3); };
    for (int i = 0; i < 24; ++i) {
      const double a = high - 0.618034 * (high - low), b = low + 0.618034 * (high - low);
      (f(a) < f(b) ? high : low) = f(a) < f(b) ? b : a;
    }
    EXPECT_NEAR(0.5 * (low + high), at, 0.02) << "t = " << t;
    const Surface surface = maker.make_refined(request_of(subject, SurfaceKind::tilted, t, 0.3));
    ASSERT_TRUE(surface.minimum.has_value()) << "t = " << t;
    EXPECT_NEAR(surface.minimum->at[0], at, 0.04) << "t = " << t;
    EXPECT_NEAR(surface.minimum->at[1], 0.0, 0.01);
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
      EXPECT_NEAR(precise(*problem, well, 0.3 * std::sqrt(2.0), row.t, 3), expected, digit) << row.t;
      auto request = request_of(subject, SurfaceKind::tilted, row.t, 0.3);
      request.bounds = {{{well[0] - 0.5, well[0] + 0.5}, {-0.5, 0.5}}};  // the middle cell's centre is the well
      const Surface surface = SurfaceMaker().make_refined(request);
      const int middle = surface.grid.columns / 2;
      EXPECT_NEAR(surface.grid.at(middle, middle), expected, 2.0 * digit) << row.t;
    }
  }
}

TEST(Surface, AgreesWithDirectSums) {
  for (const char* name : {"twin-wells", "himmelblau", "rosenbrock"}) {
    const auto problem = problem_of(name);
    const auto subject = subject_of(problem);
    SurfaceMaker maker;
    for (const double t : {0.0, 0.01, 1.0, 20.0, 1e4, infinity}) {
      const Grid grid = maker.make_refined(request_of(subject, SurfaceKind::tilted, t, 0.3)).grid;
      for (const auto& [u, v] : {std::pair{0.3, 0.5}, {0.5, 0.5}, {0.71, 0.2}, {0.02, 0.97}}) {
        const int c = static_cast<int>(u * grid.columns), r = static_cast<int>(v * grid.rows);
        const Direct reference = direct(*problem, grid.centre(c, r), 0.3 * std::sqrt(2.0), t);
        const double tolerance = (t <= 1.0 ? 1e-3 : 1e-2) * reference.range;
        EXPECT_NEAR(grid.at(c, r), reference.value, tolerance) << name << " t = " << t << " cell " << c << ", " << r;
      }
    }
  }
}

TEST(Surface, HasNoIslandsAtLargeTilt) {
  const auto subject = subject_of(problem_of("rosenbrock"));
  SurfaceMaker maker;
  const Grid worst = maker.make_refined(request_of(subject, SurfaceKind::worst_case, 1.0, 0.1)).grid;
  const Grid steep = maker.make_refined(request_of(subject, SurfaceKind::tilted, 1e6, 0.1)).grid;
  const Grid beyond = maker.make_refined(request_of(subject, SurfaceKind::tilted, 1e300, 0.1)).grid;
  for (std::size_t i = 0; i < worst.values.size(); ++i) {
    ASSERT_NEAR(steep.values[i], worst.values[i], 2e-5 + 1e-6 * worst.values[i]);
    ASSERT_FLOAT_EQ(beyond.values[i], worst.values[i]);
  }
}

TEST(Surface, IsContinuousAndMonotoneInTilt) {
  const auto subject = subject_of(problem_of("himmelblau"));
  SurfaceMaker maker;
  const Grid mean = maker.make_refined(request_of(subject, SurfaceKind::mean, 1.0, 0.2)).grid;
  const Grid tiny = maker.make_refined(request_of(subject, SurfaceKind::tilted, 1e-12, 0.2)).grid;
  Grid before = mean;
  for (double t = 1e-9; t < 1e9; t *= 1.5) {
    const Grid next = maker.make_refined(request_of(subject, SurfaceKind::tilted, t, 0.2)).grid;
    for (std::size_t i = 0; i < next.values.size(); i += 7) {
      ASSERT_GE(next.values[i], before.values[i] - 1e-5F * (1.0F + std::abs(before.values[i]))) << "t = " << t;
    }
    before = next;
  }
  for (std::size_t i = 0; i < mean.values.size(); ++i) ASSERT_FLOAT_EQ(tiny.values[i], mean.values[i]);
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

TEST(Surface, ConstantStaysConstant) {
  const auto subject = subject_of(std::make_shared<Constant>());
  SurfaceMaker maker;
  for (const double t : {0.0, 1e-9, 1.0, 1e9, infinity}) {
    const Surface surface = maker.make_refined(request_of(subject, SurfaceKind::tilted, t, 0.3));
    for (const float value : surface.grid.values) ASSERT_EQ(value, 3.25F) << t;
  }
}

TEST(Surface, LeavesOutWhatIsNotFinite) {
  const auto subject = subject_of(std::make_shared<HalfPlane>());
  SurfaceMaker maker;
  const Surface surface = maker.make_refined(request_of(subject, SurfaceKind::tilted, 1.0, 0.1));
  const double radius = 0.1 * std::sqrt(2.0);
  for (int c = 0; c < surface.grid.columns; ++c) {
    const double x = surface.grid.centre(c, 10)[0];
    EXPECT_EQ(std::isfinite(surface.grid.at(c, 10)), x > radius) << x;
    EXPECT_EQ(std::isfinite(surface.loss.at(c, 10)), x > 0.0) << x;
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

TEST(Surface, MinimumIsRefinedAndKeepsToTheInterior) {
  Grid grid{20, 20, {{{0.0, 2.0}, {0.0, 2.0}}}, std::vector<float>(400)};
  const auto fill = [&](double a, double b) {
    for (int r = 0; r < 20; ++r) {
      for (int c = 0; c < 20; ++c) {
        const Eigen::Vector2d p = grid.centre(c, r) - Eigen::Vector2d(a, b);
        grid.values[static_cast<std::size_t>(20 * r + c)] = static_cast<float>(p[0] * p[0] + 3.0 * p[1] * p[1] + 1.0);
      }
    }
  };
  fill(0.83, 1.27);
  const auto minimum = minimum_of(grid);
  ASSERT_TRUE(minimum.has_value());
  EXPECT_NEAR(minimum->at[0], 0.83, 1e-4);
  EXPECT_NEAR(minimum->at[1], 1.27, 1e-4);
  EXPECT_NEAR(minimum->value, 1.0, 1e-5);
  fill(-0.5, 1.0);
  EXPECT_FALSE(minimum_of(grid).has_value());
}

TEST(Surface, ModelsHaveTheLossAndAReasonForTheRest) {
  auto subject = std::make_shared<SurfaceSubject>();
  subject->chart.bounds = {{{0.0, 1.0}, {0.0, 1.0}}};
  subject->plane_losses = [](std::span<const Eigen::Vector2d> points, std::span<double> out) {
    for (std::size_t i = 0; i < points.size(); ++i) out[i] = points[i][0] + 10.0 * points[i][1];
  };
  std::vector<Surface> made;
  SurfaceMaker maker;
  maker.make(request_of(subject, SurfaceKind::loss, 1.0, 0.1), [&](Surface s) { made.push_back(std::move(s)); });
  ASSERT_EQ(made.size(), 2U);
  EXPECT_FALSE(made[0].refined);
  EXPECT_TRUE(made[1].refined);
  EXPECT_LT(made[0].grid.columns, made[1].grid.columns);
  EXPECT_NEAR(made[1].grid.interpolate({0.5, 0.25}), 3.0, 1e-5);
  const Surface none = maker.make_refined(request_of(subject, SurfaceKind::tilted, 1.0, 0.1));
  EXPECT_TRUE(none.grid.empty());
  EXPECT_FALSE(none.reason.empty());
}

TEST(SurfaceMaker, ContinuesWhereItWasStopped) {
  const auto subject = subject_of(problem_of("himmelblau"));
  SurfaceMaker whole, halting;
  const auto request = request_of(subject, SurfaceKind::tilted, 2.0, 0.2);
  const Surface expected = whole.make_refined(request);
  int calls = 0, coarse = 0;
  Surface last;
  for (int attempt = 0; attempt < 400 && !last.refined; ++attempt) {
    int left = 5 + 40 * (attempt == 0 ? 1 : 0);
    halting.make(
        request,
        [&](Surface s) {
          last = std::move(s);
          coarse += last.refined ? 0 : 1;
        },
        [&] {
          ++calls;
          return --left < 0;
        });
  }
  ASSERT_TRUE(last.refined);
  EXPECT_GT(coarse, 2);
  EXPECT_EQ(last.grid.values, expected.grid.values);
}

TEST(SurfaceWorker, AnswersTheNewestRequest) {
  Channel<int> woken;
  SurfaceWorker worker([&] { woken.send(1); });
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
  SurfaceWorker worker;
  worker.request(request_of(subject, SurfaceKind::loss, 1.0, 0.1));
  const auto failed = worker.wait(Channel<Surface>::Clock::now() + std::chrono::seconds(60));
  ASSERT_TRUE(failed.has_value());
  EXPECT_EQ(failed->reason, "no memory");
  worker.request(request_of(subject_of(problem_of("product-valley")), SurfaceKind::mean, 1.0, 0.1));
}  // the destructor ends the work

}  // namespace
}  // namespace tiltscape
