// The runs of an experiment: colour, label, what tells them apart, how far they are; to select, hide, rename, remove,
// add.
#pragma once

#include "app/laboratory.h"

namespace tiltscape {

/// Takes the full width of the window, a heading and a row a run.
void run_list(Laboratory& lab);

}  // namespace tiltscape
