// Trajectories: the records of one run as the window keeps them, with a pyramid of extremes so that any stretch draws
// in as many pieces as there are pixels and no spike is lost.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/blocks.h"
#include "core/loss_function.h"
#include "core/path_rows.h"
#include "core/record.h"

namespace tiltscape {

class Trajectory {
 public:
  Trajectory() = default;
  explicit Trajectory(Columns columns);

  /// Adds a batch; what it retracts is gone as if it had never been.
  void append(const Records& records);
  std::size_t size() const { return steps_.size(); }
  bool empty() const { return size() == 0; }
  const Columns& columns() const { return columns_; }
  std::uint64_t step(std::size_t row) const { return steps_[row]; }
  const Counts& counts(std::size_t row) const { return counts_[row]; }
  double seconds(std::size_t row) const { return seconds_[row]; }
  double value(std::size_t row, std::size_t column) const { return values_[row * columns_.width() + column]; }
  /// A copy of all of them.
  Records records() const;
  /// Whether records hold x (d ≤ 8, landscapes).
  bool has_points() const { return columns_.position() != Columns::npos; }
  /// x at a row; nothing where it is not recorded, or there is no such row.
  std::optional<Vector> point(std::size_t row) const;

  /// The last row at or before a step; 0 where there is none.
  std::size_t row_at(std::uint64_t step) const;
  /// Over rows first … last − 1, in O(log n).
  Extremes extremes(std::size_t column, std::size_t first, std::size_t last) const;
  /// The same with the rows that have them.
  Peaks peaks(std::size_t column, std::size_t first, std::size_t last) const;
  /// The last row at or before `row` where the column was measured and is finite, in O(log² n).
  std::optional<std::size_t> last_measured(std::size_t column, std::size_t row) const;
  /// The first one at or after it.
  std::optional<std::size_t> first_measured(std::size_t column, std::size_t row) const;
  /// See Pyramid::cheap_end.
  static std::size_t cheap_end(std::size_t first, std::size_t last) { return Pyramid::cheap_end(first, last); }

  /// Rows up to `last` that draw the path in two columns next to one another: see path_rows.
  std::vector<std::uint32_t> path(std::size_t column, const Bounds& bounds, std::size_t last) const;
  /// The same, with what the outline has kept of this trajectory.
  const std::vector<std::uint32_t>& path(PathOutline& outline, std::size_t column, const Bounds& bounds,
                                         std::size_t last) const;

 private:
  Table table() const { return {values_, columns_.width()}; }

  Columns columns_;
  Blocks<std::uint64_t> steps_;
  Blocks<Counts> counts_;
  Blocks<double> seconds_;
  Blocks<double> values_;  ///< rows of columns_.width()
  Pyramid pyramid_;
};

}  // namespace tiltscape
