// Arrows at a picture's edge towards what lies beyond it, beside one another where they would lie upon one another.
#pragma once

#include <imgui.h>

#include <vector>

namespace tiltscape {

struct EdgeArrow {
  ImVec2 tip;      ///< within the picture
  ImVec2 towards;  ///< a unit vector
};

/// For points outside the rectangle, finite: in their order, no two tips nearer than `edge_arrow_apart` where there is
/// room for all.
inline constexpr float edge_arrow_apart = 19.0F;
std::vector<EdgeArrow> edge_arrows(const std::vector<ImVec2>& points, ImVec2 low, ImVec2 high);

}  // namespace tiltscape
