// The tilt bar's scale.
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/format.h"
#include "app/widgets/tilt_bar.h"

namespace tiltscape {
namespace {

constexpr double zero_end = 0.008;  // up to here t = 0
constexpr double log_begin = 0.05;  // t = .01; linear between
constexpr double log_end = 0.945;   // t = 1e4
constexpr double infinity_begin = 0.972;
constexpr double smallest = 0.01;
constexpr double largest = 1e4;

}  // namespace

double tilt_to_fraction(double t) {
  if (!(t > 0.0)) {
    return 0.0;
  }
  if (std::isinf(t)) {
    return 1.0;
  }
  if (t < smallest) {
    return zero_end + (log_begin - zero_end) * t / smallest;
  }
  return log_begin + (log_end - log_begin) * std::log(std::min(t, largest) / smallest) / std::log(largest / smallest);
}

double fraction_to_tilt(double fraction, int digits) {
  if (fraction <= zero_end) {
    return 0.0;
  }
  if (fraction >= infinity_begin) {
    return std::numeric_limits<double>::infinity();
  }
  if (fraction < log_begin) {
    return rounded(smallest * (fraction - zero_end) / (log_begin - zero_end), digits);
  }
  const double part = std::min((fraction - log_begin) / (log_end - log_begin), 1.0);
  return std::min(rounded(smallest * std::pow(largest / smallest, part), digits), largest);
}

}  // namespace tiltscape
