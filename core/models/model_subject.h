// A model as one run meets it.
#pragma once

#include "core/models/model_loss.h"
#include "core/models/tensor_objective.h"
#include "core/plane.h"
#include "core/subject.h"

namespace tiltscape {

class ModelSubject final : public Subject<FlatTensor> {
 public:
  /// Charts must be of planes.
  ModelSubject(std::shared_ptr<const Task> task, std::shared_ptr<const std::vector<Chart>> charts, FlatTensor start,
               DirectionSource source);

  Objective<FlatTensor>& objective() override { return objective_; }
  const Objective<FlatTensor>& objective() const override { return objective_; }
  FlatTensor start() override { return std::move(start_); }
  /// Over the whole training set.
  double loss(const FlatTensor& x) override;
  const LossFunction& loss_function() const override { return loss_; }
  double measure(const std::string& name, const FlatTensor& x) override;
  const std::vector<Chart>& charts() const override { return *charts_; }
  void project(const FlatTensor& x, std::vector<double>& out) const override;
  Vector point(const FlatTensor& x) const override;
  std::span<const double> coordinates(const FlatTensor&) const override { return {}; }
  std::vector<std::array<float, 2>> perturbations(const FlatTensor& before, double rho,
                                                  std::span<const std::uint32_t> pairs,
                                                  const Chart& chart) const override;
  std::string complaint(const FlatTensor&) const override { return {}; }
  std::unique_ptr<Subject<FlatTensor>> clone() const override { return std::make_unique<ModelSubject>(*this); }

 private:
  std::shared_ptr<const Task> task_;
  std::shared_ptr<const std::vector<Chart>> charts_;
  FlatTensor start_;  ///< until it is taken
  ModelLoss loss_;
  TensorObjective objective_;
};

}  // namespace tiltscape
