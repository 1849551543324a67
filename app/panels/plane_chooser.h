// The choice of what the landscape is drawn in: the problem's charts and planes through any number of dimensions.
#pragma once

#include "app/laboratory.h"

namespace tiltscape {

/// On the current line: the drop-down, and beside a plane that was made a button that makes it again.
void plane_chooser(Laboratory& lab);

/// What the picture says of the selected run's way through the plane, or of a plane that is still being made; may be
/// empty.
std::string plane_facts(Laboratory& lab);

}  // namespace tiltscape
