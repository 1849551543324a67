// Data sets from files of the user's.
#pragma once

#include "core/models/data_set.h"

namespace tiltscape {

/// `file`, and `test_file` where one is named, which has the classes of the first; of LIBSVM files both have the
/// features that either names. Throws BadInput "FILE:LINE: …".
DataSet file_set(const DataParameters& parameters);

}  // namespace tiltscape
