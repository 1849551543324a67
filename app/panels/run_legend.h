// The runs' names in their colours, above pictures of a panel alone.
#pragma once

#include "app/laboratory.h"

namespace tiltscape {

/// Those that are shown, in as many lines as they need.
void run_legend(const Laboratory& lab);

}  // namespace tiltscape
