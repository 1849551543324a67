// A cell is taken when anything touches it.
#include "app/views/occupied.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace tiltscape {
namespace {

constexpr float cell = 4.0F;

int cells(float length) { return std::max(1, static_cast<int>(std::ceil(length / cell))); }

/// The part of the segment within the rectangle, as shares of its length (Liang and Barsky); empty where low > high.
std::pair<float, float> clipped(ImVec2 from, ImVec2 to, ImVec2 low, ImVec2 high) {
  float first = 0.0F, last = 1.0F;
  const float dx = to.x - from.x, dy = to.y - from.y;
  const std::array<std::pair<float, float>, 4> edges = {
      {{-dx, from.x - low.x}, {dx, high.x - from.x}, {-dy, from.y - low.y}, {dy, high.y - from.y}}};
  for (const auto& [speed, room] : edges) {
    if (speed == 0.0F) {
      if (room < 0.0F) return {1.0F, 0.0F};
    } else if (speed < 0.0F) {
      first = std::max(first, room / speed);
    } else {
      last = std::min(last, room / speed);
    }
  }
  return {first, last};
}

}  // namespace

Occupied::Occupied(ImVec2 low, ImVec2 high)
    : low_(low),
      high_(high),
      columns_(cells(high.x - low.x)),
      rows_(cells(high.y - low.y)),
      taken_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0) {}

void Occupied::take(ImVec2 at) {
  const int column = std::clamp(static_cast<int>((at.x - low_.x) / cell), 0, columns_ - 1);
  const int row = std::clamp(static_cast<int>((at.y - low_.y) / cell), 0, rows_ - 1);
  taken_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column)] = 1;
}

void Occupied::add_line(ImVec2 from, ImVec2 to) {
  if (!std::isfinite(from.x + from.y + to.x + to.y)) return;
  const auto [first, last] = clipped(from, to, low_, high_);
  if (!(first <= last)) return;
  const auto at = [&](float share) {
    return ImVec2{std::clamp(from.x + share * (to.x - from.x), low_.x, high_.x),
                  std::clamp(from.y + share * (to.y - from.y), low_.y, high_.y)};
  };
  const ImVec2 begin = at(first), end = at(last);
  const int steps = 1 + static_cast<int>(std::hypot(end.x - begin.x, end.y - begin.y) / (0.5F * cell));
  for (int i = 0; i <= steps; ++i) {
    const float part = static_cast<float>(i) / static_cast<float>(steps);
    take({begin.x + part * (end.x - begin.x), begin.y + part * (end.y - begin.y)});
  }
}

void Occupied::add_box(ImVec2 low, ImVec2 high) {
  const ImVec2 from{std::max(low.x, low_.x), std::max(low.y, low_.y)};
  const ImVec2 to{std::min(high.x, high_.x), std::min(high.y, high_.y)};
  if (from.x > to.x || from.y > to.y) return;
  for (float y = from.y; y < to.y + cell; y += cell)
    for (float x = from.x; x < to.x + cell; x += cell) take({std::min(x, to.x), std::min(y, to.y)});
}

bool Occupied::is_free(ImVec2 at) const {
  if (!(at.x >= low_.x && at.x <= high_.x && at.y >= low_.y && at.y <= high_.y)) return false;
  const int column = std::min(static_cast<int>((at.x - low_.x) / cell), columns_ - 1);
  const int row = std::min(static_cast<int>((at.y - low_.y) / cell), rows_ - 1);
  return taken_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                static_cast<std::size_t>(column)] == 0;
}

}  // namespace tiltscape
