// A linear model on random features as one run meets it.
#pragma once

#include "core/features/feature_objective.h"
#include "core/subject.h"

namespace tiltscape {

class FeatureSubject final : public Subject<Vector> {
 public:
  /// Charts must be of planes.
  FeatureSubject(std::shared_ptr<const FeatureLoss> loss, std::shared_ptr<const std::vector<Chart>> charts,
                 Vector start, std::int64_t batch, std::uint64_t seed, DirectionSource source);

  Objective<Vector>& objective() override { return objective_; }
  const Objective<Vector>& objective() const override { return objective_; }
  Vector start() override { return start_; }
  /// Over the whole training set.
  double loss(const Vector& x) override { return loss_->value(x); }
  const LossFunction& loss_function() const override { return *loss_; }
  double measure(const std::string& name, const Vector& x) override;
  const std::vector<Chart>& charts() const override { return *charts_; }
  void project(const Vector& x, std::vector<double>& out) const override;
  Vector point(const Vector& x) const override { return x; }
  std::span<const double> coordinates(const Vector&) const override { return {}; }
  std::vector<std::array<float, 2>> perturbations(const Vector& before, double rho,
                                                  std::span<const std::uint32_t> pairs,
                                                  const Chart& chart) const override;
  std::string complaint(const Vector&) const override { return {}; }
  std::unique_ptr<Subject<Vector>> clone() const override { return std::make_unique<FeatureSubject>(*this); }

 private:
  std::shared_ptr<const FeatureLoss> loss_;
  std::shared_ptr<const std::vector<Chart>> charts_;
  Vector start_;
  FeatureObjective objective_;
};

}  // namespace tiltscape
