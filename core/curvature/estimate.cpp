// Means with their standard errors, and the share of one direction in the variance.
#include "core/curvature/estimate.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/curvature/student.h"

namespace tiltscape {
namespace {

/// For Gaussian probes vᵀHv = Σ λᵢ χ²ᵢ with variance 2 Σλ² and skewness √8 Σλ³/(Σλ²)^{3/2}. As |Σλ³| ≤ |λ₁| Σλ², the
/// skewness bounds λ₁²/Σλ² from below; where H has one sign, so does variance / (2 mean²) = Σλ²/(Σλ)² ≤ λ₁²/Σλ².
double concentration_of(const Vector& samples, double mean, double variance) {
  const double cubes = (samples.array() - mean).cube().mean();
  const double skewness = cubes / std::pow(variance, 1.5);
  const bool one_sign = samples.minCoeff() >= 0.0 || samples.maxCoeff() <= 0.0;
  const double share = one_sign && mean != 0.0 ? 0.5 * variance / (mean * mean) : 0.0;
  return std::min(1.0, std::max(share, skewness * skewness / 8.0));
}

}  // namespace

bool Estimate::defined() const { return std::isfinite(value); }

std::optional<std::array<double, 2>> Estimate::interval(double confidence) const {
  if (!standard_error) return std::nullopt;
  const double half = *standard_error * student_quantile(confidence, static_cast<double>(degrees_of_freedom));
  return std::array{value - half, value + half};
}

Estimate estimate_of(Vector samples, const Probes& probes, std::uint64_t cost, double known) {
  if (!samples.allFinite() || !std::isfinite(known) || samples.size() == 0) return undefined(cost);
  Estimate estimate{.cost = cost, .known = known, .samples = std::move(samples), .probes = probes};
  const Vector& all = estimate.samples;
  const auto n = static_cast<double>(all.size());
  const double mean = all.mean();
  estimate.value = known + mean;
  if (!estimate.defined()) return undefined(cost);
  if (all.size() < 2) return estimate;
  const double variance = (all.array() - mean).square().sum() / (n - 1.0);
  estimate.standard_error = std::sqrt(variance / n);
  estimate.degrees_of_freedom = all.size() - 1;
  if (*estimate.standard_error < 1e-15 * std::abs(estimate.value)) estimate.standard_error = 0.0;
  constexpr double rounding = 1e-10;  // below, the variance says nothing of H
  if (!(*estimate.standard_error > rounding * std::abs(estimate.value))) return estimate;
  estimate.concentration = concentration_of(all, mean, variance);
  estimate.dominated = estimate.concentration > 0.5;
  return estimate;
}

Estimate exactly(double value, std::uint64_t cost) {
  if (!std::isfinite(value)) return undefined(cost);
  return {.value = value, .cost = cost, .known = value};
}

Estimate undefined(std::uint64_t cost) { return {.cost = cost}; }

Estimate difference(const Estimate& later, const Estimate& earlier) {
  if (!later.defined() || !earlier.defined()) return undefined(0);
  const double known = later.known - earlier.known;
  const bool first = later.samples.size() > 0, second = earlier.samples.size() > 0;
  if (!first && !second) return exactly(known, 0);
  if (!second) return estimate_of(later.samples, later.probes, 0, known);
  if (!first) return estimate_of(-earlier.samples, earlier.probes, 0, known);
  if (!later.probes.shared_with(earlier.probes))
    throw std::invalid_argument("a difference needs estimates with common probes");
  const Eigen::Index n = std::min(later.samples.size(), earlier.samples.size());
  Probes probes = later.probes;
  probes.count = n;
  if (later.samples.size() == earlier.samples.size())
    return estimate_of(later.samples - earlier.samples, probes, 0, known);
  // means over different numbers of probes: variances of both, less twice what the common ones share
  const auto covariance = [](const Vector& a, const Vector& b) {
    return (a.array() - a.mean()).matrix().dot((b.array() - b.mean()).matrix()) / (static_cast<double>(a.size()) - 1.0);
  };
  Estimate change{.value = later.value - earlier.value, .known = known, .probes = probes};
  if (n < 2) return change;
  const auto more = static_cast<double>(later.samples.size()), fewer = static_cast<double>(earlier.samples.size());
  const double shared = covariance(later.samples.head(n), earlier.samples.head(n));
  const double squares = covariance(later.samples, later.samples) / more +
                         covariance(earlier.samples, earlier.samples) / fewer -
                         2.0 * shared * static_cast<double>(n) / (more * fewer);
  change.standard_error = std::sqrt(std::max(0.0, squares));
  change.degrees_of_freedom = n - 1;
  return change;
}

}  // namespace tiltscape
