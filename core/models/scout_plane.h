// A plane through parameter space for pictures: where a short scout of gradient descent goes, and how its path bends.
#pragma once

#include "core/models/task.h"
#include "core/plane.h"

namespace tiltscape {

/// Sends the scout: gradient steps with momentum from the task's start, which is (0, 0), on the whole training set, or
/// as much of it as it gets through soon. A model of more than a million parameters is drawn in a random plane, since a
/// path of such points would take gigabytes. Deterministic.
Chart scout_plane(const Task& task);

}  // namespace tiltscape
