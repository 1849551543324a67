// P(|T| > t) = I_{ν/(ν+t²)}(ν/2, 1/2), inverted by bisection.
#include "core/curvature/student.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <unsupported/Eigen/SpecialFunctions>

namespace tiltscape {
namespace {

/// From here on the incomplete beta function loses more digits than the distribution differs from the normal one.
constexpr double normal_above = 1e7;

double outside(double t, double n) {
  return n > normal_above ? std::erfc(t / std::sqrt(2.0)) : Eigen::numext::betainc(0.5 * n, 0.5, n / (n + t * t));
}

}  // namespace

double student_quantile(double confidence, double degrees_of_freedom) {
  double low = 0.0, high = 1.0;
  while (outside(high, degrees_of_freedom) > 1.0 - confidence) high *= 2.0;
  while (high - low > 1e-12 * high) {
    const double middle = 0.5 * (low + high);
    (outside(middle, degrees_of_freedom) > 1.0 - confidence ? low : high) = middle;
  }
  return high;
}

}  // namespace tiltscape
