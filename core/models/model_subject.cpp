// Losses, measures and projections of a model's run.
#include "core/models/model_subject.h"

#include <algorithm>

#include "core/models/evaluate.h"

namespace tiltscape {

ModelSubject::ModelSubject(std::shared_ptr<const Task> task, std::shared_ptr<const std::vector<Chart>> charts,
                           FlatTensor start, DirectionSource source)
    : task_(task),
      charts_(std::move(charts)),
      start_(std::move(start)),
      loss_(task),
      objective_(std::move(task), std::move(source)) {}

double ModelSubject::loss(const FlatTensor& x) {
  use_threads(task_->threads);
  return loss_at(*task_->model, task_->train, x.values());
}

double ModelSubject::measure(const std::string& name, const FlatTensor& x) {
  use_threads(task_->threads);
  if (name == "accuracy") return accuracy_at(*task_->model, task_->train, x.values());
  if (name == "test_accuracy") return accuracy_at(*task_->model, task_->test, x.values());
  if (name == "drift") return objective_.drift(x);
  if (name == "test_loss") return loss_at(*task_->model, task_->test, x.values());
  return Subject::measure(name, x);
}

void ModelSubject::project(const FlatTensor& x, std::vector<double>& out) const {
  if (charts_->empty()) return;
  const Vector point = point_of(x.values());
  for (const Chart& chart : *charts_) {
    const Eigen::Vector2d at = chart.project(point);
    out.insert(out.end(), {at[0], at[1]});
  }
}

Vector ModelSubject::point(const FlatTensor& x) const { return point_of(x.values()); }

std::vector<std::array<float, 2>> ModelSubject::perturbations(const FlatTensor& before, double rho,
                                                              std::span<const std::uint32_t> pairs,
                                                              const Chart& chart) const {
  const Matrix shares = objective_.shares(chart.plane->axes, pairs);
  if (shares.cols() == 0) return {};
  const Eigen::Vector2d centre = chart.project(point(before));
  std::vector<std::array<float, 2>> points;
  for (const double signed_rho : {rho, -rho})
    for (Eigen::Index i = 0; i < shares.cols(); ++i) {
      const Eigen::Vector2f at = (centre + signed_rho * shares.col(i)).cast<float>();
      points.push_back({at[0], at[1]});
    }
  return points;
}

}  // namespace tiltscape
