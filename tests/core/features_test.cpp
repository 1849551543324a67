// Linear models on random features: every product against features that are formed, number by number.
#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cmath>

#include "core/features/feature_classifier.h"
#include "core/features/feature_objective.h"

namespace tiltscape {
namespace {

constexpr std::int64_t inputs = 5, n = 37, count = 23;

FloatRows drawn_features(std::int64_t rows, std::int64_t columns, std::uint32_t item) {
  FloatRows made(rows, columns);
  std::vector<double> numbers(static_cast<std::size_t>(columns));
  for (std::int64_t i = 0; i < rows; ++i) {
    fill_gaussian({.seed = 3, .purpose = Purpose::examples, .item = item + static_cast<std::uint32_t>(i)}, numbers);
    std::ranges::transform(numbers, made.row(i).begin(), [](double number) { return static_cast<float>(number); });
  }
  return made;
}

Matrix wide(const FloatRows& rows) {
  Matrix matrix(rows.rows(), rows.columns());
  for (Eigen::Index i = 0; i < matrix.rows(); ++i)
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) matrix(i, j) = rows.row(i)[static_cast<std::size_t>(j)];
  return matrix;
}

/// Standardised inputs; the last one is constant, as an absent feature is.
FeatureExamples examples(std::uint32_t item) {
  FeatureExamples made{.inputs = drawn_features(inputs, n, item), .signs = Eigen::ArrayXd(n)};
  for (std::int64_t i = 0; i < inputs; ++i) {
    const auto row = made.inputs.row(i);
    double mean = 0.0, square = 0.0;
    for (const float x : row) mean += static_cast<double>(x) / n;
    for (const float x : row) square += std::pow(static_cast<double>(x) - mean, 2) / n;
    for (float& x : row)
      x = i + 1 == inputs ? 0.0F : static_cast<float>((static_cast<double>(x) - mean) / std::sqrt(square));
  }
  for (Eigen::Index i = 0; i < n; ++i) made.signs[i] = i % 3 == 0 ? 1.0 : -1.0;
  return made;
}

std::shared_ptr<const RandomFeatures> random_features() {
  return std::make_shared<const RandomFeatures>(examples(0), examples(100), count, [](std::span<double> numbers) {
    fill_gaussian({.seed = 4, .purpose = Purpose::features}, numbers);
  });
}

/// (n × (F + 1)) with the ones in front.
Matrix formed(const RandomFeatures& features, const FloatRows& rows) {
  Matrix phi(rows.columns(), features.dimension());
  phi.col(0).setOnes();
  phi.rightCols(count) = wide(rows).transpose() * wide(features.weights());
  return phi;
}

Vector drawn_point(std::uint32_t item) {
  Vector x(count + 1);
  fill_gaussian({.seed = 5, .purpose = Purpose::weights, .item = item}, {x.data(), static_cast<std::size_t>(x.size())});
  return 0.3 * x;
}

double loss_by_hand(LossName loss, const Matrix& phi, const Eigen::ArrayXd& y, const Vector& x) {
  double sum = 0.0;
  for (Eigen::Index i = 0; i < phi.rows(); ++i) {
    const double margin = y[i] * phi.row(i).dot(x);
    sum += loss == LossName::hinge ? std::pow(std::max(0.0, 1.0 - margin), 2) : std::log(1.0 + std::exp(-margin));
  }
  return sum / static_cast<double>(phi.rows());
}

TEST(RandomFeatures, HaveMeanZeroAndVarianceOne) {
  const auto features = random_features();
  const Matrix phi = formed(*features, features->train().inputs).rightCols(count);
  EXPECT_LT(phi.colwise().mean().cwiseAbs().maxCoeff(), 1e-6);
  EXPECT_LT((phi.array().square().colwise().mean() - 1.0).abs().maxCoeff(), 1e-6);
  EXPECT_EQ(wide(features->weights()).row(inputs - 1).allFinite(), true) << "a constant input spoils nothing";
}

class FeatureLosses : public testing::TestWithParam<LossName> {};
INSTANTIATE_TEST_SUITE_P(Both, FeatureLosses, testing::Values(LossName::hinge, LossName::logistic));

TEST_P(FeatureLosses, AreThoseOfFeaturesThatAreFormed) {
  const auto features = random_features();
  const FeatureLoss loss(features, GetParam());
  const Matrix phi = formed(*features, features->train().inputs), test = formed(*features, features->test().inputs);
  const Vector x = drawn_point(0);
  EXPECT_NEAR(loss.value(x), loss_by_hand(GetParam(), phi, features->train().signs, x), 1e-13);
  EXPECT_NEAR(loss.test_loss(x), loss_by_hand(GetParam(), test, features->test().signs, x), 1e-13);
  double right = 0.0;
  for (Eigen::Index i = 0; i < n; ++i)
    right += (test.row(i).dot(x) >= 0.0) == (features->test().signs[i] > 0.0) ? 1.0 : 0.0;
  EXPECT_EQ(loss.accuracy(x, features->test()), right / n);
}

TEST_P(FeatureLosses, HaveTheDerivativesOfDifferences) {
  const auto features = random_features();
  const FeatureLoss loss(features, GetParam());
  const Vector x = drawn_point(0), v = drawn_point(1).normalized();
  Vector gradient(count + 1), product(count + 1), there(count + 1);
  loss.gradient(x, gradient);
  constexpr double h = 1e-5;
  EXPECT_NEAR(gradient.dot(v), (loss.value(x + h * v) - loss.value(x - h * v)) / (2 * h), 1e-8);
  loss.hessian_times(x, v, product);
  loss.gradient(x + h * v, there);
  loss.gradient(x - h * v, gradient);
  EXPECT_LT((product - (there - gradient) / (2 * h)).norm(), 1e-8 * (1.0 + product.norm()));
}

TEST_P(FeatureLosses, HaveTheTraceAndLargestEigenvalueOfTheWholeHessian) {
  const auto features = random_features();
  const FeatureLoss loss(features, GetParam());
  const Vector x = drawn_point(0);
  Matrix hessian(count + 1, count + 1);
  for (Eigen::Index i = 0; i <= count; ++i) {
    Vector product(count + 1);
    loss.hessian_times(x, Vector::Unit(count + 1, i), product);
    hessian.col(i) = product;
  }
  EXPECT_NEAR(loss.trace(x), hessian.trace(), 1e-10 * hessian.trace());
  const double largest = Eigen::SelfAdjointEigenSolver<Matrix>(hessian).eigenvalues().maxCoeff();
  EXPECT_NEAR(loss.lambda_max(x), largest, 1e-10 * largest);
}

TEST_P(FeatureLosses, AreFiniteFarOut) {
  const FeatureLoss loss(random_features(), GetParam());
  const Vector x = 1e4 * drawn_point(0);
  Vector gradient(count + 1);
  EXPECT_TRUE(std::isfinite(loss.gradient(x, gradient)));
  EXPECT_TRUE(gradient.allFinite());
  EXPECT_TRUE(std::isfinite(loss.trace(x)));
}

/// Probes of the objective after several moves are the loss at the points themselves.
void expect_probes(LossName name, std::int64_t batch) {
  const auto loss = std::make_shared<const FeatureLoss>(random_features(), name);
  FeatureObjective objective(loss, batch, 9, DirectionSource(Generator::philox, 9));
  const RandomFeatures& features = loss->features();
  Vector x = drawn_point(0), u(count + 1);
  for (std::uint64_t step = 0; step < 4; ++step) {
    objective.begin_step(step);
    const Directions directions{.law = Law::sphere, .pairs = 3, .step = step};
    const PairLosses losses = objective.probe(x, directions, 0.2);
    Matrix phi = formed(features, features.train().inputs);
    Eigen::ArrayXd signs = features.train().signs;
    if (batch > 0) {
      const auto chosen =
          sample_without_replacement({.seed = 9, .purpose = Purpose::minibatch, .step = step}, n, batch);
      phi = Matrix(phi(chosen, Eigen::all));
      signs = Eigen::ArrayXd(signs(chosen));
    }
    for (int i = 0; i < 3; ++i) {
      objective.direction(directions, i, u);
      EXPECT_NEAR(u.squaredNorm(), count + 1, 1e-9);
      const auto at = static_cast<std::size_t>(i);
      EXPECT_NEAR(losses.plus[at], loss_by_hand(name, phi, signs, x + 0.2 * u), 1e-12);
      EXPECT_NEAR(losses.minus[at], loss_by_hand(name, phi, signs, x - 0.2 * u), 1e-12);
    }
    const Vector before = x;
    const double length = objective.move(x, directions, std::array{-0.01, 0.02, 0.03});
    EXPECT_NEAR(length, (x - before).squaredNorm(), 1e-12);
  }
  EXPECT_EQ(objective.counts().evaluations, 24U);
}

TEST_P(FeatureLosses, AreProbedAndMoved) { expect_probes(GetParam(), 0); }
TEST_P(FeatureLosses, AreProbedOnMinibatches) { expect_probes(GetParam(), 11); }

TEST_P(FeatureLosses, KeptScoresAreForgottenWhenThePointMovesOtherwise) {
  const auto loss = std::make_shared<const FeatureLoss>(random_features(), GetParam());
  FeatureObjective objective(loss, 0, 9, DirectionSource(Generator::philox, 9)),
      fresh(loss, 0, 9, DirectionSource(Generator::philox, 9));
  Vector x = drawn_point(0);
  const Directions first{.pairs = 1, .step = 0}, second{.pairs = 1, .step = 1};
  objective.probe(x, first, 0.1);
  x[3] += 0.5;
  const PairLosses kept = objective.probe(x, second, 0.1), anew = fresh.probe(x, second, 0.1);
  EXPECT_EQ(kept.plus[0], anew.plus[0]);
  EXPECT_EQ(kept.minus[0], anew.minus[0]);
}

TEST_P(FeatureLosses, SlopesAreThoseOfTheGradient) {
  const auto loss = std::make_shared<const FeatureLoss>(random_features(), GetParam());
  FeatureObjective objective(loss, 0, 9, DirectionSource(Generator::philox, 9));
  const Vector x = drawn_point(0);
  Vector gradient, u;
  const Directions directions{.pairs = 2, .step = 5};
  const std::vector<double> slopes = [&] {
    const auto all = objective.slopes(x, directions);
    return std::vector(all.begin(), all.end());
  }();
  objective.gradient(x, gradient);
  for (int i = 0; i < 2; ++i) {
    objective.direction(directions, i, u);
    EXPECT_NEAR(slopes[static_cast<std::size_t>(i)], gradient.dot(u), 1e-12);
  }
}

TEST(FeatureClassifier, SharesAreTheLogisticFunctionOfScores) {
  const auto loss = std::make_shared<const FeatureLoss>(random_features(), LossName::logistic);
  const std::vector<std::int64_t> truth(static_cast<std::size_t>(loss->features().train().size()), 1);
  const FeatureClassifier classifier(loss, {.features = 2, .class_names = {"no", "yes"}}, {.truth = truth});
  EXPECT_EQ(classifier.train().truth, truth);
  EXPECT_EQ(classifier.class_name(1), "yes");
  EXPECT_EQ(FeatureClassifier(loss, {}, {.truth = truth}).class_name(1), "1");
  EXPECT_NE(classifier.train().labels, truth) << "what it learns from is not what is true";
  const Vector x = drawn_point(0);
  const Matrix shares = classifier.shares(x, classifier.test().inputs);
  const Vector z = formed(loss->features(), loss->features().test().inputs) * x;
  for (Eigen::Index i = 0; i < n; ++i) EXPECT_NEAR(shares(1, i), 1.0 / (1.0 + std::exp(-z[i])), 1e-12);
  EXPECT_LT((shares.colwise().sum().array() - 1.0).abs().maxCoeff(), 1e-15);
}

TEST(FloatRows, ProductsOfEveryShape) {
  for (const std::int64_t rows : {1, 3, 4, 9})
    for (const std::int64_t columns : {1, 7, 8, 33, 1030}) {
      const FloatRows m = drawn_features(rows, columns, 50);
      Vector v = Vector::LinSpaced(columns, -1.0, 2.0), out(rows), back(columns);
      m.times({v.data(), static_cast<std::size_t>(columns)}, {out.data(), static_cast<std::size_t>(rows)});
      EXPECT_LT((out - wide(m) * v).norm(), 1e-12);
      m.transposed_times({out.data(), static_cast<std::size_t>(rows)},
                         {back.data(), static_cast<std::size_t>(columns)});
      EXPECT_LT((back - wide(m).transpose() * out).norm(), 1e-10);
    }
}

}  // namespace
}  // namespace tiltscape
