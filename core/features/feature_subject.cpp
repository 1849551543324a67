// Measures and projections of a run on random features.
#include "core/features/feature_subject.h"

#include "core/plane.h"

namespace tiltscape {

FeatureSubject::FeatureSubject(std::shared_ptr<const FeatureLoss> loss,
                               std::shared_ptr<const std::vector<Chart>> charts, Vector start, std::int64_t batch,
                               std::uint64_t seed, DirectionSource source)
    : loss_(std::move(loss)),
      charts_(std::move(charts)),
      start_(std::move(start)),
      objective_(loss_, batch, seed, source) {}

double FeatureSubject::measure(const std::string& name, const Vector& x) {
  if (name == "accuracy") return loss_->accuracy(x, loss_->features().train());
  if (name == "test_accuracy") return loss_->accuracy(x, loss_->features().test());
  if (name == "test_loss") return loss_->test_loss(x);
  return Subject::measure(name, x);
}

void FeatureSubject::project(const Vector& x, std::vector<double>& out) const {
  for (const Chart& chart : *charts_) {
    const Eigen::Vector2d at = chart.project(x);
    out.insert(out.end(), {at[0], at[1]});
  }
}

std::vector<std::array<float, 2>> FeatureSubject::perturbations(const Vector& before, double rho,
                                                                std::span<const std::uint32_t> pairs,
                                                                const Chart& chart) const {
  const Matrix& u = objective_.directions();
  if (u.cols() == 0) return {};
  const Eigen::Vector2d centre = chart.project(before);
  std::vector<std::array<float, 2>> points;
  for (const double signed_rho : {rho, -rho})
    for (const std::uint32_t i : pairs) {
      const Eigen::Vector2f at = (centre + signed_rho * (chart.plane->axes.transpose() * u.col(i))).cast<float>();
      points.push_back({at[0], at[1]});
    }
  return points;
}

}  // namespace tiltscape
