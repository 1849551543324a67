// Ticks and names along the box's outline.
#include <algorithm>
#include <cmath>

#include "app/fonts.h"
#include "app/theme.h"
#include "app/views/landscape_3d_box.h"
#include "app/views/landscape_3d_outline.h"

namespace tiltscape {
namespace {

constexpr float tick_length = 5.0F;
constexpr float least_edge = 48.0F;  ///< screen points: shorter ones have no ticks
/// So that the picture keeps its scale while the heights' values change.
constexpr const char* usual_height = "1 000";

ImVec2 along(ImVec2 from, ImVec2 direction, float length) {
  return {from.x + length * direction.x, from.y + length * direction.y};
}

ImVec2 larger(ImVec2 a, ImVec2 b) { return {std::max(a.x, b.x), std::max(a.y, b.y)}; }

class Writer {
 public:
  Writer(ImDrawList& list, std::vector<LabelPlacer::Placed>& placed) : list_(list), placed_(placed) {}

  /// Nothing where something is.
  bool write(const std::string& text, ImFont* font, const LabelBox& box, ImVec2 anchor, const ImColor& colour) {
    const ImVec2 low{std::round(box.low.x), std::round(box.low.y)};
    const ImVec2 high{low.x + box.high.x - box.low.x, low.y + box.high.y - box.low.y};
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

}  // namespace

std::array<Lens::Room, 3> label_rooms(const BoxAxes& axes) {
  std::array<Lens::Room, 3> rooms;
  for (std::size_t i = 0; i < 3; ++i) {
    rooms[i].name = text_extent(text_font(), small_size, axes[i].name.c_str());
    rooms[i].tick = text_extent(mono_font(), small_size, i == 2 ? usual_height : "0");
    for (const std::string& label : axes[i].labels)
      rooms[i].tick = larger(rooms[i].tick, text_extent(mono_font(), small_size, label.c_str()));
  }
  return rooms;
}

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
    if (std::hypot(to.x - from.x, to.y - from.y) < least_edge) continue;
    const ImVec2 out = outwards(from, to, middle);
    ImVec2 largest;
    for (std::size_t k = 0; k < axis.places.size(); ++k) {
      Eigen::Vector3d at = edge->low;
      at[i] = axis.places[k];
      const ImVec2 tick = lens.project(at);
      const ImVec2 extent = text_extent(mono_font(), small_size, axis.labels[k].c_str());
      const LabelBox box = label_beside(along(tick, out, tick_gap), out, extent);
      if (!writer.write(axis.labels[k], mono_font(), box, tick, p.muted)) continue;
      list.AddLine(tick, along(tick, out, tick_length), mix(p.panel, p.muted, 0.6F));
      largest = larger(largest, extent);
    }
    const ImVec2 extent = text_extent(text_font(), small_size, axis.name.c_str());
    const ImVec2 anchor = i == 2 ? (from.y < to.y ? from : to) : along(from, {to.x - from.x, to.y - from.y}, 0.5F);
    writer.write(axis.name, text_font(), name_beside(i, anchor, out, largest, extent), anchor, p.text);
  }
  return placed;
}

}  // namespace tiltscape
