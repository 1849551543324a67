// Eigenpairs against a dense solver: both ends and magnitude, error bounds, multiple eigenvalues, what cannot be known.
#include "core/curvature/eigenpairs.h"

#include <Eigen/Eigenvalues>

#include "tests/core/curvature_support.h"

namespace tiltscape {
namespace {

constexpr std::array every_end = {End::largest, End::smallest, End::magnitude};

Eigenpairs pairs_of(const Matrix& a, const EigenRequest& request) {
  const QuadraticForm form(a);
  Hessian hessian(form, Vector::Zero(a.rows()));
  Eigenpairs pairs = eigenpairs(hessian, request);
  EXPECT_EQ(pairs.products, hessian.products());
  return pairs;
}
/// From the requested end.
Vector sorted(Vector eigenvalues, End end) {
  std::ranges::sort(eigenvalues, [&](double a, double b) {
    return end == End::largest ? a > b : end == End::smallest ? a < b : std::abs(a) > std::abs(b);
  });
  return eigenvalues;
}
void expect_orthonormal(const Matrix& vectors) {
  EXPECT_LT((vectors.transpose() * vectors - Matrix::Identity(vectors.cols(), vectors.cols())).norm(), 1e-10);
}

TEST(Eigenpairs, FindsTheEndsOfASpectrum) {
  const Vector eigenvalues = gaussian_matrix(150, 1, 3);
  const Matrix a = with_spectrum(eigenvalues, 4);
  for (const End end : every_end) {
    SCOPED_TRACE(static_cast<int>(end));
    const Eigenpairs pairs = pairs_of(a, {.count = 5, .end = end});
    const Vector expected = sorted(eigenvalues, end);
    EXPECT_EQ(pairs.status, Eigenpairs::Status::converged);
    EXPECT_TRUE(pairs.complete);
    ASSERT_EQ(pairs.values.size(), 5);
    EXPECT_LT((pairs.values - expected.head(5)).cwiseAbs().maxCoeff(), 1e-9);
    EXPECT_NEAR(pairs.next, expected[5], 1e-6);
    EXPECT_LE(pairs.errors.maxCoeff(), 2e-6 * eigenvalues.cwiseAbs().maxCoeff());
    expect_orthonormal(pairs.vectors);
    for (Eigen::Index i = 0; i < 5; ++i)
      EXPECT_NEAR((a * pairs.vectors.col(i) - pairs.values[i] * pairs.vectors.col(i)).norm(), pairs.errors[i], 1e-12);
  }
}

TEST(Eigenpairs, ErrorsBoundTheDistanceToAnEigenvalueEvenUnconverged) {
  const Vector eigenvalues = linear_space(-1.0, 1.0, 300);  // dense: 20 products cannot resolve its ends
  const Eigenpairs pairs = pairs_of(with_spectrum(eigenvalues, 2), {.count = 4, .tolerance = 1e-9, .most = 20});
  EXPECT_EQ(pairs.status, Eigenpairs::Status::exhausted);
  EXPECT_FALSE(pairs.complete);
  ASSERT_EQ(pairs.values.size(), 4);
  for (Eigen::Index i = 0; i < 4; ++i) {
    EXPECT_GT(pairs.errors[i], 1e-4);
    EXPECT_LE((eigenvalues.array() - pairs.values[i]).abs().minCoeff(), pairs.errors[i]);
  }
}

TEST(Eigenpairs, RestartsFindWhatOneSpaceCannotHold) {
  const Vector eigenvalues = linear_space(-1.0, 1.0, 300);
  const Matrix a = with_spectrum(eigenvalues, 2);
  for (const End end : {End::largest, End::smallest}) {
    const Eigenpairs pairs = pairs_of(a, {.count = 4, .end = end, .tolerance = 1e-8, .vectors = 30});
    EXPECT_EQ(pairs.status, Eigenpairs::Status::converged);
    EXPECT_TRUE(pairs.complete);
    EXPECT_LT((pairs.values - sorted(eigenvalues, end).head(4)).cwiseAbs().maxCoeff(), 1e-10);
    EXPECT_LE(pairs.errors.maxCoeff(), 2e-8);
    expect_orthonormal(pairs.vectors);
  }
}

TEST(Eigenpairs, FindsEveryCopyOfAMultipleEigenvalue) {
  Vector eigenvalues = linear_space(-1.0, 1.0, 60);
  eigenvalues.tail(4) = numbers({4, 4, 4, 9});
  const Matrix a = with_spectrum(eigenvalues, 7);
  const Eigenpairs all = pairs_of(a, {.count = 4});
  EXPECT_TRUE(all.complete);
  EXPECT_LT((all.values - numbers({9, 4, 4, 4})).cwiseAbs().maxCoeff(), 1e-9);
  EXPECT_NEAR(all.next, eigenvalues[55], 1e-6);
  expect_orthonormal(all.vectors);
  EXPECT_LT((a * all.vectors - all.vectors * all.values.asDiagonal()).norm(), 1e-5);

  const Eigenpairs some = pairs_of(a, {.count = 3});
  EXPECT_TRUE(some.complete);
  EXPECT_LT((some.values - numbers({9, 4, 4})).cwiseAbs().maxCoeff(), 1e-9);
  EXPECT_NEAR(some.next, 4.0, 1e-6) << "the last one has another copy";

  const Eigenpairs unchecked = pairs_of(a, {.count = 2, .copies = false});
  EXPECT_FALSE(unchecked.complete);
  EXPECT_TRUE(std::isnan(unchecked.next));
  EXPECT_NEAR(unchecked.values[0], 9.0, 1e-9);
  EXPECT_LT(unchecked.products, some.products);
}

TEST(Eigenpairs, GoesOnWhereTheKrylovSpaceClosesEarly) {
  for (const Eigen::Index count : {1, 2, 5, 20, 50}) {
    const Eigenpairs pairs = pairs_of(3.0 * Matrix::Identity(20, 20), {.count = count});
    EXPECT_EQ(pairs.status, Eigenpairs::Status::converged);
    EXPECT_TRUE(pairs.complete);
    ASSERT_EQ(pairs.values.size(), std::min<Eigen::Index>(count, 20));
    EXPECT_LT((pairs.values.array() - 3.0).abs().maxCoeff(), 1e-12);
    expect_orthonormal(pairs.vectors);
  }
  // rank two: the Krylov space has three dimensions, and 0 is multiple
  Vector eigenvalues = Vector::Zero(40);
  eigenvalues[0] = -5.0;
  eigenvalues[1] = 2.0;
  const Matrix a = with_spectrum(eigenvalues, 1);
  const Eigenpairs pairs = pairs_of(a, {.count = 6, .end = End::magnitude});
  EXPECT_TRUE(pairs.complete);
  EXPECT_LT((pairs.values - numbers({-5, 2, 0, 0, 0, 0})).norm(), 1e-9);
  EXPECT_NEAR(pairs_of(a, {.end = End::smallest}).values[0], -5.0, 1e-9);
  EXPECT_EQ(pairs_of(Matrix::Zero(6, 6), {.count = 2}).values, Vector::Zero(2));
  EXPECT_EQ(pairs_of(Matrix::Constant(1, 1, -7.0), {}).values, Vector::Constant(1, -7.0));
}

TEST(Eigenpairs, GivesAllEigenvaluesWhereAllAreAskedFor) {
  const Vector eigenvalues = gaussian_matrix(30, 1, 8);
  const Eigenpairs pairs = pairs_of(with_spectrum(eigenvalues, 9), {.count = 30});
  EXPECT_TRUE(pairs.complete);
  EXPECT_LT((pairs.values - sorted(eigenvalues, End::largest)).cwiseAbs().maxCoeff(), 1e-10);
  EXPECT_TRUE(std::isnan(pairs.next));
}

TEST(Eigenpairs, HasTheCurvaturesOfTheProductValley) {
  const auto valley = landscape("product-valley");
  for (const Vector& x : {valley->default_start(), valley->minima().front().x}) {
    Hessian hessian(*valley, x);
    const Eigen::SelfAdjointEigenSolver<Matrix> dense(hessian.dense());
    EXPECT_NEAR(eigenpairs(hessian, {}).values[0], valley->lambda_max(x), 1e-9 * valley->lambda_max(x));
    EXPECT_NEAR(eigenpairs(hessian, {.end = End::smallest}).values[0], dense.eigenvalues()[0],
                1e-9 * valley->lambda_max(x));
    // −r and r, each 99 times, lie below λ_max
    const Eigenpairs three = eigenpairs(hessian, {.count = 3, .end = End::smallest});
    EXPECT_LT((three.values - dense.eigenvalues().head(3)).norm(), 1e-8 * valley->lambda_max(x));
    EXPECT_TRUE(three.complete);
  }
}

TEST(Eigenpairs, SaysWhereThereAreNoEigenvalues) {
  Matrix holed = Matrix::Identity(20, 20);
  holed(3, 7) = NAN;
  const Eigenpairs none = pairs_of(holed, {.count = 3});
  EXPECT_EQ(none.status, Eigenpairs::Status::not_finite);
  EXPECT_EQ(none.values.size(), 0);
  EXPECT_FALSE(none.complete);
  const QuadraticForm form(Matrix::Identity(4, 4));
  Hessian diverged(form, Vector::Constant(4, INFINITY));
  EXPECT_EQ(eigenpairs(diverged, {}).status, Eigenpairs::Status::not_finite);
}

}  // namespace
}  // namespace tiltscape
