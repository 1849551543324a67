// The Hessian of a loss at one point, known by its products with vectors.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/loss_function.h"

namespace tiltscape {

/// Counts what is asked of it; belongs to one thread. The loss outlives it.
class Hessian {
 public:
  Hessian(const LossFunction& loss, Vector x) : loss_(loss), x_(std::move(x)) {}

  Eigen::Index dimension() const { return x_.size(); }
  const LossFunction& loss() const { return loss_; }
  const Vector& point() const { return x_; }
  /// H v for the columns of v (d × m).
  Matrix times(const Eigen::Ref<const Matrix>& v) {
    Matrix products(v.rows(), v.cols());
    loss_.hessian_times_columns(x_, v, products);
    products_ += static_cast<std::uint64_t>(v.cols());
    return products;
  }
  /// Calls visit(first, columns) for blocks of the columns of H, as products give them; d products in all.
  template <class Visit>
  void for_columns(Eigen::Index block, Visit visit) {
    for (Eigen::Index i = 0; i < dimension(); i += block) {
      const Eigen::Index n = std::min(block, dimension() - i);
      Matrix axes = Matrix::Zero(dimension(), n);
      axes.middleRows(i, n).setIdentity();
      visit(i, times(axes));
    }
  }
  /// H itself (d × d), from d products, made symmetric.
  Matrix dense() {
    const Matrix h = times(Matrix::Identity(dimension(), dimension()));
    return 0.5 * (h + h.transpose());
  }
  /// How many products there were so far.
  std::uint64_t products() const { return products_; }

 private:
  const LossFunction& loss_;
  Vector x_;
  std::uint64_t products_ = 0;
};

}  // namespace tiltscape
