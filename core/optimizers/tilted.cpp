// Softmax weights and estimator coefficients of the tilted gradient, without cancellation or overflow.
#include "core/optimizers/tilted.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/bad_input.h"
#include "core/optimizers/zest.h"

namespace tiltscape {
namespace {

/// 2 e^{t(f̄ − m)} sinh(t(f⁺ − f⁻)/2)/t without overflow: the larger exponential times −expm1(−t|Δ|), over t.
double signed_gap_over_t(double plus, double minus, double maximum, double tilt) {
  const double gap = plus - minus;
  if (tilt == 0) return gap;
  const double high = std::max(plus, minus);
  return std::copysign(std::exp(tilt * (high - maximum)) * -std::expm1(-tilt * std::abs(gap)) / tilt, gap);
}

double standard_deviation(std::span<const double> some, std::span<const double> others = {}) {
  const auto n = static_cast<double>(some.size() + others.size());
  const double mean =
      (std::accumulate(some.begin(), some.end(), 0.0) + std::accumulate(others.begin(), others.end(), 0.0)) / n;
  double sum = 0.0;
  for (const double f : some) sum += (f - mean) * (f - mean);
  for (const double f : others) sum += (f - mean) * (f - mean);
  return std::sqrt(sum / n);
}

/// ĝ = k·ĝ_naive − ((k−1)/k) Σᵢ ĝ_without_i. Each leave-one-out softmax is taken from the losses with its own maximum:
/// where one pair holds all the weight, the printed form (tot − δᵢvᵢ)/(1 − Bᵢ) is 0/0.
void jackknife(const PairLosses& losses, double tilt, const TiltedWeights& weights, std::span<double> c) {
  const std::size_t k = c.size();
  const double pairs = static_cast<double>(k);
  for (std::size_t i = 0; i < k; ++i) c[i] = pairs * weights.delta_over_t[i];
  std::vector<double> left_out(k);
  for (std::size_t i = 0; i < k; ++i) {
    double maximum = -INFINITY;
    for (std::size_t j = 0; j < k; ++j)
      if (j != i) maximum = std::max({maximum, losses.plus[j], losses.minus[j]});
    double sum = 0.0;
    for (std::size_t j = 0; j < k; ++j) {
      if (j == i) continue;
      sum += std::exp(tilt * (losses.plus[j] - maximum)) + std::exp(tilt * (losses.minus[j] - maximum));
      left_out[j] = signed_gap_over_t(losses.plus[j], losses.minus[j], maximum, tilt);
    }
    for (std::size_t j = 0; j < k; ++j)
      if (j != i) c[j] -= (pairs - 1) / pairs * left_out[j] / sum;
  }
}

}  // namespace

void TiltedWeights::compute(const PairLosses& losses, double tilt) {
  const std::size_t k = losses.plus.size();
  plus.resize(k);
  minus.resize(k);
  delta_over_t.resize(k);
  double maximum = -INFINITY;
  for (std::size_t i = 0; i < k; ++i) maximum = std::max({maximum, losses.plus[i], losses.minus[i]});
  double sum = 0.0;
  for (std::size_t i = 0; i < k; ++i) {
    plus[i] = std::exp(tilt * (losses.plus[i] - maximum));
    minus[i] = std::exp(tilt * (losses.minus[i] - maximum));
    sum += plus[i] + minus[i];
  }
  double q = 0.0;
  for (std::size_t i = 0; i < k; ++i) {
    plus[i] /= sum;
    minus[i] /= sum;
    delta_over_t[i] = signed_gap_over_t(losses.plus[i], losses.minus[i], maximum, tilt) / sum;
    q += (plus[i] + minus[i]) * (plus[i] + minus[i]);
  }
  effective_samples = 1.0 / q;
  spread = tilt * standard_deviation(losses.plus, losses.minus);
}

void SampleWeights::compute(std::span<const double> losses, double tilt) {
  const double worst = *std::ranges::max_element(losses);
  weights.resize(losses.size());
  for (std::size_t i = 0; i < losses.size(); ++i)  // the worst's exponent is 0 at t = ∞ too, where ∞ · 0 is none
    weights[i] = losses[i] == worst ? 1.0 : std::exp(tilt * (losses[i] - worst));
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  double squares = 0.0;
  for (double& weight : weights) {
    weight /= sum;
    squares += weight * weight;
  }
  effective_samples = 1.0 / squares;
  const double deviation = standard_deviation(losses);
  spread = deviation > 0.0 ? tilt * deviation : 0.0;
}

void tilted_coefficients(const PairLosses& losses, double tilt, const TiltedWeights& weights, Estimator estimator,
                         std::span<double> c) {
  const std::size_t k = c.size();
  const double pairs = static_cast<double>(k);
  if (estimator == Estimator::jackknife) return jackknife(losses, tilt, weights, c);
  const double q = 1.0 / weights.effective_samples;
  for (std::size_t i = 0; i < k; ++i) {
    c[i] = weights.delta_over_t[i];
    if (estimator == Estimator::bias_corrected)
      c[i] *= 1 + pairs / (pairs - 1) * (weights.plus[i] + weights.minus[i] - q);
  }
}

void check_zest(const Settings& settings) {
  const Setting* estimator = settings.find("estimator");
  const Setting* pairs = settings.find("pairs");
  if (estimator == nullptr || pairs == nullptr) return;
  const auto& name = std::get<std::string>(*estimator);
  if (name != "naive" && std::get<std::int64_t>(*pairs) < 2)
    throw BadInput("estimator '" + name +
                   "' needs at least two pairs; set pairs = 2 or more, or estimator = \"naive\"");
}

}  // namespace tiltscape
