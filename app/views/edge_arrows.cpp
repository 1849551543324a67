// Tips are moved along the edges' length: forwards where they crowd, and back where that goes beyond the last corner.
#include "app/views/edge_arrows.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tiltscape {
namespace {

constexpr float inset = 10.0F;

/// The rectangle of the tips, and places along it from its upper left corner to the right and around.
struct Ring {
  ImVec2 low, high;

  float width() const { return high.x - low.x; }
  float height() const { return high.y - low.y; }
  float length() const { return 2.0F * (width() + height()); }
  /// Of a point on the ring.
  float place(ImVec2 p) const {
    if (p.y <= low.y) return p.x - low.x;
    if (p.x >= high.x) return width() + p.y - low.y;
    if (p.y >= high.y) return width() + height() + high.x - p.x;
    return 2.0F * width() + height() + high.y - p.y;
  }
  ImVec2 at(float place) const {
    if (place < width()) return {low.x + place, low.y};
    if (place < width() + height()) return {high.x, low.y + place - width()};
    if (place < 2.0F * width() + height()) return {high.x - (place - width() - height()), high.y};
    return {low.x, high.y - (place - 2.0F * width() - height())};
  }
};

}  // namespace

std::vector<EdgeArrow> edge_arrows(const std::vector<ImVec2>& points, ImVec2 low, ImVec2 high) {
  const Ring ring{{low.x + inset, low.y + inset},
                  {std::max(low.x + inset + 1.0F, high.x - inset), std::max(low.y + inset + 1.0F, high.y - inset)}};
  std::vector<float> places;
  for (const ImVec2& p : points)
    places.push_back(ring.place({std::clamp(p.x, ring.low.x, ring.high.x), std::clamp(p.y, ring.low.y, ring.high.y)}));
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return places[i]; });
  const float apart = std::min(edge_arrow_apart, ring.length() / static_cast<float>(points.size() + 1));
  for (std::size_t i = 1; i < order.size(); ++i)
    places[order[i]] = std::max(places[order[i]], places[order[i - 1]] + apart);
  float most = ring.length() - apart;
  for (std::size_t i = order.size(); i-- > 0; most = places[order[i]] - apart)
    places[order[i]] = std::min(places[order[i]], most);
  std::vector<EdgeArrow> arrows;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const ImVec2 tip = ring.at(places[i]);
    const float away = std::max(1e-3F, std::hypot(points[i].x - tip.x, points[i].y - tip.y));
    arrows.push_back({tip, {(points[i].x - tip.x) / away, (points[i].y - tip.y) / away}});
  }
  return arrows;
}

}  // namespace tiltscape
