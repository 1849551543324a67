// Single precision above the least value; differences; extremes of blocks.
#include "core/field.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace tiltscape {
namespace {

constexpr double largest = 1e37;  ///< what is farther above the least value counts as infinite

struct Size {
  int width, height;
  std::size_t cell(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(column);
  }
};

void take_values(Field& field, const Size& size, const std::vector<double>& values, const std::vector<char>& absent) {
  field.base = std::numeric_limits<double>::infinity();
  for (const double value : values)
    if (std::isfinite(value)) field.base = std::min(field.base, value);
  if (!std::isfinite(field.base)) field.base = 0.0;
  std::vector<Hole> holes(field.stride * static_cast<std::size_t>(size.height), Hole::none);
  bool any = false;
  for (int row = 0; row < size.height; ++row) {
    for (int column = 0; column < size.width; ++column) {
      const std::size_t from = size.cell(column, row);
      const std::size_t to = static_cast<std::size_t>(row) * field.stride + static_cast<std::size_t>(column);
      const double above = values[from] - field.base;
      Hole& hole = holes[to];
      if (!absent.empty() && absent[from] != 0)
        hole = Hole::absent;
      else if (std::isnan(values[from]))
        hole = Hole::undefined;
      else if (!(std::abs(above) <= largest))
        hole = Hole::infinite;
      any = any || hole != Hole::none;
      if (hole == Hole::none) field.f[to] = static_cast<float>(above);
      field.range = std::max(field.range, field.f[to]);
    }
  }
  if (any) field.holes = std::move(holes);
}

bool beside_hole(const Field& field, std::size_t at) {
  if (field.holes.empty()) return false;
  for (const std::size_t row : {at - field.stride, at, at + field.stride})
    for (const std::size_t cell : {row - 1, row, row + 1})
      if (field.holes[cell] != Hole::none) return true;
  return false;
}

void take_derivatives(Field& field, const Size& size) {
  for (auto* plane : {&field.fx, &field.fy, &field.fxx, &field.fxy, &field.fyy}) plane->assign(field.f.size(), 0.0F);
  const float* f = field.f.data();
  const std::size_t s = field.stride;
  for (int row = 1; row + 1 < size.height; ++row) {
    for (std::size_t i = static_cast<std::size_t>(row) * s + 1, end = i + static_cast<std::size_t>(size.width) - 2;
         i < end; ++i) {
      if (beside_hole(field, i)) continue;
      field.fx[i] = 0.5F * (f[i + 1] - f[i - 1]);
      field.fy[i] = 0.5F * (f[i + s] - f[i - s]);
      field.fxx[i] = (f[i + 1] - f[i]) - (f[i] - f[i - 1]);
      field.fyy[i] = (f[i + s] - f[i]) - (f[i] - f[i - s]);
      field.fxy[i] = 0.25F * ((f[i + s + 1] - f[i + s - 1]) - (f[i - s + 1] - f[i - s - 1]));
    }
  }
}

void take_extremes(Field& field, const Size& size) {
  constexpr int block = Field::block;
  field.blocks_x = (size.width + block - 1) / block;
  const int blocks_y = (size.height + block - 1) / block;
  for (int by = 0; by < blocks_y; ++by) {
    for (int bx = 0; bx < field.blocks_x; ++bx) {
      Field::Extremes e{std::numeric_limits<float>::max(), 0.0F, 0.0F};
      for (int row = by * block; row < std::min(size.height, (by + 1) * block); ++row) {
        for (int column = bx * block; column < std::min(size.width, (bx + 1) * block); ++column) {
          const std::size_t i = static_cast<std::size_t>(row) * field.stride + static_cast<std::size_t>(column);
          e.low = std::min(e.low, field.f[i]);
          e.high = std::max(e.high, field.f[i]);
          e.step = std::max({e.step, std::abs(field.fx[i]), std::abs(field.fy[i])});
        }
      }
      field.blocks.push_back(e);
    }
  }
}

}  // namespace

Field::Extremes Field::extremes(int column, int row, int width, int height) const {
  Extremes all{std::numeric_limits<float>::max(), 0.0F, 0.0F};
  for (int by = (row + margin_y) / block; by <= (row + margin_y + height - 1) / block; ++by) {
    for (int bx = (column + margin_x) / block; bx <= (column + margin_x + width - 1) / block; ++bx) {
      const Extremes& e =
          blocks[static_cast<std::size_t>(by) * static_cast<std::size_t>(blocks_x) + static_cast<std::size_t>(bx)];
      all = {std::min(all.low, e.low), std::max(all.high, e.high), std::max(all.step, e.step)};
    }
  }
  return all;
}

Field make_field(int columns, int rows, int margin_x, int margin_y, const std::vector<double>& values,
                 const std::vector<char>& absent, bool derivatives) {
  const Size size{columns + 2 * margin_x, rows + 2 * margin_y};
  Field field;
  field.columns = columns;
  field.rows = rows;
  field.margin_x = margin_x;
  field.margin_y = margin_y;
  field.stride = static_cast<std::size_t>(size.width + 15) / 8 * 8;
  field.f.assign(field.stride * static_cast<std::size_t>(size.height) + 16, 0.0F);
  take_values(field, size, values, absent);
  if (derivatives) {
    take_derivatives(field, size);
    take_extremes(field, size);
  }
  return field;
}

}  // namespace tiltscape
