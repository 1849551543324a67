// How many products an estimator of the trace needs for an error that it achieves, not one that it says it has.
#pragma once

#include <cmath>
#include <functional>
#include <limits>

#include "core/curvature/estimate.h"

namespace tiltscape {

/// Root mean square of value / truth − 1 over seeds 0 … repetitions − 1; infinite as soon as it is sure to be above
/// `most`.
inline double achieved_error(double truth, std::uint64_t repetitions,
                             const std::function<Estimate(std::uint64_t seed)>& estimate,
                             double most = std::numeric_limits<double>::infinity()) {
  const auto n = static_cast<double>(repetitions);
  double squares = 0.0;
  for (std::uint64_t seed = 0; seed < repetitions; ++seed) {
    squares += std::pow(estimate(seed).value / truth - 1.0, 2);
    if (squares > most * most * n) return std::numeric_limits<double>::infinity();
  }
  return std::sqrt(squares / n);
}

struct Achieved {
  Eigen::Index products = 0;
  double error = 0.0;
};

/// The first of low, low + step … whose `error_of` is at most `goal`.
inline Achieved fewest_products(double goal, Eigen::Index low, Eigen::Index step,
                                const std::function<double(Eigen::Index products)>& error_of) {
  Achieved result{.products = low, .error = error_of(low)};
  while (!(result.error <= goal)) {
    result.products += step;
    result.error = error_of(result.products);
  }
  return result;
}

}  // namespace tiltscape
