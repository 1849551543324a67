// Trajectories: the records of one run as the window keeps them, with a pyramid of extremes so that any stretch draws
// in as many pieces as there are pixels and no spike is lost.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/loss_function.h"
#include "core/record.h"

namespace tiltscape {

/// Lowest and highest value of one column over a stretch of records; NaN where all of it is unmeasured.
struct Extremes {
  double low, high;
};

class Trajectory {
 public:
  Trajectory() = default;
  explicit Trajectory(Columns columns);

  /// Adds a batch; what it retracts is gone as if it had never been.
  void append(const Records& records);
  std::size_t size() const { return records_.size(); }
  bool empty() const { return size() == 0; }
  const Columns& columns() const { return columns_; }
  std::uint64_t step(std::size_t row) const { return records_.steps[row]; }
  const Counts& counts(std::size_t row) const { return records_.counts[row]; }
  double seconds(std::size_t row) const { return records_.seconds[row]; }
  double value(std::size_t row, std::size_t column) const { return records_.values[row * columns_.width() + column]; }
  const Records& records() const { return records_; }
  /// Whether records hold x (d ≤ 8, landscapes).
  bool has_points() const { return columns_.position() != Columns::npos; }
  /// x at a row; nothing where it is not recorded, or there is no such row.
  std::optional<Vector> point(std::size_t row) const;

  /// The last row at or before a step; 0 where there is none.
  std::size_t row_at(std::uint64_t step) const;
  /// Over rows first … last − 1, in O(log n).
  Extremes extremes(std::size_t column, std::size_t first, std::size_t last) const;
  /// Instead of `last` ≥ first, less than a quarter of the way before it: where a stretch ends that is made of whole
  /// nodes of the pyramid, if it began at such an end.
  std::size_t cheap_end(std::size_t first, std::size_t last) const;

  /// Rows up to `last` that draw the path in two columns next to one another, finer where it lies within `bounds`
  /// ([axis][low, high]): about 4096 however long the run, all of them where there are no more.
  std::vector<std::uint32_t> path(std::size_t column, const std::array<std::array<double, 2>, 2>& bounds,
                                  std::size_t last) const;

 private:
  static constexpr std::size_t fan = 16;  ///< records, or nodes below, a node of the pyramid
  struct Level {
    std::vector<Extremes> nodes;  ///< node × width + column; low > high where all is unmeasured
  };
  /// Keeps what the pyramid has of the first `rows`.
  void forget_after(std::size_t rows);
  Extremes leaf(std::size_t column, std::size_t first, std::size_t last) const;

  Columns columns_;
  Records records_;
  std::vector<Level> levels_;
};

}  // namespace tiltscape
