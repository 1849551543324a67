// Which rows draw a path, however long it is: as fine as is seen, with what it reaches.
#pragma once

#include <vector>

#include "core/grid.h"
#include "core/pyramid.h"

namespace tiltscape {

/// The most rows that draw a path, but for its end; a path of no more is drawn with all of them.
inline constexpr std::size_t most_path_rows = 2048;

/// Rows up to `last` that draw the path in `column` and the next one: the first of every piece of it and, of pieces
/// that lie within `bounds`, those that reach furthest to the left, right, top and bottom. The first row and the last
/// always. A piece begins at the same row however much longer the path grows.
std::vector<std::uint32_t> path_rows(const Table& table, const Pyramid& pyramid, std::size_t column,
                                     const Bounds& bounds, std::size_t last);

/// The same for a path that is drawn again and again while it grows: what it has is kept until it is an eighth longer,
/// and only what is new is looked through. For one table, of which rows may be taken back.
class PathOutline {
 public:
  const std::vector<std::uint32_t>& rows(const Table& table, const Pyramid& pyramid, std::size_t column,
                                         const Bounds& bounds, std::size_t last);

 private:
  std::vector<std::uint32_t> rows_;
  std::size_t whole_ = 0;  ///< so many of them are of the rows before `whole_end_`
  std::size_t whole_end_ = 0, end_ = 0;
  std::size_t column_ = 0;
  Bounds bounds_{};
};

}  // namespace tiltscape
