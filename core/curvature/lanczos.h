// Lanczos' method on Hessian products: the tridiagonal form of H on a Krylov space.
#pragma once

#include <vector>

#include "core/curvature/hessian.h"

namespace tiltscape {

/// With full reorthogonalisation (Golub & Van Loan, Matrix Computations, section 10.3): an orthonormal basis of the
/// Krylov space of `start`, and T = basisᵀ H basis. The Hessian outlives it.
class Lanczos {
 public:
  /// `most` is the largest number of vectors. The space stays orthogonal to the orthonormal columns of `locked`, so
  /// that T belongs to H on their complement. `start` is neither 0 nor in their span.
  Lanczos(Hessian& hessian, const Vector& start, Eigen::Index most, const Matrix& locked = {});

  /// closed: the space is invariant, and T's eigenvalues are eigenvalues of H. ended: `most` vectors.
  enum class State { growing, closed, ended, not_finite };
  /// One more product, while growing.
  State grow();
  /// Rows of T.
  Eigen::Index size() const { return kept_.size() + static_cast<Eigen::Index>(diagonal_.size()); }

  /// Eigenpairs of T (n × n).
  struct Ritz {
    Vector values;    ///< ascending
    Vector errors;    ///< norms of the residuals: an eigenvalue of H (on the complement) is so close to each
    Matrix rotation;  ///< T's eigenvectors; before a restart, squares of the first row are weights of Gauss quadrature
  };
  Ritz ritz() const;
  /// The vector in R^d (unit length) of one column of `Ritz::rotation`.
  Vector vector(const Eigen::Ref<const Vector>& coordinates) const {
    return basis_.middleCols(locked_, coordinates.size()) * coordinates;
  }
  /// After the end: the space of some Ritz vectors (fewer than `most`) and of what continues them, as Lanczos would
  /// have come to it from a better start (thick restart; Wu & Simon 2000, SIAM J. Matrix Anal. Appl. 22, 602).
  void restart(const Ritz& ritz, const std::vector<Eigen::Index>& keep);

 private:
  Hessian& hessian_;
  Eigen::Index locked_;
  Matrix basis_;  ///< d × (locked + most)
  Eigen::Index size_ = 1;
  Vector product_;
  Vector kept_, border_;  ///< T's first diagonal entries after a restart, and its entries between them and the next row
  std::vector<double> diagonal_, beside_;  ///< of the rows after those
  double scale_ = 0.0;
};

}  // namespace tiltscape
