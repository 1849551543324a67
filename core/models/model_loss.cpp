// Points become tensors and back.
#include "core/models/model_loss.h"

#include "core/models/evaluate.h"

namespace tiltscape {
at::Tensor rows_of(const Eigen::Ref<const Matrix>& points, const at::TensorOptions& options) {
  return at::from_blob(const_cast<double*>(points.data()), {points.cols(), points.rows()}, {points.outerStride(), 1},
                       at::kDouble)
      .to(options.device())
      .to(options);
}

Vector point_of(const at::Tensor& x) {
  const at::Tensor numbers = x.to(at::kCPU, at::kDouble).contiguous();
  return Eigen::Map<const Vector>(numbers.const_data_ptr<double>(), numbers.numel());
}

double ModelLoss::value(const Eigen::Ref<const Vector>& x) const {
  double loss = 0.0;
  values(x, {&loss, 1});
  return loss;
}

void ModelLoss::values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const {
  use_threads(task_->threads);
  stack_losses(*task_->model, task_->train, rows_of(points, task_->options), out);
}

double ModelLoss::gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> gradient) const {
  use_threads(task_->threads);
  const auto [loss, at_x] = gradient_at(*task_->model, task_->train, rows_of(x, task_->options).squeeze(0));
  gradient = point_of(at_x);
  return loss;
}

void ModelLoss::hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                              Eigen::Ref<Vector> product) const {
  hessian_times_columns(x, v, product);
}

void ModelLoss::hessian_times_columns(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& v,
                                      Eigen::Ref<Matrix> products) const {
  use_threads(task_->threads);
  const at::Tensor rows =
      hessian_products(*task_->model, task_->train, rows_of(x, task_->options).squeeze(0), rows_of(v, task_->options));
  at::from_blob(products.data(), {products.cols(), products.rows()}, {products.outerStride(), 1}, at::kDouble)
      .copy_(rows);
}

double ModelLoss::epsilon() const {
  return task_->options.dtype().toScalarType() == at::kDouble ? std::numeric_limits<double>::epsilon()
                                                              : std::numeric_limits<float>::epsilon();
}

}  // namespace tiltscape
