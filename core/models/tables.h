// The data sets that are built into the program.
#pragma once

#include "core/models/data_set.h"

namespace tiltscape {

/// All of a data set's examples in the order of its file. Digits: 0 … 16 divided by 16.
Examples table(DataName data);

}  // namespace tiltscape
