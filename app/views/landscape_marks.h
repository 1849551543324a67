// What the landscape has in two and in three dimensions alike: marks of minima, and words instead of a surface.
#pragma once

#include "app/views/landscape_view.h"

namespace tiltscape::landscape {

inline constexpr float footer = 22.0F;
inline constexpr float grasp = 12.0F;  ///< points: how near the mouse must be to take hold of something
inline const ImColor ink(0.03F, 0.04F, 0.06F, 0.8F);
inline const ImColor white(1.0F, 1.0F, 1.0F);
inline const ImColor quiet(0.85F, 0.88F, 0.92F);  ///< of the starts' labels
inline const ImColor minor(0.7F, 0.74F, 0.8F);    ///< of known minima's

/// Instead of a surface: why there is none, in the middle of the picture.
void draw_reason(ImDrawList& list, const LandscapeInput& input, ImVec2 low, ImVec2 high);

/// A known minimum of f: a cross. Fainter where it is hidden.
inline constexpr float cross_reach = 6.0F;
void draw_cross(ImDrawList& list, ImVec2 at, float alpha = 1.0F);
/// A minimum of the surface that is shown: a diamond, larger where nothing in view is lower.
float diamond_reach(bool least);
void draw_diamond(ImDrawList& list, ImVec2 at, bool least, float alpha = 1.0F);

/// Towards a run that has left the picture; `direction` has length 1.
inline constexpr float arrow_reach = 9.0F;
void draw_arrow(ImDrawList& list, ImVec2 at, ImVec2 direction, const ImColor& colour, float alpha = 1.0F);

/// Quiet words in a pill that ends at this lower right corner.
ImVec2 quiet_extent(const std::string& text);
void draw_quietly(ImDrawList& list, const std::string& text, ImVec2 corner);

}  // namespace tiltscape::landscape
