// The root of a sum that grows with η, by halves.
#include "core/zo_stability.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace tiltscape {

double stable_learning_rate(std::span<const double> eigenvalues, int pairs) {
  const double k = pairs;
  double largest = 0.0, trace = 0.0;
  for (const double l : eigenvalues) {
    if (std::isnan(l)) return l;
    if (l < 0.0) return 0.0;
    largest = std::max(largest, l);
    trace += l;
  }
  if (largest == 0.0) return std::numeric_limits<double>::infinity();
  const auto sum = [&](double eta) {
    return std::accumulate(eigenvalues.begin(), eigenvalues.end(), 0.0, [&](double before, double l) {
      return before + eta * l / (k * (2.0 - (1.0 + 1.0 / k) * eta * l));
    });
  };
  auto [low, high] = stable_learning_rate_bounds(trace, largest, pairs);
  high = std::min(high, 2.0 * k / ((k + 1.0) * largest));  // the pole
  for (int i = 0; i < 100; ++i) {
    const double middle = low + 0.5 * (high - low);
    if (middle <= low || middle >= high) break;  // neighbours in floating point
    (sum(middle) < 1.0 ? low : high) = middle;
  }
  return low;
}

LearningRateBounds stable_learning_rate_bounds(double trace, double lambda_max, int pairs) {
  const double k = pairs;
  return {2.0 * k / (trace + (k + 1.0) * lambda_max), 2.0 * k / trace};
}

double most_stable_trace(double learning_rate, int pairs) { return 2.0 * pairs / learning_rate; }

double surely_stable_trace(double learning_rate, int pairs, double lambda_max) {
  return 2.0 * pairs / learning_rate - (pairs + 1.0) * lambda_max;
}

double most_stable_eigenvalue(double learning_rate, int pairs) { return 2.0 * pairs / ((pairs + 2.0) * learning_rate); }

double gradient_descent_limit(double learning_rate) { return 2.0 / learning_rate; }

}  // namespace tiltscape
