// The piece that reaches furthest on the screen is halved, again and again, as long as the rows stay few.
#include "core/path_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace tiltscape {
namespace {

constexpr std::size_t shortest = 4;  ///< rows of a piece that is drawn with all of them: its extremes are no fewer
constexpr double point_like = 1.0 / 4096.0;  ///< of the view: smaller pieces look like points

struct Stretch {
  std::size_t first, span;             ///< rows
  double reach;                        ///< its longer side, in views; 0 where nothing of it is seen
  std::array<std::uint32_t, 4> peaks;  ///< rows of its extremes

  bool visible() const { return reach > 0.0; }
  /// So many rows draw it, at most: its first and its extremes.
  std::size_t rows() const { return visible() ? std::min<std::size_t>(span, 5) : 1; }
  /// How much is gained by halving it. Long pieces count more, or a path that hovers would spend all the rows on a
  /// part of it.
  double urgency() const { return reach * std::sqrt(std::sqrt(static_cast<double>(span))); }
};

void append_rows(const Stretch& piece, std::size_t end, std::vector<std::uint32_t>& rows) {
  std::array<std::uint32_t, 5> wanted{};
  wanted.fill(Peaks::nowhere);
  wanted[0] = static_cast<std::uint32_t>(piece.first);
  if (piece.visible() && piece.span <= shortest) {
    for (std::size_t i = 1; i < piece.span && piece.first + i < end; ++i)
      wanted[i] = wanted[0] + static_cast<unsigned>(i);
  } else if (piece.visible()) {
    std::ranges::copy(piece.peaks, wanted.begin() + 1);
    std::ranges::sort(wanted);
  }
  for (const std::uint32_t row : wanted)
    if (row != Peaks::nowhere && (rows.empty() || rows.back() != row)) rows.push_back(row);
}

/// Of rows first … end − 1, at most `most` and the last.
std::vector<std::uint32_t> rows_of_part(const Table& table, const Pyramid& pyramid, std::size_t column,
                                        const Bounds& bounds, std::size_t from, std::size_t end, std::size_t most) {
  std::vector<std::uint32_t> rows;
  if (end - from <= most) {
    rows.resize(end - from);
    std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(from));
    return rows;
  }
  Bounds view = bounds;  // as far as the path reaches into it
  for (const std::size_t axis : {std::size_t{0}, std::size_t{1}}) {
    const Extremes all = pyramid.extremes(table, column + axis, 0, end);
    view[axis] = {std::max(bounds[axis][0], all.low), std::min(bounds[axis][1], all.high)};
  }
  const auto piece = [&](std::size_t first, std::size_t span) {
    Stretch made{.first = first, .span = span, .reach = point_like, .peaks = {}};
    for (const std::size_t axis : {std::size_t{0}, std::size_t{1}}) {
      // with the next row: a long stride may cross what is seen
      const Peaks all = pyramid.peaks(table, column + axis, first, std::min(first + span + 1, end));
      made.peaks[2 * axis] = all.low_row;
      made.peaks[2 * axis + 1] = all.high_row;
      const double seen = std::min(all.high, view[axis][1]) - std::max(all.low, view[axis][0]);
      if (!(seen >= 0.0) || !made.visible())
        made.reach = 0.0;
      else if (seen > 0.0)
        made.reach = std::max(made.reach, seen / (view[axis][1] - view[axis][0]));
    }
    return made;
  };
  std::size_t span = shortest;
  while (span * 16 < end - from) span *= 2;
  std::vector<Stretch> growing, done;
  std::size_t total = 0;
  const auto add = [&](const Stretch& made) {
    total += made.rows();
    if (made.reach > point_like && made.span > shortest) {
      growing.push_back(made);
      std::ranges::push_heap(growing, {}, &Stretch::urgency);
    } else {
      done.push_back(made);
    }
  };
  for (std::size_t first = from; first < end; first += span) add(piece(first, span));
  while (!growing.empty() && total + 5 <= most) {
    std::ranges::pop_heap(growing, {}, &Stretch::urgency);
    const Stretch whole = growing.back();
    growing.pop_back();
    total -= whole.rows();
    for (std::size_t first = whole.first; first < std::min(whole.first + whole.span, end); first += whole.span / 2)
      add(piece(first, whole.span / 2));
  }
  done.insert(done.end(), growing.begin(), growing.end());
  std::ranges::sort(done, {}, &Stretch::first);
  for (const Stretch& one : done) append_rows(one, end, rows);
  if (rows.back() != end - 1) rows.push_back(static_cast<std::uint32_t>(end - 1));
  return rows;
}

}  // namespace

std::vector<std::uint32_t> path_rows(const Table& table, const Pyramid& pyramid, std::size_t column,
                                     const Bounds& bounds, std::size_t last) {
  return rows_of_part(table, pyramid, column, bounds, 0, std::min(last + 1, table.rows()), most_path_rows);
}

const std::vector<std::uint32_t>& PathOutline::rows(const Table& table, const Pyramid& pyramid, std::size_t column,
                                                    const Bounds& bounds, std::size_t last) {
  constexpr std::size_t part = 8;
  const std::size_t end = std::min(last + 1, table.rows());
  const bool same = column == column_ && bounds == bounds_;
  if (same && end == end_) return rows_;
  if (same && end >= whole_end_ && whole_end_ > most_path_rows && end - whole_end_ <= whole_end_ / part) {
    rows_.resize(whole_);
    const auto more = rows_of_part(table, pyramid, column, bounds, whole_end_ - 1, end, most_path_rows / part);
    rows_.insert(rows_.end(), more.begin() + 1, more.end());
  } else {
    rows_ = path_rows(table, pyramid, column, bounds, last);
    whole_ = rows_.size();
    whole_end_ = end;
  }
  end_ = end;
  column_ = column;
  bounds_ = bounds;
  return rows_;
}

}  // namespace tiltscape
