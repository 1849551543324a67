// The pyramid of extremes, and paths as fine as is seen.
#include "core/trajectory.h"

#include <algorithm>
#include <limits>

namespace tiltscape {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/// What the pyramid holds for a stretch without values: the union with anything is that.
constexpr Extremes none{infinity, -infinity};

/// Ignores a NaN that is joined: std::min and std::max keep the first where they cannot compare.
void join(Extremes& all, const Extremes& part) {
  all.low = std::min(all.low, part.low);
  all.high = std::max(all.high, part.high);
}

}  // namespace

Trajectory::Trajectory(Columns columns) : columns_(std::move(columns)) {}

Extremes Trajectory::leaf(std::size_t column, std::size_t first, std::size_t last) const {
  Extremes all = none;
  for (std::size_t row = first; row < last; ++row) join(all, {value(row, column), value(row, column)});
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
        Extremes all = none;
        if (level == 0) {
          all = leaf(column, node * fan, (node + 1) * fan);
        } else {
          for (std::size_t i = node * fan; i < (node + 1) * fan; ++i)
            join(all, levels_[level - 1].nodes[i * width + column]);
        }
        nodes.push_back(all);
      }
    below = count;
  }
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

Extremes Trajectory::extremes(std::size_t column, std::size_t first, std::size_t last) const {
  Extremes all = none;
  const auto read = [&](std::size_t level, std::size_t from, std::size_t to) {
    if (level == 0) return join(all, leaf(column, from, to));
    const Extremes* const nodes = levels_[level - 1].nodes.data() + column;
    for (std::size_t i = from; i < to; ++i) join(all, nodes[i * columns_.width()]);
  };
  // Climb while both ends can be trimmed to whole nodes of the level above.
  std::size_t low = first, high = std::max(first, std::min(last, size()));
  for (std::size_t level = 0;; ++level) {
    const std::size_t whole_low = (low + fan - 1) / fan, whole_high = high / fan;
    if (level >= levels_.size() || whole_low >= whole_high) {
      read(level, low, high);
      break;
    }
    read(level, low, whole_low * fan);
    read(level, whole_high * fan, high);
    low = whole_low;
    high = whole_high;
  }
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  return all.low <= all.high ? all : Extremes{nothing, nothing};
}

std::size_t Trajectory::cheap_end(std::size_t first, std::size_t last) const {
  std::size_t node = 1;
  while (node * fan * 4 <= last - first) node *= fan;
  return last / node * node;
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
