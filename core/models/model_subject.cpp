// Losses, measures and projections of a model's run.
#include "core/models/model_subject.h"

#include <algorithm>

#include "core/models/evaluate.h"
#include "core/models/model_measures.h"

namespace tiltscape {

ModelSubject::ModelSubject(std::shared_ptr<const Task> task, std::shared_ptr<const ScoutPlane> plane, FlatTensor start,
                           DirectionSource source)
    : task_(task),
      plane_(std::move(plane)),
      start_(std::move(start)),
      seed_(source.seed()),
      objective_(std::move(task), std::move(source)) {}

double ModelSubject::loss(const FlatTensor& x) {
  use_threads(task_->threads);
  return loss_at(*task_->model, task_->train, x.values());
}

Measured ModelSubject::measure(const MeasureSpec& spec, const FlatTensor& x, std::uint64_t step, const Step& last) {
  return measure_model(*task_, spec, x, seed_, step, last);
}

bool ModelSubject::estimated(const MeasureSpec& spec) const { return model_measure_estimated(spec); }

void ModelSubject::project(const FlatTensor& x, std::span<double> out) const {
  if (!plane_) return;
  use_threads(task_->threads);
  const auto point = plane_->project(x.values());
  std::ranges::copy(point, out.begin());
}

std::vector<std::vector<std::array<float, 2>>> ModelSubject::perturbations(const FlatTensor& before, double rho,
                                                                           std::size_t most) const {
  if (!plane_) return {};
  std::vector<std::array<float, 2>> points;
  const at::Tensor& u = objective_.directions();
  if (!u.defined()) return {points};
  use_threads(task_->threads);
  const auto centre = plane_->project(before.values());
  const at::Tensor shares = plane_->components(u.narrow(0, 0, std::min(u.size(0), static_cast<std::int64_t>(most))));
  const auto share = shares.accessor<double, 2>();
  for (const double signed_rho : {rho, -rho})
    for (std::int64_t i = 0; i < shares.size(0); ++i)
      points.push_back({static_cast<float>(centre[0] + signed_rho * share[i][0]),
                        static_cast<float>(centre[1] + signed_rho * share[i][1])});
  return {points};
}

}  // namespace tiltscape
