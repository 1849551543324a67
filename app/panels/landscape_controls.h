// The controls in the landscape's heading: which surfaces, in what, how coloured and seen.
#pragma once

#include "app/laboratory.h"

namespace tiltscape {

/// Every choice is an edit that can be undone.
void landscape_controls(Laboratory& lab);

}  // namespace tiltscape
