// Choosing ticks: of all series of round numbers, the one with the most that fit.
#include "app/panels/curve_ticks.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "app/format.h"

namespace tiltscape {
namespace {

constexpr double most_multiples = 60.0;  ///< more never fit

struct Axis {
  double low, high;
  bool logarithmic;
  TickRoom room;
  double place(double value) const {
    return room.length * (logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low));
  }
  bool holds(double value) const {
    constexpr double rounding = 1e-6;
    return place(value) >= room.end_margin - rounding && place(value) <= room.length - room.end_margin + rounding;
  }
  bool fits(const std::vector<double>& values) const {
    const auto too_near = [this](double a, double b) { return place(b) - place(a) < room.least_gap; };
    return std::ranges::adjacent_find(values, too_near) == values.end();
  }
};

/// Multiples of a step.
std::vector<double> multiples(const Axis& axis, double step) {
  std::vector<double> values;
  if ((axis.high - axis.low) / step > most_multiples) return values;
  for (double i = std::ceil(axis.low / step); i * step <= axis.high; ++i)
    if (axis.holds(i * step)) values.push_back(i * step);
  return values;
}

/// Every `stride`-th power of ten, times each of the factors.
std::vector<double> decades(const Axis& axis, int stride, std::initializer_list<double> factors) {
  std::vector<double> values;
  const int first = static_cast<int>(std::floor(std::log10(axis.low)));
  const int last = static_cast<int>(std::ceil(std::log10(axis.high)));
  for (int exponent = first; exponent <= last; ++exponent) {
    if (exponent % stride != 0) continue;
    for (const double factor : factors)
      if (const double value = factor * std::pow(10.0, exponent); axis.holds(value)) values.push_back(value);
  }
  return values;
}

std::string label(double value, double spacing) {
  const double size = std::max(std::abs(value), spacing);
  const int digits = 1 + static_cast<int>(std::floor(std::log10(size) + 1e-9) - std::floor(std::log10(spacing) + 1e-9));
  if (std::abs(value) >= 1e4 && digits <= 2) return compact(value);
  return readable(value, std::max(digits + 1, 3));  // one more for steps of 2.5
}

}  // namespace

Ticks axis_ticks(double low, double high, bool logarithmic, const TickRoom& room) {
  // what rounding leaves of a range too narrow has no round numbers
  if (!(high - low > 1e-11 * std::max(std::abs(low), std::abs(high))) || !std::isfinite(high - low)) return {};
  const Axis axis{low, high, logarithmic, room};
  std::vector<std::vector<double>> series;
  if (logarithmic) {
    const int most = std::max(1, static_cast<int>(std::log10(high / low)));
    for (int stride = 1; stride <= most; ++stride) series.push_back(decades(axis, stride, {1.0}));
    series.push_back(decades(axis, 1, {1.0, 3.0}));
    series.push_back(decades(axis, 1, {1.0, 2.0, 5.0}));
    series.push_back(decades(axis, 1, {1.0, 2.0, 3.0, 5.0}));
  }
  if (!logarithmic || high < 20.0 * low) {
    const double magnitude = std::pow(10.0, std::floor(std::log10(high - low)));
    for (const double power : {magnitude, magnitude / 10.0, magnitude / 100.0})
      for (const double factor : {5.0, 2.5, 2.0, 1.0}) series.push_back(multiples(axis, factor * power));
  }
  const std::vector<double>* best = nullptr;  // of equals the first: the roundest
  for (const auto& values : series)
    if (axis.fits(values) && (best == nullptr || values.size() > best->size())) best = &values;
  Ticks ticks;
  if (best == nullptr) return ticks;
  for (std::size_t i = 0; i < best->size(); ++i) {
    const double value = (*best)[i];
    double spacing = best->size() > 1 ? std::abs((*best)[i > 0 ? i - 1 : 1] - value) : std::abs(value);
    if (i + 1 < best->size()) spacing = std::min(spacing, (*best)[i + 1] - value);
    ticks.values.push_back(value);
    ticks.labels.push_back(label(value, spacing > 0.0 ? spacing : 1.0));
  }
  return ticks;
}

void set_ticks(ImAxis axis, const Ticks& ticks) {
  std::vector<const char*> labels;
  for (const std::string& label : ticks.labels) labels.push_back(label.c_str());
  ImPlot::SetupAxisTicks(axis, ticks.values.data(), static_cast<int>(ticks.values.size()), labels.data());
}

}  // namespace tiltscape
