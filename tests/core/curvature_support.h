// What the tests of curvature share: quadratics with a given spectrum in a random basis, and shares of repetitions.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "core/curvature/estimate.h"
#include "core/curvature/hessian.h"
#include "core/problem.h"

namespace tiltscape {

/// ½ xᵀAx + gᵀx.
class QuadraticForm final : public LossFunction {
 public:
  explicit QuadraticForm(Matrix a) : QuadraticForm(a, Vector::Zero(a.rows())) {}
  QuadraticForm(Matrix a, Vector g) : a_(std::move(a)), g_(std::move(g)) {}
  Eigen::Index dimension() const override { return a_.rows(); }
  double value(const Eigen::Ref<const Vector>& x) const override { return 0.5 * x.dot(a_ * x) + g_.dot(x); }
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> gradient) const override {
    gradient = a_ * x + g_;
    return value(x);
  }
  void hessian_times(const Eigen::Ref<const Vector>&, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override {
    product = a_ * v;
  }
  void hessian_times_columns(const Eigen::Ref<const Vector>&, const Eigen::Ref<const Matrix>& v,
                             Eigen::Ref<Matrix> products) const override {
    products = a_ * v;
  }
  const Matrix& matrix() const { return a_; }

 private:
  Matrix a_;
  Vector g_;
};

inline Matrix gaussian_matrix(Eigen::Index rows, Eigen::Index columns, std::uint64_t seed) {
  Matrix numbers(rows, columns);
  fill_gaussian_columns({.seed = seed, .purpose = Purpose::problem}, numbers);
  return numbers;
}
/// Symmetric, with these eigenvalues, in a basis drawn by the seed.
inline Matrix with_spectrum(const Vector& eigenvalues, std::uint64_t seed) {
  const Eigen::Index d = eigenvalues.size();
  const Matrix q = Eigen::HouseholderQR<Matrix>(gaussian_matrix(d, d, seed)).householderQ();
  return q * eigenvalues.asDiagonal() * q.transpose();
}
inline Vector linear_space(double low, double high, Eigen::Index n) { return Vector::LinSpaced(n, low, high); }
inline Vector geometric_space(double low, double high, Eigen::Index n) {
  return Vector::LinSpaced(n, std::log(low), std::log(high)).array().exp();
}
inline Vector numbers(std::initializer_list<double> list) {
  Vector x(static_cast<Eigen::Index>(list.size()));
  std::ranges::copy(list, x.begin());
  return x;
}
inline std::shared_ptr<const Problem> landscape(const std::string& name) {
  const ProblemEntry& entry = find_problem(name);
  return entry.make(Settings(entry.parameters), 3);
}
inline bool covers(const Estimate& estimate, double truth) {
  const auto interval = estimate.interval();
  return interval && (*interval)[0] <= truth && truth <= (*interval)[1];
}
inline double hypotenuse(const Estimate& a, const Estimate& b) {
  return std::hypot(a.standard_error.value_or(0.0), b.standard_error.value_or(0.0));
}

}  // namespace tiltscape
