// Arrows down the slope of what is shown.
#pragma once

#include <vector>

#include "app/views/field_on_screen.h"

namespace tiltscape {

struct QuiverArrow {
  ImVec2 tail, tip;  ///< screen points
};

/// −∇ of the field (by the data's coordinates, as a step across the screen) on a lattice of the rectangle from `low` to
/// `high`; lengths go as log(1 + |∇|/median). None beside gaps.
std::vector<QuiverArrow> quiver(const FieldOnScreen& field, const Bounds& shown, ImVec2 low, ImVec2 high);
void draw_quiver(ImDrawList& list, const std::vector<QuiverArrow>& arrows);

/// What the lengths mean, for a note.
inline constexpr const char* quiver_note = "their length is log(1 + |∇|/median)";

}  // namespace tiltscape
