// Complete nodes are kept; what no node covers is read from below.
#include "core/pyramid.h"

#include <algorithm>
#include <cmath>

namespace tiltscape {
namespace {

void read_rows(Peaks& all, const Table& table, std::size_t column, std::size_t first, std::size_t last) {
  for (std::size_t row = first; row < last; ++row) {
    const double value = table.at(row, column);
    const auto at = static_cast<std::uint32_t>(row);
    all.join({value, value, at, at});  // joining a NaN changes nothing
  }
}

}  // namespace

void Pyramid::keep(std::size_t rows, std::size_t width) {
  for (Level& level : levels_) {
    rows /= fan;
    level.values.keep(rows * width);
    level.rows.keep(rows * width);
  }
}

void Pyramid::grow(const Table& table) {
  const std::size_t width = table.width;
  std::size_t below = table.rows();
  for (std::size_t level = 0; below >= fan; ++level) {
    if (levels_.size() == level) levels_.emplace_back();
    const std::size_t count = below / fan;
    for (std::size_t node = levels_[level].values.size() / width; node < count; ++node)
      for (std::size_t column = 0; column < width; ++column) {
        Peaks all;
        if (level == 0) read_rows(all, table, column, node * fan, (node + 1) * fan);
        for (std::size_t i = node * fan; level > 0 && i < (node + 1) * fan; ++i)
          all.join(peak(level - 1, i * width + column));
        levels_[level].values.push_back({all.low, all.high});
        levels_[level].rows.push_back({all.low_row, all.high_row});
      }
    below = count;
  }
}

Extremes Pyramid::extremes(const Table& table, std::size_t column, std::size_t first, std::size_t last) const {
  Extremes all{Peaks::infinity, -Peaks::infinity};
  // std::min and std::max keep the first where they cannot compare
  climb(first, std::min(last, table.rows()), [&](std::size_t level, std::size_t from, std::size_t to) {
    for (std::size_t row = from; level == 0 && row < to; ++row) {
      const double value = table.at(row, column);
      all = {std::min(all.low, value), std::max(all.high, value)};
    }
    if (level == 0) return;
    const Blocks<Extremes>& nodes = levels_[level - 1].values;
    for (std::size_t i = from; i < to; ++i) {
      const Extremes& node = nodes[i * table.width + column];
      all = {std::min(all.low, node.low), std::max(all.high, node.high)};
    }
  });
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  return all.low <= all.high ? all : Extremes{nothing, nothing};
}

Peaks Pyramid::peaks(const Table& table, std::size_t column, std::size_t first, std::size_t last) const {
  Peaks all;
  climb(first, std::min(last, table.rows()), [&](std::size_t level, std::size_t from, std::size_t to) {
    if (level == 0) return read_rows(all, table, column, from, to);
    for (std::size_t i = from; i < to; ++i) all.join(peak(level - 1, i * table.width + column));
  });
  return all;
}

bool Pyramid::any_finite(const Table& table, std::size_t column, std::size_t first, std::size_t last) const {
  const Extremes found = extremes(table, column, first, last);
  return found.low < Peaks::infinity && found.high > -Peaks::infinity;
}

std::optional<std::size_t> Pyramid::last_finite(const Table& table, std::size_t column, std::size_t row) const {
  if (!any_finite(table, column, 0, row + 1)) return std::nullopt;
  // ever longer stretches back; where there is something, the later half of it that has it, and so on
  std::size_t end = std::min(row + 1, table.rows());
  for (std::size_t stride = 1; end > 0; stride *= 2) {
    std::size_t begin = end - std::min(end, stride);
    if (any_finite(table, column, begin, end)) {
      while (end - begin > 1) {
        const std::size_t middle = begin + (end - begin) / 2;
        (any_finite(table, column, middle, end) ? begin : end) = middle;
      }
      if (std::isfinite(table.at(begin, column))) return begin;  // else both infinities lay there, and nothing between
    }
    end = begin;
  }
  return std::nullopt;
}

std::optional<std::size_t> Pyramid::first_finite(const Table& table, std::size_t column, std::size_t row) const {
  const std::size_t size = table.rows();
  if (row >= size || !any_finite(table, column, row, size)) return std::nullopt;
  std::size_t begin = row;
  for (std::size_t stride = 1; begin < size; stride *= 2) {
    std::size_t end = std::min(begin + stride, size);
    const std::size_t after = end;
    if (any_finite(table, column, begin, end)) {
      while (end - begin > 1) {
        const std::size_t middle = begin + (end - begin) / 2;
        (any_finite(table, column, begin, middle) ? end : begin) = middle;
      }
      if (std::isfinite(table.at(begin, column))) return begin;
    }
    begin = after;
  }
  return std::nullopt;
}

std::size_t Pyramid::cheap_end(std::size_t first, std::size_t last) {
  std::size_t node = 1;
  while (node * fan * 4 <= last - first) node *= fan;
  return last / node * node;
}

}  // namespace tiltscape
