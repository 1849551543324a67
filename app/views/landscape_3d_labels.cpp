// Ticks and names along the box's outline.
#include <algorithm>
#include <cmath>
#include <optional>

#include "app/fonts.h"
#include "app/theme.h"
#include "app/views/landscape_3d_box.h"

namespace tiltscape {
namespace {

constexpr float tick_length = 5.0F, tick_gap = 9.0F, name_gap = 8.0F;
constexpr float least_edge = 48.0F;  ///< screen points: shorter ones have no ticks

ImVec2 minus(ImVec2 a, ImVec2 b) { return {a.x - b.x, a.y - b.y}; }
ImVec2 along(ImVec2 from, ImVec2 direction, float length) {
  return {from.x + length * direction.x, from.y + length * direction.y};
}

/// Of an edge on the screen, away from `middle`; length 1.
ImVec2 outwards(ImVec2 from, ImVec2 to, ImVec2 middle) {
  const ImVec2 way = minus(to, from);
  const float length = std::max(std::hypot(way.x, way.y), 1e-3F);
  const ImVec2 side{-way.y / length, way.x / length};
  const ImVec2 out{0.5F * (from.x + to.x) - middle.x, 0.5F * (from.y + to.y) - middle.y};
  return side.x * out.x + side.y * out.y < 0.0F ? ImVec2(-side.x, -side.y) : side;
}

class Writer {
 public:
  Writer(ImDrawList& list, std::vector<LabelPlacer::Placed>& placed) : list_(list), placed_(placed) {}

  /// Centred so that its box touches the line across `direction` through `anchor`; nothing where something is.
  bool write(const std::string& text, ImFont* font, ImVec2 anchor, ImVec2 direction, const ImColor& colour) {
    const ImVec2 extent = text_extent(font, small_size, text.c_str());
    const float reach = 0.5F * (std::abs(direction.x) * extent.x + std::abs(direction.y) * extent.y);
    const ImVec2 centre = along(anchor, direction, reach);
    const ImVec2 low{std::round(centre.x - 0.5F * extent.x), std::round(centre.y - 0.5F * extent.y)};
    const ImVec2 high{low.x + extent.x, low.y + extent.y};
    for (const auto& other : placed_)
      if (low.x < other.high.x + 4.0F && other.low.x < high.x + 4.0F && low.y < other.high.y && other.low.y < high.y)
        return false;
    list_.AddText(font, small_size, low, colour, text.c_str());
    placed_.push_back({.text = text, .low = low, .high = high, .anchor = anchor, .colour = colour});
    return true;
  }

 private:
  ImDrawList& list_;
  std::vector<LabelPlacer::Placed>& placed_;
};

struct Edge {
  Eigen::Vector3d low, high;
};

/// The edge along an axis at which the box ends on the screen: the lowest one, of upright ones the leftmost; none where
/// one looks along the axis.
std::optional<Edge> outline_edge(const Lens& lens, const BoxSides& sides, Eigen::Index axis) {
  const Eigen::Index u = (axis + 1) % 3, v = (axis + 2) % 3;
  std::optional<Edge> best;
  float most = 0.0F;
  for (const int a : {-1, 1})
    for (const int b : {-1, 1}) {
      if (lens.sees_inside(u, a) == lens.sees_inside(v, b)) continue;
      Eigen::Vector3d middle = Eigen::Vector3d::Zero();
      middle[u] = a * sides[u];
      middle[v] = b * sides[v];
      const ImVec2 at = lens.project(middle);
      const float out = axis == 2 ? -at.x : at.y;
      if (best && out <= most) continue;
      most = out;
      best = Edge{middle, middle};
      best->low[axis] = -sides[axis];
      best->high[axis] = sides[axis];
    }
  return best;
}

}  // namespace

std::vector<LabelPlacer::Placed> draw_box_labels(ImDrawList& list, const Lens& lens, const BoxSides& sides,
                                                 const BoxAxes& axes) {
  std::vector<LabelPlacer::Placed> placed;
  Writer writer(list, placed);
  const Palette& p = palette();
  const ImVec2 middle = lens.project({0.0, 0.0, 0.0});
  for (Eigen::Index i = 0; i < 3; ++i) {
    const BoxAxis& axis = axes[static_cast<std::size_t>(i)];
    const auto edge = outline_edge(lens, sides, i);
    if (!edge) continue;
    const ImVec2 from = lens.project(edge->low), to = lens.project(edge->high);
    const ImVec2 way = minus(to, from);
    if (std::hypot(way.x, way.y) < least_edge) continue;
    const ImVec2 out = outwards(from, to, middle);
    float reach = 0.0F;
    for (std::size_t k = 0; k < axis.places.size(); ++k) {
      Eigen::Vector3d at = edge->low;
      at[i] = axis.places[k];
      const ImVec2 tick = lens.project(at);
      if (!writer.write(axis.labels[k], mono_font(), along(tick, out, tick_gap), out, p.muted)) continue;
      list.AddLine(tick, along(tick, out, tick_length), mix(p.panel, p.muted, 0.6F));
      const ImVec2 extent = text_extent(mono_font(), small_size, axis.labels[k].c_str());
      reach = std::max(reach, std::abs(out.x) * extent.x + std::abs(out.y) * extent.y);
    }
    if (i == 2) {
      const ImVec2 top = from.y < to.y ? from : to;
      writer.write(axis.name, text_font(), {top.x, top.y - name_gap}, {0.0F, -1.0F}, p.text);
    } else {
      const ImVec2 centre{0.5F * (from.x + to.x), 0.5F * (from.y + to.y)};
      writer.write(axis.name, text_font(), along(centre, out, tick_gap + reach + name_gap), out, p.text);
    }
  }
  return placed;
}

}  // namespace tiltscape
