// Derivatives of many points at once against those of each alone, for every kind of loss.
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "core/loss_function.h"

namespace tiltscape {

/// `rounding` is relative to 1 + the largest derivative at a point.
inline void expect_derivatives_of_each(const LossFunction& f, const Matrix& points, double rounding) {
  const Eigen::Index d = points.rows(), n = points.cols();
  std::vector<double> values(static_cast<std::size_t>(n));
  Matrix gradients(d, n), hessians(d, n * d);
  f.gradients(points, values, gradients);
  f.hessians(points, hessians);
  for (Eigen::Index i = 0; i < n; ++i) {
    SCOPED_TRACE(testing::Message() << "point " << i << " of " << n);
    Vector gradient(d);
    Matrix hessian(d, d);
    EXPECT_EQ(values[static_cast<std::size_t>(i)], f.gradient(points.col(i), gradient));
    EXPECT_LE((gradients.col(i) - gradient).norm(), rounding * (1.0 + gradient.norm()));
    for (Eigen::Index j = 0; j < d; ++j) f.hessian_times(points.col(i), Vector::Unit(d, j), hessian.col(j));
    EXPECT_LE((hessians.middleCols(i * d, d) - hessian).norm(), rounding * (1.0 + hessian.norm()));
  }
}

}  // namespace tiltscape
