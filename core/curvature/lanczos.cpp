// The three-term recurrence, orthogonalised twice against all before it; Ritz pairs of the tridiagonal matrix.
#include "core/curvature/lanczos.h"

#include <Eigen/Eigenvalues>

#include <algorithm>

namespace tiltscape {

Lanczos::Lanczos(Hessian& hessian, const Vector& start, Eigen::Index most, const Matrix& locked)
    : hessian_(hessian), locked_(locked.cols()), basis_(start.size(), locked.cols() + most) {
  Vector first = start;
  if (locked_ > 0) {
    basis_.leftCols(locked_) = locked;
    for (int i = 0; i < 2; ++i) first -= locked * (locked.transpose() * first).eval();
  }
  basis_.col(locked_) = first.normalized();
}

Lanczos::State Lanczos::grow() {
  const Eigen::Index last = locked_ + size_ - 1;
  product_ = hessian_.times(basis_.col(last));
  if (!product_.allFinite()) return State::not_finite;
  diagonal_.push_back(basis_.col(last).dot(product_));
  scale_ = std::max(scale_, product_.norm());
  for (int i = 0; i < 2; ++i)
    product_ -= basis_.leftCols(last + 1) * (basis_.leftCols(last + 1).transpose() * product_).eval();
  const double beta = product_.norm();
  beside_.push_back(beta);
  constexpr double rounding = 1e-10;
  if (beta <= rounding * scale_) return State::closed;
  if (last + 1 == basis_.cols()) return State::ended;
  basis_.col(last + 1) = product_ / beta;
  ++size_;
  return State::growing;
}

Lanczos::Ritz Lanczos::ritz() const {
  const Eigen::Index n = size();
  const Vector diagonal = Eigen::Map<const Vector>(diagonal_.data(), n);
  const Vector beside = Eigen::Map<const Vector>(beside_.data(), n - 1);
  Eigen::SelfAdjointEigenSolver<Matrix> solver;
  solver.computeFromTridiagonal(diagonal, beside);
  return {solver.eigenvalues(), beside_.back() * solver.eigenvectors().row(n - 1).transpose().cwiseAbs(),
          solver.eigenvectors()};
}

}  // namespace tiltscape
