// A plane through parameter space for pictures: where a short scout of gradient descent goes, and how its path bends.
#pragma once

#include "core/models/task.h"
#include "core/plane.h"

namespace tiltscape {

/// Sends the scout: full-batch gradient steps with momentum from the task's start, which is (0, 0). Deterministic.
Chart scout_plane(const Task& task);

}  // namespace tiltscape
