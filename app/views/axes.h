// Round numbers along an axis, and how they are written.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace tiltscape {

/// Multiples of 1, 2 or 5 times a power of ten within [low, high], at most about `wanted` of them.
std::vector<double> linear_ticks(double low, double high, int wanted);
/// 1, 1.5, 2, 3, 5, 7 times powers of ten within [low, high] (low > 0); 1, 2, 5 times them, powers of ten alone, or
/// every nth of these, where that would be more than `wanted`.
std::vector<double> log_ticks(double low, double high, int wanted);

/// Labels with as many decimals as the ticks' distance needs; a true minus sign.
std::vector<std::string> linear_labels(const std::vector<double>& ticks);

}  // namespace tiltscape
