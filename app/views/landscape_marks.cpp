// Words instead of a picture, crosses and diamonds.
#include "app/views/landscape_marks.h"

#include <array>

#include "app/fonts.h"
#include "app/theme.h"

namespace tiltscape::landscape {
namespace {

struct Stroke {
  ImColor colour;
  float width;
};

/// White with a dark rim.
std::array<Stroke, 2> strokes(float rim, float width, float alpha) {
  return {Stroke{with_alpha(ink, alpha * ink.Value.w), rim}, Stroke{with_alpha(white, alpha), width}};
}

}  // namespace

void draw_reason(ImDrawList& list, const LandscapeInput& input, ImVec2 low, ImVec2 high) {
  const ImVec2 extent = text_extent(text_font(), text_size, input.reason.c_str());
  list.AddText({0.5F * (low.x + high.x - extent.x), 0.5F * (low.y + high.y - extent.y)}, palette().muted,
               input.reason.c_str());
}

void draw_cross(ImDrawList& list, ImVec2 at, float alpha) {
  constexpr float arm = 5.0F;
  for (const auto& [colour, width] : strokes(4.0F, 1.6F, alpha)) {
    list.AddLine({at.x - arm, at.y}, {at.x + arm, at.y}, colour, width);
    list.AddLine({at.x, at.y - arm}, {at.x, at.y + arm}, colour, width);
  }
}

float diamond_reach(bool least) { return least ? 8.0F : 5.5F; }

void draw_diamond(ImDrawList& list, ImVec2 at, bool least, float alpha) {
  const float r = diamond_reach(least);
  for (const auto& [colour, width] : strokes(4.5F, 2.0F, alpha))
    list.AddQuad({at.x - r, at.y}, {at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, colour, width);
}

void draw_arrow(ImDrawList& list, ImVec2 at, ImVec2 direction, const ImColor& colour, float alpha) {
  // long and notched: of an even triangle one cannot tell the tip
  const auto fill = [&](float rim, const ImColor& with) {
    for (const ImVec2 corner : {ImVec2(9.0F + 2.0F * rim, 0.0F), ImVec2(-7.0F - rim, 5.5F + 1.3F * rim),
                                ImVec2(-3.5F - rim, 0.0F), ImVec2(-7.0F - rim, -5.5F - 1.3F * rim)})
      list.PathLineTo({at.x + corner.x * direction.x - corner.y * direction.y,
                       at.y + corner.x * direction.y + corner.y * direction.x});
    list.PathFillConcave(with);
  };
  fill(1.6F, with_alpha(ink, alpha * ink.Value.w));
  fill(0.0F, with_alpha(colour, alpha));
}

ImVec2 quiet_extent(const std::string& text) {
  const ImVec2 extent = text_extent(text_font(), small_size, text.c_str());
  return {extent.x + 14.0F, extent.y + 6.0F};
}

void draw_quietly(ImDrawList& list, const std::string& text, ImVec2 corner) {
  const ImVec2 extent = quiet_extent(text);
  const ImVec2 low{corner.x - extent.x, corner.y - extent.y};
  list.AddRectFilled(low, corner, ImColor(0.062F, 0.074F, 0.094F, 0.86F), 5.0F);
  list.AddText(text_font(), small_size, {low.x + 7.0F, low.y + 3.0F}, ImColor(0.75F, 0.78F, 0.83F), text.c_str());
}

}  // namespace tiltscape::landscape
