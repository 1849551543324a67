// The choice of what the landscape is drawn in: the problem's charts and planes through any number of dimensions.
#pragma once

#include "app/laboratory.h"

namespace tiltscape {

/// On the current line: the drop-down, and beside a plane that was made a button that makes it again.
/// False where there is nothing to choose, and nothing is drawn.
bool plane_chooser(Laboratory& lab);

/// A line or two above the picture: what it says of the selected run's way, that a plane is being made, or why there is
/// none. Nothing where the picture holds all there is.
void plane_facts(Laboratory& lab);

}  // namespace tiltscape
