// The losses of one step as places along a colour map.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace tiltscape {

struct LossRange {
  double low = 0.0, high = 0.0;
  /// 0 … 1; NaN, which colour_at draws in grey, of a loss that is not finite (in a float: 1e39 is not).
  double part(float loss) const {
    if (!std::isfinite(loss)) return std::numeric_limits<double>::quiet_NaN();
    return high > low ? std::clamp((static_cast<double>(loss) - low) / (high - low), 0.0, 1.0) : 0.5;
  }
};

/// Of the finite ones.
inline LossRange range_of(std::span<const float> losses) {
  LossRange range{INFINITY, -INFINITY};
  for (const float loss : losses) {
    if (!std::isfinite(loss)) continue;
    range.low = std::min(range.low, static_cast<double>(loss));
    range.high = std::max(range.high, static_cast<double>(loss));
  }
  return range.low <= range.high ? range : LossRange{};
}

}  // namespace tiltscape
