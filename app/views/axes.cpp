// Steps of 1–2–5 and their labels.
#include "app/views/axes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/format.h"

namespace tiltscape {

std::vector<double> linear_ticks(double low, double high, int wanted) {
  if (!(high > low) || !std::isfinite(high - low)) return {};
  const double rough = (high - low) / std::max(wanted, 1);
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10.0 * power;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * (1.0 - 1e-9)) {
      step = factor * power;
      break;
    }
  }
  std::vector<double> ticks;
  const double first = std::ceil(low / step - 1e-9);
  for (double i = first; i * step <= high + 1e-9 * step; i += 1.0) ticks.push_back(i * step + 0.0);
  return ticks;
}

std::vector<double> log_ticks(double low, double high, int wanted) {
  if (!(low > 0.0) || !(high > low) || !std::isfinite(high)) return {};
  const int first = static_cast<int>(std::floor(std::log10(low)));
  const int last = static_cast<int>(std::floor(std::log10(high)));
  const double decades = std::log10(high / low);
  // a decade has six round values, three, one, or every nth has one
  const bool six = 6.0 * decades <= wanted, three = 3.0 * decades <= wanted;
  const int every = three ? 1 : std::max(1, static_cast<int>(std::ceil(decades / wanted)));
  std::vector<double> ticks;
  for (int i = first; i <= last; ++i) {
    if ((i % every + every) % every != 0) continue;
    for (const double factor : {1.0, 1.5, 2.0, 3.0, 5.0, 7.0}) {
      const bool wanted_here = six || factor == 1.0 || (three && (factor == 2.0 || factor == 5.0));
      const double tick = factor * std::pow(10.0, i);
      if (wanted_here && tick >= low * (1.0 - 1e-12) && tick <= high * (1.0 + 1e-12)) ticks.push_back(tick);
    }
  }
  return ticks;
}

std::vector<std::string> linear_labels(const std::vector<double>& ticks) {
  std::vector<std::string> labels;
  if (ticks.empty()) return labels;
  double largest = 0.0;
  for (const double tick : ticks) largest = std::max(largest, std::abs(tick));
  const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : std::max(largest, 1.0);
  const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
  for (const double tick : ticks) {
    if (largest >= 1e6 || decimals > 6) {
      labels.push_back(readable(tick, 4));
    } else {
      labels.push_back((tick < 0.0 ? "−" : "") + fmt::format("{:.{}f}", std::abs(tick), decimals));
    }
  }
  return labels;
}

}  // namespace tiltscape
