// The maximum is subtracted first, so that nothing overflows and the largest term never underflows; small t·range goes
// through expm1 and log1p, so that nothing cancels and t → 0 gives the mean.
#include "core/tilted_mean.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>

namespace tiltscape {
namespace {

using Floats = Eigen::Map<const Eigen::ArrayXf>;

Floats as_array(std::span<const float> values) { return {values.data(), std::ssize(values)}; }

constexpr double mean_below = 1e-6;  ///< t·range from which on F_t differs from the mean by less than 1e-6 of the range
constexpr double series_below = 0.5;

}  // namespace

Spread spread_of(std::span<const double> values, std::span<const float> weights, std::span<float> below) {
  double maximum = -std::numeric_limits<double>::infinity();
  double minimum = std::numeric_limits<double>::infinity();
  double sum = 0.0;
  for (const double value : values) {
    maximum = std::max(maximum, value);
    minimum = std::min(minimum, value);
    sum += value;  // NaN shows here
  }
  if (!std::isfinite(sum)) return {.maximum = std::numeric_limits<double>::quiet_NaN()};
  double mean = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double g = std::max(values[i] - maximum, -1e38);
    below[i] = static_cast<float>(g);
    mean += static_cast<double>(weights[i]) * g;
  }
  return {maximum, maximum + mean, maximum - minimum};
}

double tilted_mean(const Spread& spread, std::span<const float> below, std::span<const float> weights, double t) {
  const double scale = t * spread.range;
  if (!(scale > mean_below)) return spread.mean;  // also 0 · ∞
  if (scale > maximum_above) return spread.maximum;
  const auto tilt = static_cast<float>(std::min(t, 1e38));
  const auto g = as_array(below) * tilt;
  if (scale < series_below) {
    // expm1(z) for −.5 ≤ z ≤ 0; the next term is below 2e-8
    const auto series =
        g *
        (1.0F + g * (1.0F / 2 + g * (1.0F / 6 + g * (1.0F / 24 + g * (1.0F / 120 + g * (1.0F / 720 + g / 5040.0F))))));
    return spread.maximum + std::log1p(static_cast<double>((as_array(weights) * series).sum())) / t;
  }
  // below e^{−80} nothing counts, and denormal numbers would be slow
  const float sum = (as_array(weights) * g.max(-80.0F).exp()).sum();
  return spread.maximum + std::log(static_cast<double>(sum)) / t;
}

double tilted_mean(std::span<const double> values, std::span<const double> weights, double t) {
  double maximum = -std::numeric_limits<double>::infinity();
  for (const double value : values) {
    if (!std::isfinite(value)) return std::numeric_limits<double>::quiet_NaN();
    maximum = std::max(maximum, value);
  }
  if (std::isinf(t)) return maximum;
  double sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double g = values[i] - maximum;
    sum += weights[i] * (t == 0.0 ? g : std::expm1(t * g));
  }
  return maximum + (t == 0.0 ? sum : std::log1p(sum) / t);
}

}  // namespace tiltscape
