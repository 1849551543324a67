// The title of a column's curves.
#pragma once

#include <string>

#include "app/laboratory.h"

namespace tiltscape {

/// Of a column of the first run. `lines`: what lines of theory there are; `some_faint`: whether parts of the curves
/// are.
void curve_title(const Laboratory& lab, std::size_t column, bool log_y, const std::string& lines, bool some_faint);

}  // namespace tiltscape
