// Ctrl-C: runs are asked to stop at their next step; a second one ends the program at once.
#pragma once

#include <exception>

namespace tiltscape {

/// From now on Ctrl-C is noted.
void catch_interrupt();
/// Whether it came.
bool interrupted();

/// What was begun is left because of it.
struct Interrupted : std::exception {};

}  // namespace tiltscape
