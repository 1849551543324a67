// The pyramid of extremes, and paths as fine as is seen.
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

void Trajectory::forget_after(std::size_t rows) {
  std::size_t below = rows;
  for (Level& level : levels_) {
    below /= fan;
    level.nodes.resize(std::min(level.nodes.size(), below * columns_.width()));
  }
}

void Trajectory::append(const Records& records) {
  forget_after(size() - std::min(size(), records.retracted));
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

std::vector<std::uint32_t> Trajectory::path(std::size_t column, const std::array<std::array<double, 2>, 2>& bounds,
                                            std::size_t last) const {
  constexpr std::size_t most = 4096;
  struct Piece {
    std::size_t first, span;  ///< rows
    bool visible;
  };
  const std::size_t end = std::min(last + 1, size());
  const auto visible = [&](std::size_t first, std::size_t span) {
    for (const std::size_t axis : {std::size_t{0}, std::size_t{1}}) {
      // with the next row: a long stride may cross what is seen
      const Extremes all = extremes(column + axis, first, std::min(first + span + 1, end));
      if (!(all.low <= bounds[axis][1] && all.high >= bounds[axis][0])) return false;
    }
    return true;
  };
  std::size_t span = 1;
  while (span * fan < end) span *= fan;
  std::vector<Piece> pieces;
  for (std::size_t first = 0; first < end; first += span) pieces.push_back({first, span, visible(first, span)});
  // what is seen is divided again and again, as long as the rows stay few
  for (; span > 1; span /= fan) {
    const auto seen = static_cast<std::size_t>(std::ranges::count(pieces, true, &Piece::visible));
    if (pieces.size() + seen * (fan - 1) > most) break;
    std::vector<Piece> finer;
    for (const Piece& piece : pieces) {
      if (!piece.visible) finer.push_back(piece);
      for (std::size_t i = 0; piece.visible && i < fan && piece.first + i * span / fan < end; ++i)
        finer.push_back({piece.first + i * span / fan, span / fan, visible(piece.first + i * span / fan, span / fan)});
    }
    pieces = std::move(finer);
  }
  std::vector<std::uint32_t> rows;
  for (const Piece& piece : pieces) rows.push_back(static_cast<std::uint32_t>(piece.first));
  if (end > 0 && rows.back() != end - 1) rows.push_back(static_cast<std::uint32_t>(end - 1));
  return rows;
}

}  // namespace tiltscape
