// The three-term recurrence, orthogonalised twice against all before it; Ritz pairs of T, and restarts from some.
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
  const auto n = static_cast<Eigen::Index>(diagonal_.size()), kept = kept_.size();
  const Vector diagonal = Eigen::Map<const Vector>(diagonal_.data(), n);
  const Vector beside = Eigen::Map<const Vector>(beside_.data(), n - 1);
  Eigen::SelfAdjointEigenSolver<Matrix> solver;
  if (kept == 0) {
    solver.computeFromTridiagonal(diagonal, beside);
  } else {
    Matrix t = Matrix::Zero(kept + n, kept + n);  // the solver reads the lower triangle
    t.diagonal() << kept_, diagonal;
    t.row(kept).head(kept) = border_.transpose();
    t.diagonal(-1).tail(n - 1) = beside;
    solver.compute(t);
  }
  return {solver.eigenvalues(), beside_.back() * solver.eigenvectors().row(size() - 1).transpose().cwiseAbs(),
          solver.eigenvectors()};
}

void Lanczos::restart(const Ritz& ritz, const std::vector<Eigen::Index>& keep) {
  const auto kept = static_cast<Eigen::Index>(keep.size());
  const double beta = beside_.back();
  Matrix rotation(size(), kept);
  Vector values(kept);
  for (Eigen::Index i = 0; i < kept; ++i) {
    rotation.col(i) = ritz.rotation.col(keep[static_cast<std::size_t>(i)]);
    values[i] = ritz.values[keep[static_cast<std::size_t>(i)]];
  }
  basis_.middleCols(locked_, kept) = (basis_.middleCols(locked_, size()) * rotation).eval();
  basis_.col(locked_ + kept) = product_ / beta;
  kept_ = values;
  border_ = beta * rotation.row(rotation.rows() - 1).transpose();
  diagonal_.clear();
  beside_.clear();
  size_ = kept + 1;
}

}  // namespace tiltscape
