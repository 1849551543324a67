// The choice of what the landscape is drawn in: the problem's charts and planes through any number of dimensions.
#pragma once

#include "app/laboratory.h"

namespace tiltscape {

/// Whether there is anything to choose.
bool has_planes(const Laboratory& lab);
/// On the current line: the drop-down, and beside a plane that was made a button that makes it again. As wide as the
/// plane's name asks for, but no wider than `room`.
void plane_chooser(Laboratory& lab, float room);
float plane_chooser_width(const Laboratory& lab);

/// " (12 % of its way)" of a run whose way went no farther than `way` from its start; empty where it went nowhere.
std::string distance_beside_way(double distance, double way);

/// A line or two above the picture: what it says of the selected run's way, that a plane is being made, or why there is
/// none. Nothing where the picture holds all there is.
void plane_facts(Laboratory& lab);

}  // namespace tiltscape
