// Ranges and quantiles of a grid, and the three ways to colour them.
#include "app/views/colour_scale.h"

#include <algorithm>
#include <cmath>

#include "app/format.h"
#include "app/views/axes.h"

namespace tiltscape {
namespace {

/// Finite values; of large grids every nth.
std::vector<float> sample(const Grid& grid) {
  const std::size_t stride = std::max<std::size_t>(1, grid.values.size() / 8192);
  std::vector<float> values;
  values.reserve(grid.values.size() / stride + 1);
  for (std::size_t i = 0; i < grid.values.size(); i += stride) {
    if (std::isfinite(grid.values[i])) values.push_back(grid.values[i]);
  }
  return values;
}

/// To two significant digits.
double rounded(double value) {
  if (value == 0.0) return 0.0;
  const double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 1.0);
  return std::round(value / unit) * unit;
}

}  // namespace

ColourScale::ColourScale(ColourScaleKind kind, const Grid& grid) : kind_(kind) {
  if (const ValueRange all = finite_range(grid.values); all.low <= all.high) {
    low_ = static_cast<double>(all.low);
    high_ = static_cast<double>(all.high);
  }
  base_ = kind == ColourScaleKind::centred_log ? 1e-3 * end() : 0.0;
  if (centred()) return;
  if (flat()) return;
  const bool linear = kind_ == ColourScaleKind::linear;
  const bool poles = grid.has(Hole::infinite) || grid.has(Hole::undefined);
  if (linear && !poles) return;
  std::vector<float> values = sample(grid);
  if (kind_ == ColourScaleKind::log) {
    // from the lowest thousandth up: f reaches 0 at its minimum, where the logarithm has no end
    const auto lowest = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 1000);
    std::nth_element(values.begin(), lowest, values.end());
    base_ = std::min(low_, 0.0);
    low_ = base_ + std::max({low_ - base_, static_cast<double>(*lowest) - base_, (high_ - base_) * 1e-9});
    return;
  }
  std::sort(values.begin(), values.end());
  if (linear) {
    cut(values);
    return;
  }
  for (std::size_t i = 0; i < quantiles_.size(); ++i) {
    quantiles_[i] = values[i * (values.size() - 1) / (quantiles_.size() - 1)];
  }
  quantiles_.front() = static_cast<float>(low_);
  quantiles_.back() = static_cast<float>(high_);
}

/// At most as far beyond all but a twentieth of the values as those reach from the median.
void ColourScale::cut(const std::vector<float>& values) {
  const auto quantile = [&values](std::size_t twentieths) {
    return static_cast<double>(values[twentieths * (values.size() - 1) / 20]);
  };
  const double middle = quantile(10), above = 2.0 * quantile(19) - middle, below = 2.0 * quantile(1) - middle;
  cut_above_ = above < high_;
  cut_below_ = below > low_;
  if (cut_above_) high_ = above;
  if (cut_below_) low_ = below;
}

ColourScale common_scale(ColourScaleKind kind, const Grid& first, const Grid& second) {
  Grid both = first;
  both.values.insert(both.values.end(), second.values.begin(), second.values.end());
  both.holes.insert(both.holes.end(), second.holes.begin(), second.holes.end());
  if (kind == ColourScaleKind::log) {
    const auto least = static_cast<float>(std::max(ColourScale(kind, first).low(), ColourScale(kind, second).low()));
    for (float& value : both.values) value = std::max(value, least);
  }
  return {kind, both};
}

double ColourScale::place(double value) const {
  if (flat()) return 0.5;
  double u = 0.0;
  if (kind_ == ColourScaleKind::linear) {
    u = (value - low_) / (high_ - low_);
  } else if (kind_ == ColourScaleKind::centred) {
    u = 0.5 + 0.5 * value / end();
  } else if (kind_ == ColourScaleKind::centred_log) {
    u = 0.5 + std::copysign(0.5 * std::log1p(std::abs(value) / base_) / std::log1p(end() / base_), value);
  } else if (kind_ == ColourScaleKind::log) {
    u = value > base_ ? std::log((value - base_) / (low_ - base_)) / std::log((high_ - base_) / (low_ - base_)) : 0.0;
  } else {
    const auto above = std::upper_bound(quantiles_.begin() + 1, quantiles_.end() - 1, static_cast<float>(value));
    const double from = *(above - 1), to = *above;
    const double part = to > from ? std::clamp((value - from) / (to - from), 0.0, 1.0) : 0.0;
    u = (static_cast<double>(above - 1 - quantiles_.begin()) + part) / (knots - 1);
  }
  return std::clamp(u, 0.0, 1.0);
}

double ColourScale::value_at(double place) const {
  if (flat()) return low_;
  const double u = std::clamp(place, 0.0, 1.0);
  if (kind_ == ColourScaleKind::linear) return low_ + u * (high_ - low_);
  if (kind_ == ColourScaleKind::centred) return (2.0 * u - 1.0) * end();
  if (kind_ == ColourScaleKind::centred_log)
    return std::copysign(base_ * std::expm1(std::abs(2.0 * u - 1.0) * std::log1p(end() / base_)), u - 0.5);
  if (kind_ == ColourScaleKind::log) return base_ + (low_ - base_) * std::pow((high_ - base_) / (low_ - base_), u);
  const double knot = u * (knots - 1);
  const auto below = std::min(static_cast<std::size_t>(knot), static_cast<std::size_t>(knots - 2));
  const double part = knot - static_cast<double>(below);
  return (1.0 - part) * static_cast<double>(quantiles_[below]) + part * static_cast<double>(quantiles_[below + 1]);
}

std::vector<double> ColourScale::round_values(int wanted) const {
  if (flat()) return {};
  if (kind_ == ColourScaleKind::linear) return linear_ticks(low_, high_, wanted);
  if (kind_ == ColourScaleKind::centred) return linear_ticks(-end(), end(), wanted);
  std::vector<double> values;
  if (kind_ == ColourScaleKind::centred_log) {
    const auto side = log_ticks(base_, end(), std::max(2, wanted / 2));
    for (auto value = side.rbegin(); value != side.rend(); ++value) values.push_back(-*value);
    values.push_back(0.0);
    values.insert(values.end(), side.begin(), side.end());
    return values;
  }
  if (kind_ == ColourScaleKind::log) {
    values = log_ticks(low_ - base_, high_ - base_, wanted);
    if (values.size() < 3) values = linear_ticks(low_ - base_, high_ - base_, wanted);
    for (double& value : values) value += base_;
    return values;
  }
  for (int i = 1; i < wanted; ++i) {
    values.push_back(rounded(static_cast<double>(quantiles_[static_cast<std::size_t>(i * (knots - 1) / wanted)])));
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  std::erase_if(values, [this](double value) { return value <= low_ || value >= high_; });
  return values;
}

std::vector<std::string> ColourScale::labels(const std::vector<double>& values) const {
  if (kind_ == ColourScaleKind::linear || kind_ == ColourScaleKind::centred) return linear_labels(values);
  std::vector<std::string> labels;
  for (const double value : values) {
    const bool above = kind_ == ColourScaleKind::log && base_ != 0.0;
    const double number = above ? value - base_ : value;
    const double size = std::abs(number);
    labels.push_back(above ? std::string("+") : std::string());
    labels.back() += size >= 1e5 ? compact(number) : readable(number, 3);
  }
  return labels;
}

std::vector<double> ColourScale::contour_levels() const {
  constexpr int wanted = 14;
  std::vector<double> levels = round_values(wanted);
  if (levels.size() > most_levels) levels.resize(most_levels);
  return levels;
}

}  // namespace tiltscape
