// Lanczos' method on Hessian products: the tridiagonal form of H on a Krylov space.
#pragma once

#include <vector>

#include "core/curvature/hessian.h"

namespace tiltscape {

/// With full reorthogonalisation (Golub & Van Loan, Matrix Computations, section 10.3): an orthonormal basis of the
/// Krylov space of `start`, and T = basisᵀ H basis. The Hessian outlives it.
class Lanczos {
 public:
  /// `most` is the largest number of products. The space stays orthogonal to the orthonormal columns of `locked`, so
  /// that T belongs to H on their complement. `start` is neither 0 nor in their span.
  Lanczos(Hessian& hessian, const Vector& start, Eigen::Index most, const Matrix& locked = {});

  /// closed: the space is invariant, and T's eigenvalues are eigenvalues of H. ended: `most` products.
  enum class State { growing, closed, ended, not_finite };
  /// One more product, while growing.
  State grow();
  Eigen::Index size() const { return static_cast<Eigen::Index>(diagonal_.size()); }

  /// Eigenpairs of T (n × n).
  struct Ritz {
    Vector values;    ///< ascending
    Vector errors;    ///< norms of the residuals: an eigenvalue of H (on the complement) is so close to each
    Matrix rotation;  ///< T's eigenvectors; squares of the first row are the weights of Gauss quadrature
  };
  Ritz ritz() const;
  /// The vector in R^d (unit length) of one column of `Ritz::rotation`.
  Vector vector(const Eigen::Ref<const Vector>& coordinates) const {
    return basis_.middleCols(locked_, coordinates.size()) * coordinates;
  }

 private:
  Hessian& hessian_;
  Eigen::Index locked_;
  Matrix basis_;  ///< d × (locked + most)
  Eigen::Index size_ = 1;
  Vector product_;
  std::vector<double> diagonal_, beside_;
  double scale_ = 0.0;
};

}  // namespace tiltscape
