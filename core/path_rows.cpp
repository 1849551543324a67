// What is seen is halved again and again, as long as the rows stay few.
#include "core/path_rows.h"

#include <algorithm>
#include <array>

namespace tiltscape {
namespace {

constexpr std::size_t shortest = 4;  ///< rows of a piece that is drawn with all of them: its extremes are no fewer

struct Piece {
  std::size_t first, span;  ///< rows
  bool visible;
  std::array<std::uint32_t, 4> reach;  ///< rows of its extremes
};

/// So many rows draw a visible piece, at most: its first and its extremes.
std::size_t rows_of_piece(std::size_t span) { return std::min<std::size_t>(span, 5); }

void add_rows(const Piece& piece, std::size_t end, std::vector<std::uint32_t>& rows) {
  std::array<std::uint32_t, 5> wanted{};
  wanted.fill(Peaks::nowhere);
  wanted[0] = static_cast<std::uint32_t>(piece.first);
  if (piece.visible && piece.span <= shortest) {
    for (std::size_t i = 1; i < piece.span && piece.first + i < end; ++i)
      wanted[i] = wanted[0] + static_cast<unsigned>(i);
  } else if (piece.visible) {
    std::ranges::copy(piece.reach, wanted.begin() + 1);
    std::ranges::sort(wanted);
  }
  for (const std::uint32_t row : wanted)
    if (row != Peaks::nowhere && (rows.empty() || rows.back() != row)) rows.push_back(row);
}

}  // namespace

std::vector<std::uint32_t> path_rows(const Table& table, const Pyramid& pyramid, std::size_t column,
                                     const Bounds& bounds, std::size_t last) {
  const std::size_t end = std::min(last + 1, table.rows());
  const auto piece = [&](std::size_t first, std::size_t span) {
    Piece made{.first = first, .span = span, .visible = true, .reach = {}};
    for (const std::size_t axis : {std::size_t{0}, std::size_t{1}}) {
      // with the next row: a long stride may cross what is seen
      const Peaks all = pyramid.peaks(table, column + axis, first, std::min(first + span + 1, end));
      made.visible = made.visible && all.low <= bounds[axis][1] && all.high >= bounds[axis][0];
      made.reach[2 * axis] = all.low_row;
      made.reach[2 * axis + 1] = all.high_row;
    }
    return made;
  };
  std::size_t span = shortest;
  while (span * 16 < end) span *= 2;
  std::vector<Piece> pieces, finer;
  for (std::size_t first = 0; first < end; first += span) pieces.push_back(piece(first, span));
  for (; span > shortest; span /= 2) {
    const auto seen = static_cast<std::size_t>(std::ranges::count(pieces, true, &Piece::visible));
    if (pieces.size() - seen + 2 * seen * rows_of_piece(span / 2) > most_path_rows) break;
    finer.clear();
    for (const Piece& whole : pieces) {
      if (!whole.visible) finer.push_back(whole);
      for (std::size_t first = whole.first; whole.visible && first < std::min(whole.first + span, end);
           first += span / 2)
        finer.push_back(piece(first, span / 2));
    }
    pieces.swap(finer);
  }
  std::vector<std::uint32_t> rows;
  for (const Piece& one : pieces) add_rows(one, end, rows);
  if (end > 0 && rows.back() != end - 1) rows.push_back(static_cast<std::uint32_t>(end - 1));
  return rows;
}

}  // namespace tiltscape
