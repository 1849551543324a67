// From a surface's values to the colour map: linear, logarithmic or by quantiles; and the round values worth a line.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "core/surface.h"

namespace tiltscape {

/// The last two are chosen by what is shown and not by scenes: 0 in the middle, and the same to either side of it.
enum class ColourScaleKind { linear, log, quantile, centred, centred_log };

template <>
struct Choices<ColourScaleKind> {
  static constexpr std::array names = {"linear", "log", "quantile"};
};

class ColourScale {
 public:
  static constexpr int knots = 33;

  ColourScale() = default;
  /// Of the grid's finite values. The logarithm is of the height above `base`: 0, or the least value where that is
  /// negative. Beside places where f is infinite or NaN it may be as large as one likes: there a linear scale ends
  /// where all but a few cells do. A centred logarithm is one of 1 + |v|/base, with a base of a
  /// thousandth.
  ColourScale(ColourScaleKind kind, const Grid& grid);

  bool operator==(const ColourScale&) const = default;

  ColourScaleKind kind() const { return kind_; }
  bool centred() const { return kind_ == ColourScaleKind::centred || kind_ == ColourScaleKind::centred_log; }
  double low() const { return low_; }    ///< lowest colour, of a centred scale the least value
  double high() const { return high_; }  ///< highest colour, of a centred scale the largest value
  double base() const { return base_; }
  /// Whether there are values beyond the highest and lowest colours.
  bool cut_above() const { return cut_above_; }
  bool cut_below() const { return cut_below_; }
  /// No two different finite values.
  bool flat() const { return !(high_ > low_); }
  /// For quantile: values at equal parts of the colours.
  const std::array<float, knots>& quantiles() const { return quantiles_; }

  /// Place on the colour map, 0 to 1.
  double place(double value) const;
  /// The value that has this place.
  double value_at(double place) const;
  /// About `wanted` round values (the logarithm's are round above the base), ascending.
  std::vector<double> round_values(int wanted) const;
  /// How such values are written; a logarithm's above a base other than 0 with a plus.
  std::vector<std::string> labels(const std::vector<double>& values) const;
  /// The contour lines' values: at most `most_levels`, ascending.
  static constexpr std::size_t most_levels = 48;
  std::vector<double> contour_levels() const;

 private:
  ColourScaleKind kind_ = ColourScaleKind::linear;
  void cut(const std::vector<float>& values);
  /// As far as the colours of a centred one go to either side of 0.
  double end() const { return std::max(std::abs(low_), std::abs(high_)); }

  double low_ = 0.0, high_ = 0.0, base_ = 0.0;
  bool cut_above_ = false, cut_below_ = false;
  std::array<float, knots> quantiles_{};
};

/// One scale for both surfaces, so that they can be compared. A logarithmic one begins where both do: f may reach 0
/// where no average does.
ColourScale common_scale(ColourScaleKind kind, const Grid& first, const Grid& second);

}  // namespace tiltscape
