// Mean-square stability of zeroth-order steps: against the whole operator of second moments, Gaussian steps of the
// program itself, and figures of the reference.
#include "core/zo_stability.h"

#include <gtest/gtest.h>
#include <Eigen/Dense>

#include <cmath>
#include <random>

#include "core/landscape.h"
#include "core/optimizer.h"

namespace tiltscape {
namespace {

TEST(ZoStability, FiguresOfTheReference) {
  EXPECT_NEAR(stable_learning_rate(std::vector<double>(20, 1.0), 5), 0.385, 5e-4);
  for (const double s : {0.1, 3.0, 154.75})
    EXPECT_NEAR(stable_learning_rate(std::vector{s}, 1), 2.0 / (3.0 * s), 1e-12);
}

TEST(ZoStability, WithoutCurvatureOrAtASaddle) {
  EXPECT_TRUE(std::isinf(stable_learning_rate(std::vector{0.0, 0.0}, 1)));
  EXPECT_TRUE(std::isinf(stable_learning_rate({}, 1)));
  EXPECT_EQ(stable_learning_rate(std::vector{1.0, -0.1}, 1), 0.0);
  EXPECT_TRUE(std::isnan(stable_learning_rate(std::vector{1.0, std::nan("")}, 1)));
}

std::vector<double> drawn_spectrum(std::mt19937& dice, int size) {
  std::vector<double> spectrum(static_cast<std::size_t>(size));
  for (double& l : spectrum) l = std::exp(std::normal_distribution<double>(0.0, 1.5)(dice));
  return spectrum;
}

/// E[(I − ηAH) ⊗ (I − ηAH)], A = Σ uᵢuᵢᵀ/k, on whole matrices in rotated coordinates: entry by entry from
/// E[uₐu_b u_c u_e] of a normal law, with nothing of the sum that is tested.
double growth(const std::vector<double>& spectrum, int pairs, double eta, std::mt19937& dice) {
  const auto d = static_cast<Eigen::Index>(spectrum.size());
  Eigen::MatrixXd random(d, d);
  for (double& entry : random.reshaped()) entry = std::normal_distribution<double>()(dice);
  const Eigen::MatrixXd q = random.householderQr().householderQ();
  const Eigen::MatrixXd h = q * Eigen::Map<const Eigen::VectorXd>(spectrum.data(), d).asDiagonal() * q.transpose();
  const auto same = [](Eigen::Index a, Eigen::Index b) { return a == b ? 1.0 : 0.0; };
  Eigen::MatrixXd of_a(d * d, d * d), identity = Eigen::MatrixXd::Identity(d, d);
  for (Eigen::Index a = 0; a < d; ++a)
    for (Eigen::Index b = 0; b < d; ++b)
      for (Eigen::Index c = 0; c < d; ++c)
        for (Eigen::Index e = 0; e < d; ++e)  // A_ac A_be
          of_a(a * d + b, c * d + e) =
              same(a, c) * same(b, e) + (same(a, b) * same(c, e) + same(a, e) * same(b, c)) / pairs;
  const auto kron = [d](const Eigen::MatrixXd& left, const Eigen::MatrixXd& right) {
    Eigen::MatrixXd result(d * d, d * d);
    for (Eigen::Index a = 0; a < d; ++a)
      for (Eigen::Index c = 0; c < d; ++c) result.block(a * d, c * d, d, d) = left(a, c) * right;
    return result;
  };
  const Eigen::MatrixXd step =
      kron(identity, identity) - eta * (kron(h, identity) + kron(identity, h)) + eta * eta * of_a * kron(h, h);
  return step.eigenvalues().cwiseAbs().maxCoeff();
}

TEST(ZoStability, IsWhereTheOperatorOfSecondMomentsBeginsToGrow) {
  std::mt19937 dice(5);
  for (const int pairs : {1, 2, 5, 30})
    for (const int size : {1, 2, 4, 6})
      for (int i = 0; i < 3; ++i) {
        const std::vector<double> spectrum = drawn_spectrum(dice, size);
        const double eta = stable_learning_rate(spectrum, pairs);
        SCOPED_TRACE(testing::Message() << pairs << " pairs, " << size << " eigenvalues, η* = " << eta);
        EXPECT_NEAR(growth(spectrum, pairs, eta, dice), 1.0, 1e-9);
        EXPECT_LT(growth(spectrum, pairs, 0.999 * eta, dice), 1.0);
        EXPECT_GT(growth(spectrum, pairs, 1.001 * eta, dice), 1.0);
      }
}

TEST(ZoStability, LiesWithinWhatTraceAndLargestEigenvalueSay) {
  std::mt19937 dice(7);
  for (int i = 0; i < 300; ++i) {
    const std::vector<double> spectrum = drawn_spectrum(dice, 1 + i % 40);
    const int pairs = 1 + i % 7;
    double trace = 0.0, largest = 0.0;
    for (const double l : spectrum) trace += l, largest = std::max(largest, l);
    const double eta = stable_learning_rate(spectrum, pairs);
    const auto [low, high] = stable_learning_rate_bounds(trace, largest, pairs);
    SCOPED_TRACE(i);
    EXPECT_GE(eta, low * (1.0 - 1e-12));
    EXPECT_LE(eta, high);
    EXPECT_LE(eta, 2.0 / largest);
    // the same, solved for the trace: at η* the spectrum is on neither side
    EXPECT_GE(trace, surely_stable_trace(eta, pairs, largest) * (1.0 - 1e-9));
    EXPECT_LE(trace, most_stable_trace(eta, pairs));
    EXPECT_LE(largest, most_stable_eigenvalue(eta, pairs) * (1.0 + 1e-12));
    EXPECT_LE(most_stable_eigenvalue(eta, pairs), gradient_descent_limit(eta));
  }
}

TEST(ZoStability, BoundsAreReachedBySpectra) {
  EXPECT_NEAR(stable_learning_rate(std::vector{3.0}, 4), stable_learning_rate_bounds(3.0, 3.0, 4).low, 1e-12);
  EXPECT_NEAR(most_stable_eigenvalue(stable_learning_rate(std::vector{3.0}, 4), 4), 3.0, 1e-12);
  const std::vector<double> many(100'000, 1e-4);  // of which each is next to nothing
  EXPECT_NEAR(stable_learning_rate(many, 2) / stable_learning_rate_bounds(10.0, 1e-4, 2).high, 1.0, 1e-4);
  EXPECT_DOUBLE_EQ(most_stable_trace(1e-3, 1), 2000.0);
  EXPECT_DOUBLE_EQ(surely_stable_trace(1e-3, 1, 150.0), 1700.0);
  EXPECT_DOUBLE_EQ(gradient_descent_limit(0.01), 200.0);
}

/// The program's own steps: of 40 000 the mean of ‖x‖² beside what the moments say, within four of its standard errors
/// (a false alarm is one seed in 16 000).
TEST(ZoStability, MomentsAreThoseOfTheProgramsSteps) {
  const ProblemEntry& problem = find_problem("quadratic");
  Settings shape(problem.parameters);
  shape.set("dimension", std::int64_t{6});
  const auto quadratic = problem.make(shape, 3);
  Eigen::MatrixXd h(6, 6);
  for (Eigen::Index i = 0; i < 6; ++i) quadratic->hessian_times(Vector::Zero(6), Vector::Unit(6, i), h.col(i));
  const Vector start = Vector::LinSpaced(6, -1.0, 1.5);
  for (const int pairs : {1, 3}) {
    constexpr double eta = 0.4;
    const OptimizerEntry& entry = find_optimizer("zo");
    Settings settings(entry.parameters);
    settings.set("learning_rate", eta);
    settings.set("rho", 0.0);
    settings.set("pairs", static_cast<std::int64_t>(pairs));
    const auto zo = entry.make();
    zo->set(settings, 0);
    LandscapeObjective objective(quadratic, DirectionSource(Generator::philox, 11));
    constexpr int count = 40'000;
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < count; ++i) {
      Vector x = start;
      zo->step(objective, x, static_cast<std::uint64_t>(i));
      sum += x.squaredNorm();
      squares += x.squaredNorm() * x.squaredNorm();
    }
    const double mean = sum / count, error = std::sqrt((squares / count - mean * mean) / count);
    const Vector g = h * start;
    // Σ mᵢ with E[AHxxᵀHA] = (1 + 1/k) ggᵀ + ‖g‖² I/k
    const double expected = start.squaredNorm() - 2.0 * eta * start.dot(g) +
                            eta * eta * g.squaredNorm() * (1.0 + 1.0 / pairs + 6.0 / pairs);
    EXPECT_NEAR(mean, expected, 4.0 * error) << pairs;
    EXPECT_LT(error, 0.01 * expected);
  }
}

}  // namespace
}  // namespace tiltscape
