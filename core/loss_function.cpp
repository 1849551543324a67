// What a loss need not write itself: many points by a loop, curvature by d Hessian products.
#include "core/loss_function.h"

#include "core/curvature/spectrum.h"
#include "core/curvature/trace.h"

namespace tiltscape {

void LossFunction::values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const {
  for (Eigen::Index i = 0; i < points.cols(); ++i) out[static_cast<std::size_t>(i)] = value(points.col(i));
}

void LossFunction::gradients(const Eigen::Ref<const Matrix>& points, std::span<double> out,
                             Eigen::Ref<Matrix> gradients) const {
  for (Eigen::Index i = 0; i < points.cols(); ++i)
    out[static_cast<std::size_t>(i)] = gradient(points.col(i), gradients.col(i));
}

void LossFunction::hessian_times_columns(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& v,
                                         Eigen::Ref<Matrix> products) const {
  for (Eigen::Index i = 0; i < v.cols(); ++i) hessian_times(x, v.col(i), products.col(i));
}

void LossFunction::hessians(const Eigen::Ref<const Matrix>& points, Eigen::Ref<Matrix> hessians) const {
  const Eigen::Index d = points.rows();
  const Matrix units = Matrix::Identity(d, d);
  for (Eigen::Index i = 0; i < points.cols(); ++i)
    hessian_times_columns(points.col(i), units, hessians.middleCols(i * d, d));
}

double LossFunction::trace(const Eigen::Ref<const Vector>& x) const {
  Hessian hessian(*this, x);
  return exact_trace(hessian).value;
}

double LossFunction::lambda_max(const Eigen::Ref<const Vector>& x) const {
  Hessian hessian(*this, x);
  const Spectrum spectrum = exact_spectrum(hessian);
  return spectrum.defined() ? spectrum.rules[0].nodes.maxCoeff() : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace tiltscape
