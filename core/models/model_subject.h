// A model as one run meets it.
#pragma once

#include "core/models/scout_plane.h"
#include "core/models/tensor_objective.h"
#include "core/subject.h"

namespace tiltscape {

class ModelSubject final : public Subject<FlatTensor> {
 public:
  /// `plane` may be empty: a subject without charts.
  ModelSubject(std::shared_ptr<const Task> task, std::shared_ptr<const ScoutPlane> plane, FlatTensor start,
               DirectionSource source);

  Objective<FlatTensor>& objective() override { return objective_; }
  const Objective<FlatTensor>& objective() const override { return objective_; }
  FlatTensor start() override { return start_; }
  /// Over the whole training set.
  double loss(const FlatTensor& x) override;
  Measured measure(const MeasureSpec& spec, const FlatTensor& x, std::uint64_t step, const Step& last) override;
  bool estimated(const MeasureSpec& spec) const override;
  std::size_t charts() const override { return plane_ ? 1 : 0; }
  void project(const FlatTensor& x, std::span<double> out) const override;
  std::span<const double> coordinates(const FlatTensor&) const override { return {}; }
  std::vector<std::vector<std::array<float, 2>>> perturbations(const FlatTensor& before, double rho,
                                                               std::size_t most) const override;
  std::string complaint(const FlatTensor&) const override { return {}; }
  std::unique_ptr<Subject<FlatTensor>> clone() const override { return std::make_unique<ModelSubject>(*this); }

 private:
  std::shared_ptr<const Task> task_;
  std::shared_ptr<const ScoutPlane> plane_;
  FlatTensor start_;
  std::uint64_t seed_;
  TensorObjective objective_;
};

}  // namespace tiltscape
