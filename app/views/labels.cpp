// Sixteen directions at growing distances; the first free place wins.
#include "app/views/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "app/fonts.h"

namespace tiltscape {
namespace {

constexpr ImVec2 box_padding{7.0F, 3.0F};
constexpr float gap = 5.0F;
constexpr float faint_size = 11.0F;

float overlap(float a_low, float a_high, float b_low, float b_high) {
  return std::max(0.0F, std::min(a_high, b_high) - std::max(a_low, b_low));
}

}  // namespace

void LabelPlacer::keep_free(ImVec2 centre, float radius) {
  taken_.push_back({{centre.x - radius, centre.y - radius}, {centre.x + radius, centre.y + radius}});
}

float LabelPlacer::covered(const Box& box) const {
  float sum = 0.0F;
  for (const Box& other : taken_) {
    sum += overlap(box.low.x - 2.0F, box.high.x + 2.0F, other.low.x, other.high.x) *
           overlap(box.low.y - 2.0F, box.high.y + 2.0F, other.low.y, other.high.y);
  }
  return sum;
}

void LabelPlacer::add(std::string text, ImVec2 anchor, float radius, ImColor colour, bool optional, bool faint) {
  const ImVec2 extent = text_extent(text_font(), faint ? faint_size : small_size, text.c_str());
  const ImVec2 size{extent.x + 2.0F * box_padding.x, extent.y + 2.0F * box_padding.y};
  // right, left, below, above, then the corners
  constexpr std::array<std::pair<float, float>, 8> directions = {
      {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}}};
  Box best{};
  float least = std::numeric_limits<float>::infinity();
  bool away = false;
  for (const float distance : {0.0F, 14.0F, 30.0F, 50.0F, 75.0F, 105.0F}) {
    for (const auto& [dx, dy] : directions) {
      const float reach = (radius + gap + distance) * (dx != 0.0F && dy != 0.0F ? 0.75F : 1.0F);
      ImVec2 low{anchor.x + dx * reach -
                     (dx > 0.0F   ? 0.0F
                      : dx < 0.0F ? size.x
                                  : 0.5F * size.x),
                 anchor.y + dy * reach -
                     (dy > 0.0F   ? 0.0F
                      : dy < 0.0F ? size.y
                                  : 0.5F * size.y)};
      const ImVec2 inside{std::clamp(low.x, low_.x + 4.0F, std::max(low_.x + 4.0F, high_.x - 4.0F - size.x)),
                          std::clamp(low.y, low_.y + 4.0F, std::max(low_.y + 4.0F, high_.y - 4.0F - size.y))};
      const Box box{inside, {inside.x + size.x, inside.y + size.y}};
      const float cost = covered(box) + 0.02F * (std::abs(inside.x - low.x) + std::abs(inside.y - low.y));
      if (cost < least) {
        least = cost;
        best = box;
        away = distance > 20.0F;
      }
    }
    if (least < 1.0F) break;
  }
  if (least >= 1.0F && optional) return;
  taken_.push_back(best);
  // a line to the label begins at the disc's rim
  const ImVec2 middle{0.5F * (best.low.x + best.high.x), 0.5F * (best.low.y + best.high.y)};
  const float length = std::max(1.0F, std::hypot(middle.x - anchor.x, middle.y - anchor.y));
  const ImVec2 rim{anchor.x + (middle.x - anchor.x) * radius / length,
                   anchor.y + (middle.y - anchor.y) * radius / length};
  placed_.push_back({std::move(text), best.low, best.high, rim, colour, away, faint});
}

void LabelPlacer::add_beside(std::string text, ImVec2 anchor, float side, ImColor colour) {
  const ImVec2 extent = text_extent(text_font(), small_size, text.c_str());
  const ImVec2 size{extent.x + 2.0F * box_padding.x, extent.y + 2.0F * box_padding.y};
  const float x = side > 0.0F ? anchor.x : anchor.x - size.x;
  if (x < low_.x || x + size.x > high_.x) return;
  Box best{};
  float least = std::numeric_limits<float>::infinity();
  for (float y = anchor.y; y + size.y <= high_.y && least >= 1.0F; y += size.y) {
    const Box box{{x, y}, {x + size.x, y + size.y}};
    if (const float cost = covered(box); cost < least) {
      least = cost;
      best = box;
    }
  }
  if (!std::isfinite(least)) return;
  taken_.push_back(best);
  placed_.push_back({std::move(text), best.low, best.high, anchor, colour, false});
}

void LabelPlacer::draw(ImDrawList& list) const {
  for (const Placed& label : placed_) {
    if (label.away) {
      const ImVec2 end{std::clamp(label.anchor.x, label.low.x, label.high.x),
                       std::clamp(label.anchor.y, label.low.y, label.high.y)};
      list.AddLine(label.anchor, end, ImColor(0.9F, 0.92F, 0.95F, 0.65F), 1.0F);
    }
  }
  for (const Placed& label : placed_) {
    list.AddRectFilled(label.low, label.high, ImColor(0.062F, 0.074F, 0.094F, label.faint ? 0.7F : 0.94F), 5.0F);
    if (!label.faint) list.AddRect(label.low, label.high, ImColor(1.0F, 1.0F, 1.0F, 0.1F), 5.0F);
    list.AddText(text_font(), label.faint ? faint_size : small_size,
                 {label.low.x + box_padding.x, label.low.y + box_padding.y}, label.colour, label.text.c_str());
  }
}

}  // namespace tiltscape
