// A pyramid of extremes over a table that grows row by row: what any stretch of any column reaches, and where, in
// O(log n).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "core/blocks.h"

namespace tiltscape {

/// Doubles row by row, which are the caller's; NaN where something was not measured.
struct Table {
  const Blocks<double>& values;
  std::size_t width;
  std::size_t rows() const { return width == 0 ? 0 : values.size() / width; }
  double at(std::size_t row, std::size_t column) const { return values[row * width + column]; }
};

/// Lowest and highest value of a stretch.
struct Extremes {
  double low, high;
};

/// The same, and the rows that have them.
struct Peaks {
  static constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();
  static constexpr double infinity = std::numeric_limits<double>::infinity();
  double low = infinity, high = -infinity;  ///< low > high where all of it is NaN
  std::uint32_t low_row = nowhere, high_row = nowhere;

  bool empty() const { return low > high; }
  void join(const Peaks& part) {
    if (part.low < low) {
      low = part.low;
      low_row = part.low_row;
    }
    if (part.high > high) {
      high = part.high;
      high_row = part.high_row;
    }
  }
};

/// The table is the caller's, and the same at every call but for what was appended, or taken back with keep().
class Pyramid {
 public:
  /// Forgets what lies beyond the first `rows`.
  void keep(std::size_t rows, std::size_t width);
  /// Takes in what was appended.
  void grow(const Table& table);

  /// Of rows first … last − 1; NaN where there is nothing else.
  Extremes extremes(const Table& table, std::size_t column, std::size_t first, std::size_t last) const;
  Peaks peaks(const Table& table, std::size_t column, std::size_t first, std::size_t last) const;
  /// The last row at or before `row` that has a finite value in the column.
  std::optional<std::size_t> last_finite(const Table& table, std::size_t column, std::size_t row) const;
  /// The first row at or after `row` that has one.
  std::optional<std::size_t> first_finite(const Table& table, std::size_t column, std::size_t row) const;
  /// Instead of `last` ≥ first, less than a quarter of the way before it: where a stretch ends that is made of whole
  /// nodes, if it began at such an end.
  static std::size_t cheap_end(std::size_t first, std::size_t last);

 private:
  /// Whether rows first … last − 1 have more than NaN and one of the infinities.
  bool any_finite(const Table& table, std::size_t column, std::size_t first, std::size_t last) const;

  static constexpr std::size_t fan = 16;  ///< rows, or nodes below, a node
  /// Complete nodes only: node × width + column. Values and rows apart, since most of what is asked is values.
  struct Level {
    Blocks<Extremes> values{};                    ///< low > high where all is NaN
    Blocks<std::array<std::uint32_t, 2>> rows{};  ///< of the lowest and the highest
  };
  Peaks peak(std::size_t level, std::size_t place) const {
    const Level& at = levels_[level];
    return {at.values[place].low, at.values[place].high, at.rows[place][0], at.rows[place][1]};
  }
  /// Calls read(level, from, to) for the fewest stretches of rows (level 0) or nodes that make up first … last − 1.
  template <class Read>
  void climb(std::size_t first, std::size_t last, const Read& read) const {
    std::size_t low = first, high = std::max(first, last);
    for (std::size_t level = 0;; ++level) {
      const std::size_t whole_low = (low + fan - 1) / fan, whole_high = high / fan;
      if (level >= levels_.size() || whole_low >= whole_high) return read(level, low, high);
      read(level, low, whole_low * fan);
      read(level, whole_high * fan, high);
      low = whole_low;
      high = whole_high;
    }
  }

  std::vector<Level> levels_{};
};

}  // namespace tiltscape
