// The pyramid of extremes and the thinned outline of a trajectory.
#include "core/trajectory.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tiltscape {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// NaN-ignoring union: fmin and fmax return the number where one of two is NaN.
Extremes join(Extremes a, Extremes b) { return {std::fmin(a.low, b.low), std::fmax(a.high, b.high)}; }

}  // namespace

Trajectory::Trajectory(Columns columns) : columns_(std::move(columns)) {}

Extremes Trajectory::leaf(std::size_t column, std::size_t first, std::size_t last) const {
  Extremes all{nothing, nothing};
  for (std::size_t row = first; row < last; ++row) all = join(all, {value(row, column), value(row, column)});
  return all;
}

void Trajectory::append(const Records& records) {
  const std::size_t before = size();
  records_.append(records);
  const std::size_t width = columns_.width();

  // Complete nodes only: what is not covered by one is read from below.
  std::size_t below = size();
  for (std::size_t level = 0; below >= fan; ++level) {
    if (levels_.size() == level) levels_.emplace_back();
    auto& nodes = levels_[level].nodes;
    const std::size_t count = below / fan;
    for (std::size_t node = nodes.size() / width; node < count; ++node)
      for (std::size_t column = 0; column < width; ++column) {
        Extremes all{nothing, nothing};
        if (level == 0) {
          all = leaf(column, node * fan, (node + 1) * fan);
        } else {
          for (std::size_t i = node * fan; i < (node + 1) * fan; ++i)
            all = join(all, levels_[level - 1].nodes[i * width + column]);
        }
        nodes.push_back(all);
      }
    below = count;
  }

  constexpr std::size_t most = 2048;
  for (std::size_t row = before; row < size(); ++row)
    if (row % outline_stride_ == 0) outline_.push_back(static_cast<std::uint32_t>(row));
  while (outline_.size() > most) {
    outline_stride_ *= 2;
    std::erase_if(outline_, [this](std::uint32_t row) { return row % outline_stride_ != 0; });
  }
}

std::size_t Trajectory::row_at(std::uint64_t step) const {
  const auto after = std::ranges::upper_bound(records_.steps, step);
  return after == records_.steps.begin() ? 0 : static_cast<std::size_t>(after - records_.steps.begin()) - 1;
}

Extremes Trajectory::extremes(std::size_t column, std::size_t first, std::size_t last) const {
  Extremes all{nothing, nothing};
  last = std::min(last, size());
  if (first >= last) return all;
  // Climb while both ends can be trimmed to whole nodes of the level above.
  std::size_t low = first, high = last;
  const auto read = [&](std::size_t level, std::size_t from, std::size_t to) {
    if (level == 0) return leaf(column, from, to);
    Extremes part{nothing, nothing};
    for (std::size_t i = from; i < to; ++i) part = join(part, levels_[level - 1].nodes[i * columns_.width() + column]);
    return part;
  };
  for (std::size_t level = 0;; ++level) {
    const std::size_t whole_low = (low + fan - 1) / fan, whole_high = high / fan;
    if (level >= levels_.size() || whole_low >= whole_high) return join(all, read(level, low, high));
    all = join(all, read(level, low, whole_low * fan));
    all = join(all, read(level, whole_high * fan, high));
    low = whole_low;
    high = whole_high;
  }
}

}  // namespace tiltscape
