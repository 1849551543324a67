// Products with W̃ and the data; the small matrices from which traces and the largest eigenvalue come.
#include "core/features/random_features.h"

#include <Eigen/Eigenvalues>
#include <cmath>

namespace tiltscape {
namespace {

/// The numbers as a matrix in double.
Matrix wide(const FloatRows& rows) {
  Matrix matrix(rows.rows(), rows.columns());
  for (Eigen::Index i = 0; i < matrix.rows(); ++i)
    matrix.row(i) = Eigen::Map<const Eigen::RowVectorXf>(rows.row(i).data(), matrix.cols()).cast<double>();
  return matrix;
}

std::span<const double> numbers(const Eigen::Ref<const Vector>& v) {
  return {v.data(), static_cast<std::size_t>(v.size())};
}

}  // namespace

RandomFeatures::RandomFeatures(FeatureExamples train, FeatureExamples test, std::int64_t features,
                               const std::function<void(std::span<double>)>& fill)
    : train_(std::move(train)), test_(std::move(test)), weights_(train_.inputs.rows(), features) {
  const Eigen::Index d = weights_.rows();
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> w(d, features);
  fill({w.data(), static_cast<std::size_t>(w.size())});
  const Matrix x = wide(train_.inputs);
  const Matrix covariance = x * x.transpose() / static_cast<double>(x.cols());  // inputs have mean 0
  const Vector mean = x.rowwise().mean();
  for (Eigen::Index first = 0; first < features; first += 256) {
    const auto some = w.middleCols(first, std::min<Eigen::Index>(256, features - first));
    const Eigen::RowVectorXd variance =
        (some.array() * (covariance * some).array()).colwise().sum() - (mean.transpose() * some).array().square();
    const Eigen::RowVectorXd scale = (variance.array() > 0).select(variance.array().max(1e-300).rsqrt(), 0.0);
    for (Eigen::Index i = 0; i < d; ++i)
      Eigen::Map<Eigen::RowVectorXf>(weights_.row(i).data() + first, some.cols()) =
          some.row(i).cwiseProduct(scale).cast<float>();
  }
  const Matrix mixing = wide(weights_), gram = mixing * mixing.transpose();
  Matrix whole = Matrix::Identity(d + 1, d + 1);
  whole.bottomRightCorner(d, d) = gram;
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(whole);
  root_ = solver.eigenvectors() * solver.eigenvalues().cwiseMax(0.0).cwiseSqrt().asDiagonal() *
          solver.eigenvectors().transpose();
  squared_norms_ = 1.0 + (x.array() * (gram * x).array()).colwise().sum().transpose();
}

Vector RandomFeatures::mixed(const Eigen::Ref<const Vector>& x) const {
  Vector a(weights_.rows());
  weights_.times(numbers(x).subspan(1), {a.data(), static_cast<std::size_t>(a.size())});
  return a;
}

Eigen::ArrayXd RandomFeatures::scores(const Eigen::Ref<const Vector>& x, const FloatRows& inputs) const {
  const Vector a = mixed(x);
  Eigen::ArrayXd z(inputs.columns());
  inputs.transposed_times(numbers(a), {z.data(), static_cast<std::size_t>(z.size())});
  return z + x[0];
}

void RandomFeatures::add_up(const Eigen::ArrayXd& g, const FloatRows& inputs, Eigen::Ref<Vector> out) const {
  Vector a(inputs.rows());
  inputs.times({g.data(), static_cast<std::size_t>(g.size())}, {a.data(), static_cast<std::size_t>(a.size())});
  weights_.transposed_times(numbers(a), {out.data() + 1, static_cast<std::size_t>(out.size() - 1)});
  out[0] = g.sum();
}

double RandomFeatures::largest_eigenvalue(const Eigen::ArrayXd& a) const {
  const Matrix x = wide(train_.inputs);
  const Eigen::Index d = x.rows();
  const Matrix weighted = x * a.matrix().asDiagonal();
  Matrix moments(d + 1, d + 1);
  moments(0, 0) = a.sum();
  moments.bottomLeftCorner(d, 1) = weighted.rowwise().sum();
  moments.topRightCorner(1, d) = moments.bottomLeftCorner(d, 1).transpose();
  moments.bottomRightCorner(d, d).noalias() = weighted * x.transpose();
  return Eigen::SelfAdjointEigenSolver<Matrix>(root_ * moments * root_, Eigen::EigenvaluesOnly)
      .eigenvalues()
      .maxCoeff();
}

}  // namespace tiltscape
