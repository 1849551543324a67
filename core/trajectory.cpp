// Records kept, and looked up by step and by stretch.
#include "core/trajectory.h"

#include <algorithm>

namespace tiltscape {

Trajectory::Trajectory(Columns columns) : columns_(std::move(columns)) {}

void Trajectory::append(const Records& records) {
  const std::size_t kept = size() - std::min(size(), records.retracted);
  steps_.keep(kept);
  counts_.keep(kept);
  seconds_.keep(kept);
  values_.keep(kept * columns_.width());
  pyramid_.keep(kept, columns_.width());
  steps_.append(records.steps);
  counts_.append(records.counts);
  seconds_.append(records.seconds);
  values_.append(records.values);
  pyramid_.grow(table());
}

Records Trajectory::records() const {
  Records all;
  for (std::size_t row = 0; row < size(); ++row) {
    all.steps.push_back(steps_[row]);
    all.counts.push_back(counts_[row]);
    all.seconds.push_back(seconds_[row]);
  }
  for (std::size_t i = 0; i < values_.size(); ++i) all.values.push_back(values_[i]);
  return all;
}

std::optional<Vector> Trajectory::point(std::size_t row) const {
  const std::size_t first = columns_.position();
  if (first == Columns::npos || row >= size()) return std::nullopt;
  Vector x(static_cast<Eigen::Index>(columns_.names.size() - first));
  for (Eigen::Index i = 0; i < x.size(); ++i) x[i] = value(row, first + static_cast<std::size_t>(i));
  return x;
}

std::size_t Trajectory::row_at(std::uint64_t step) const {
  std::size_t low = 0, high = size();  // the first row beyond the step lies between
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (steps_[middle] <= step)
      low = middle + 1;
    else
      high = middle;
  }
  return low == 0 ? 0 : low - 1;
}

Peaks Trajectory::peaks(std::size_t column, std::size_t first, std::size_t last) const {
  return pyramid_.peaks(table(), column, first, last);
}

Extremes Trajectory::extremes(std::size_t column, std::size_t first, std::size_t last) const {
  return pyramid_.extremes(table(), column, first, last);
}

std::optional<std::size_t> Trajectory::last_measured(std::size_t column, std::size_t row) const {
  return pyramid_.last_finite(table(), column, row);
}

std::optional<std::size_t> Trajectory::first_measured(std::size_t column, std::size_t row) const {
  return pyramid_.first_finite(table(), column, row);
}

std::vector<std::uint32_t> Trajectory::path(std::size_t column, const Bounds& bounds, std::size_t last) const {
  return path_rows(table(), pyramid_, column, bounds, last);
}

const std::vector<std::uint32_t>& Trajectory::path(PathOutline& outline, std::size_t column, const Bounds& bounds,
                                                   std::size_t last) const {
  return outline.rows(table(), pyramid_, column, bounds, last);
}

}  // namespace tiltscape
