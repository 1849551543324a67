// Thinning, splitting at sharp turns, and dashes by length.
#include "app/views/paths.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace tiltscape {
namespace {

constexpr float least_length = 0.8F;  ///< points: closer ones are one
constexpr float cell_side = 2.0F;     ///< points: segments between the same two cells are one

bool finite(ImVec2 p) { return std::isfinite(p.x) && std::isfinite(p.y); }

ImVec2 minus(ImVec2 a, ImVec2 b) { return {a.x - b.x, a.y - b.y}; }
float dot(ImVec2 a, ImVec2 b) { return a.x * b.x + a.y * b.y; }

/// Both on the far side of the same edge: nothing of the segment is visible.
bool beyond(ImVec2 a, ImVec2 b, ImVec2 low, ImVec2 high) {
  constexpr float margin = 4.0F;
  return (a.x < low.x - margin && b.x < low.x - margin) || (a.x > high.x + margin && b.x > high.x + margin) ||
         (a.y < low.y - margin && b.y < low.y - margin) || (a.y > high.y + margin && b.y > high.y + margin);
}

/// Lengths of line and gap, in widths.
std::span<const float> dash_pattern(int dashes) {
  static constexpr std::array<float, 1> solid = {std::numeric_limits<float>::infinity()};
  static constexpr std::array<float, 2> dashed = {5.0F, 3.0F};
  static constexpr std::array<float, 2> dotted = {1.0F, 2.2F};
  static constexpr std::array<float, 4> both = {5.0F, 2.5F, 1.0F, 2.5F};
  if (dashes == 0) return solid;
  if (dashes % 3 == 1) return dashed;
  if (dashes % 3 == 2) return dotted;
  return both;
}

}  // namespace

PathThinner::Stroke PathThinner::look_up(ImVec2 from, ImVec2 to) {
  const auto key = [](ImVec2 p) {
    return (static_cast<std::uint64_t>(static_cast<std::int64_t>(p.x / cell_side) & 0xffff) << 16) |
           static_cast<std::uint64_t>(static_cast<std::int64_t>(p.y / cell_side) & 0xffff);
  };
  const std::uint64_t a = key(from), b = key(to);
  if (a == b) return Stroke::within_cell;
  const std::uint64_t pair = (std::min(a, b) << 32 | std::max(a, b)) + 1;
  for (std::size_t slot = (pair * 0x9E3779B97F4A7C15ULL) >> 32;; ++slot) {
    std::uint64_t& entry = seen_[slot % seen_.size()];
    if (entry == pair) return Stroke::repeated;
    if (entry == 0) {
      entry = pair;
      return Stroke::fresh;
    }
  }
}

void PathThinner::thin(const std::vector<ImVec2>& points, ImVec2 low, ImVec2 high) {
  kept_.clear();
  pieces_.clear();
  seen_.assign(2 * points.size() + 16, 0);
  int first = -1;  // of the piece that is growing
  const auto last = [this] { return static_cast<int>(kept_.size()) - 1; };
  const auto end = [&] {
    if (first >= 0 && last() > first) pieces_.emplace_back(first, last());
    first = -1;
  };
  const auto begin = [&](ImVec2 p) {
    kept_.push_back(p);
    first = last();
  };
  for (std::size_t i = 0; i < points.size(); ++i) {
    const ImVec2 p = points[i];
    if (!finite(p)) {
      end();
      continue;
    }
    if (first < 0) {
      begin(p);
      continue;
    }
    const ImVec2 step = minus(p, kept_.back());
    if (dot(step, step) < least_length * least_length && i + 1 < points.size()) continue;
    const Stroke stroke = look_up(kept_.back(), p);
    if (stroke == Stroke::within_cell && i + 1 < points.size()) continue;
    if (stroke == Stroke::repeated || beyond(kept_.back(), p, low, high)) {
      end();
      begin(p);
      continue;
    }
    if (last() > first) {
      const ImVec2 old = minus(kept_.back(), kept_[kept_.size() - 2]);
      const float along = dot(old, step);
      // beyond 75 degrees a mitre would stick out
      if (along < 0.26F * std::sqrt(dot(old, old) * dot(step, step))) {
        const ImVec2 corner = kept_.back();
        end();
        begin(corner);
      }
    }
    kept_.push_back(p);
  }
  end();
}

DashWalk::DashWalk(int dashes, float width)
    : pattern_(dash_pattern(dashes)), width_(width), left_(pattern_[0] * width) {}

void DashWalk::advance(float length) {
  left_ -= length;
  if (left_ > 0.0F) return;
  part_ = (part_ + 1) % pattern_.size();
  left_ = pattern_[part_] * width_;
}

void PathPainter::stroke(ImDrawList& list, ImU32 colour, float width, int dashes) const {
  const auto& points = path_.kept();
  if (dashes == 0) {
    for (const auto& [first, last] : path_.pieces()) {
      list.AddPolyline(points.data() + first, last - first + 1, colour, ImDrawFlags_None, width);
    }
    return;
  }
  DashWalk dash(dashes, width);
  for (const auto& [first, last] : path_.pieces()) {
    for (int i = first; i < last; ++i) {
      ImVec2 from = points[static_cast<std::size_t>(i)];
      const ImVec2 to = points[static_cast<std::size_t>(i + 1)];
      float length = std::hypot(to.x - from.x, to.y - from.y);
      while (length > 0.0F) {
        const float step = std::min(length, dash.left());
        const ImVec2 next{from.x + (to.x - from.x) * step / length, from.y + (to.y - from.y) * step / length};
        if (dash.on()) {  // AddLine would move it by half a pixel
          const std::array<ImVec2, 2> ends = {from, next};
          list.AddPolyline(ends.data(), 2, colour, ImDrawFlags_None, width);
        }
        from = next;
        length -= step;
        dash.advance(step);
      }
    }
  }
}

void PathPainter::draw(ImDrawList& list, const std::vector<ImVec2>& points, const PathStyle& style, ImVec2 low,
                       ImVec2 high) {
  path_.thin(points, low, high);
  stroke(list, style.outline, style.width + 2.0F * style.rim, 0);
  stroke(list, style.colour, style.width, style.dashes);
}

}  // namespace tiltscape
