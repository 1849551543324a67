// Records kept, and looked up by step and by stretch.
#include "core/trajectory.h"

#include <algorithm>

namespace tiltscape {

Trajectory::Trajectory(Columns columns) : columns_(std::move(columns)) {}

void Trajectory::append(const Records& records) {
  pyramid_.keep(size() - std::min(size(), records.retracted), columns_.width());
  records_.append(records);
  pyramid_.grow(table());
}

std::optional<Vector> Trajectory::point(std::size_t row) const {
  const std::size_t first = columns_.position();
  if (first == Columns::npos || row >= size()) return std::nullopt;
  return Eigen::Map<const Vector>(&records_.values[row * columns_.width() + first],
                                  static_cast<Eigen::Index>(columns_.names.size() - first));
}

std::size_t Trajectory::row_at(std::uint64_t step) const {
  const auto after = std::ranges::upper_bound(records_.steps, step);
  return after == records_.steps.begin() ? 0 : static_cast<std::size_t>(after - records_.steps.begin()) - 1;
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
