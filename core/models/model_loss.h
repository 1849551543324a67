// The training loss of a model as a function of all its parameters, for pictures and measurements beside the runs.
#pragma once

#include <memory>

#include "core/loss_function.h"
#include "core/models/task.h"

namespace tiltscape {

/// Parameters in double on the CPU.
Vector point_of(const at::Tensor& x);

/// The columns of `points` (d × n) as rows of a tensor, n × d, rounded where they will be.
at::Tensor rows_of(const Eigen::Ref<const Matrix>& points, const at::TensorOptions& options);

/// Over the whole training set; points are rounded to the parameters' type.
class ModelLoss final : public LossFunction {
 public:
  explicit ModelLoss(std::shared_ptr<const Task> task) : task_(std::move(task)) {}

  Eigen::Index dimension() const override { return task_->model->dimension(); }
  double value(const Eigen::Ref<const Vector>& x) const override;
  void values(const Eigen::Ref<const Matrix>& points, std::span<double> out) const override;
  double gradient(const Eigen::Ref<const Vector>& x, Eigen::Ref<Vector> gradient) const override;
  void hessian_times(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Vector>& v,
                     Eigen::Ref<Vector> product) const override;
  void hessian_times_columns(const Eigen::Ref<const Vector>& x, const Eigen::Ref<const Matrix>& v,
                             Eigen::Ref<Matrix> products) const override;
  double epsilon() const override;
  std::vector<Filter> filters() const override { return task_->model->filters(); }
  std::vector<Layer> layers() const override { return task_->model->layers(); }
  std::string rescaling() const override { return task_->model->rescaling(); }
  Vector rescaled(const Eigen::Ref<const Vector>& x, double alpha) const override {
    return task_->model->rescaled(x, alpha);
  }

 private:
  std::shared_ptr<const Task> task_;
};

}  // namespace tiltscape
