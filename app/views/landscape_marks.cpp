// Words instead of a picture, crosses and diamonds.
#include "app/views/landscape_marks.h"

#include "app/fonts.h"
#include "app/theme.h"

namespace tiltscape::landscape {
namespace {

/// White with a dark rim.
struct Stroke {
  ImColor colour;
  float width;
};

}  // namespace

void draw_reason(ImDrawList& list, const LandscapeInput& input, ImVec2 low, ImVec2 high) {
  const ImVec2 extent = text_extent(text_font(), text_size, input.reason.c_str());
  list.AddText({0.5F * (low.x + high.x - extent.x), 0.5F * (low.y + high.y - extent.y)}, palette().muted,
               input.reason.c_str());
}

void draw_cross(ImDrawList& list, ImVec2 at) {
  constexpr float arm = 5.0F;
  for (const auto& [colour, width] : {Stroke{ink, 4.0F}, Stroke{white, 1.6F}}) {
    list.AddLine({at.x - arm, at.y}, {at.x + arm, at.y}, colour, width);
    list.AddLine({at.x, at.y - arm}, {at.x, at.y + arm}, colour, width);
  }
}

float diamond_reach(bool deepest) { return deepest ? 8.0F : 5.5F; }

void draw_diamond(ImDrawList& list, ImVec2 at, bool deepest) {
  const float r = diamond_reach(deepest);
  for (const auto& [colour, width] : {Stroke{ink, 4.5F}, Stroke{white, 2.0F}})
    list.AddQuad({at.x - r, at.y}, {at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, colour, width);
}

}  // namespace tiltscape::landscape
