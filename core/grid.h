// Values on the cells of a rectangle, for pictures.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tiltscape {

using Bounds = std::array<std::array<double, 2>, 2>;  ///< [axis][low, high]

/// Why a cell has no value. What covers several is named by the largest.
enum class Hole : std::uint8_t {
  none,
  infinite,   ///< infinite, or beyond what single precision holds; for an average: somewhere in the neighbourhood
  undefined,  ///< NaN, or somewhere in the neighbourhood
  absent      ///< no point has these coordinates
};

/// "f is infinite here", "f is NaN here", "no point here"; of averages "f is infinite within the neighbourhood". Empty
/// where there is no hole.
std::string_view hole_name(Hole hole, bool average = false);

/// The least and the greatest of some finite values; ∞ and −∞ where there are none.
struct ValueRange {
  float low, high;
};
/// Of those that are finite.
ValueRange finite_range(std::span<const float> values);

/// Values at cell centres, row by row from the lowest second coordinate; NaN where there is a hole.
struct Grid {
  int columns = 0, rows = 0;
  Bounds bounds{};
  std::vector<float> values;
  std::vector<Hole> holes{};  ///< a cell, as `values`; empty where there are none
  /// How much of each cell has points (see chart_cover); empty where all of every cell has, or it is not known.
  std::vector<float> cover{};

  bool empty() const { return values.empty(); }
  std::size_t index(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column);
  }
  float at(int column, int row) const { return values[index(column, row)]; }
  Hole hole(int column, int row) const { return holes.empty() ? Hole::none : holes[index(column, row)]; }
  /// Width and height of a cell.
  Eigen::Vector2d cell() const;
  Eigen::Vector2d centre(int column, int row) const;
  /// Linear between cell centres, constant beyond the outermost; NaN outside the bounds and beside a NaN.
  double interpolate(const Eigen::Vector2d& at) const;
  /// Why `interpolate` gives NaN within the bounds.
  Hole hole(const Eigen::Vector2d& at) const;
  /// Whether f has such a hole anywhere.
  bool has(Hole hole) const;

  /// Cells first … last − 1 of an axis.
  struct Stretch {
    int first = 0, last = 0;
  };
  /// Of these cells.
  ValueRange range(Stretch across, Stretch upwards) const;
};

}  // namespace tiltscape
