// The plane of the two strongest curvatures, by Lanczos' method on Hessian products.
#include <fmt/format.h>

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <numeric>

#include "core/bad_input.h"
#include "core/plane_makers.h"

namespace tiltscape {
namespace {

/// Lanczos with full reorthogonalisation (Golub & Van Loan, Matrix Computations, section 10.3): a basis of the Krylov
/// space and H's tridiagonal form on it. An invariant space ends it.
class Lanczos {
 public:
  Lanczos(const LossFunction& loss, const Vector& x, const Vector& start, Eigen::Index most)
      : loss_(loss), x_(x), basis_(x.size(), most) {
    basis_.col(0) = start.normalized();
  }

  /// One more product; false where the space is invariant or full.
  bool grow() {
    const Eigen::Index last = size_ - 1;
    loss_.hessian_times(x_, basis_.col(last), product_);
    if (!product_.allFinite()) throw BadInput("the Hessian is not finite here");
    diagonal_.push_back(basis_.col(last).dot(product_));
    scale_ = std::max(scale_, product_.norm());
    for (int i = 0; i < 2; ++i)
      product_ -= basis_.leftCols(size_) * (basis_.leftCols(size_).transpose() * product_).eval();
    const double beta = product_.norm();
    beside_.push_back(beta);
    if (beta <= 1e-10 * scale_ || size_ == basis_.cols()) return false;
    basis_.col(size_++) = product_ / beta;
    return true;
  }

  struct Pairs {
    std::array<double, 2> values{}, errors{};
    Matrix vectors;  ///< d × 2
  };
  /// The two of largest magnitude, with the norms of their residuals.
  Pairs largest() const {
    const auto n = static_cast<Eigen::Index>(diagonal_.size());
    const Vector diagonal = Eigen::Map<const Vector>(diagonal_.data(), n);
    const Vector beside = Eigen::Map<const Vector>(beside_.data(), n - 1);
    Eigen::SelfAdjointEigenSolver<Matrix> solver;
    solver.computeFromTridiagonal(diagonal, beside);
    std::vector<Eigen::Index> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), Eigen::Index{0});
    std::ranges::sort(order, std::greater{}, [&](Eigen::Index i) { return std::abs(solver.eigenvalues()[i]); });
    Pairs pairs{.vectors = Matrix::Zero(x_.size(), 2)};
    for (std::size_t i = 0; i < std::min<std::size_t>(2, order.size()); ++i) {
      const auto vector = solver.eigenvectors().col(order[i]);
      pairs.values[i] = solver.eigenvalues()[order[i]];
      pairs.errors[i] = beside_.back() * std::abs(vector[n - 1]);
      pairs.vectors.col(static_cast<Eigen::Index>(i)) = basis_.leftCols(n) * vector;
    }
    return pairs;
  }

 private:
  const LossFunction& loss_;
  const Vector& x_;
  Matrix basis_;
  Eigen::Index size_ = 1;
  Vector product_ = Vector(x_.size());
  std::vector<double> diagonal_, beside_;
  double scale_ = 0.0;
};

/// A start that is nearly the hint, and has a part of every eigenvector.
Vector start_from(const Vector& hint) {
  const Vector start = gaussian_direction({.seed = 0, .purpose = Purpose::plane, .item = 2}, hint.size()).normalized();
  const double length = hint.norm();
  return length > 0.0 ? Vector(hint / length + 1e-3 * start) : start;
}

}  // namespace

Chart curvature_plane(const LossFunction& loss, const Vector& x, const Vector& hint, const std::string& place,
                      const std::function<bool()>& stale) {
  const Eigen::Index d = x.size();
  const Eigen::Index most = std::min(d, std::clamp<Eigen::Index>((Eigen::Index{1} << 25) / d, 20, 200));
  constexpr double tolerance = 1e-5;  // of the largest; models' products are single precision
  Lanczos lanczos(loss, x, start_from(hint), most);
  Lanczos::Pairs pairs;
  for (bool growing = true; growing;) {
    for (int i = 0; i < 5 && growing; ++i) {
      if (stale()) throw BadInput("no longer wanted");
      growing = lanczos.grow();
    }
    pairs = lanczos.largest();
    if (std::max(pairs.errors[0], pairs.errors[1]) <= tolerance * std::abs(pairs.values[0])) growing = false;
  }
  if (pairs.values[0] == 0.0) throw BadInput("the Hessian is 0 here: there are no curvatures to choose by");
  for (Eigen::Index i = 0; i < 2; ++i)
    if (pairs.vectors.col(i).dot(hint) < 0.0) pairs.vectors.col(i) *= -1.0;
  const bool flat = std::abs(pairs.values[1]) <= tolerance * std::abs(pairs.values[0]);
  return plane_chart(spanned(x, pairs.vectors.col(0), pairs.vectors.col(1)), "curvature plane",
                     {fmt::format("strongest curvature, λ = {:.4g}", pairs.values[0]),
                      fmt::format("second strongest, λ {} {:.4g}", flat ? "≈" : "=", flat ? 0.0 : pairs.values[1])},
                     fmt::format("the Hessian's two strongest eigenvectors at {}; the runs leave this plane", place));
}

}  // namespace tiltscape
