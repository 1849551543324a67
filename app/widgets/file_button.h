// A button that looks for a file in a pop-up.
#pragma once

#include <string>

namespace tiltscape {

/// A square of `size` points. Puts the path into `file` and returns true once one is chosen among the files whose names
/// have that ending.
bool file_button(const char* id, float size, const std::string& ending, std::string& file);

}  // namespace tiltscape
