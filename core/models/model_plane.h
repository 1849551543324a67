// The plane that a model's runs are first drawn in.
#pragma once

#include "core/models/task.h"
#include "core/plane.h"

namespace tiltscape {

/// That of a scout (core/scout_plane.h) from `start` on the training set, or as much of it as it gets through soon. A
/// model of more than a million parameters is drawn in a random plane, since a path of such points would take
/// gigabytes; so is a module that has no gradients.
Chart model_plane(const Task& task, const Vector& start);

}  // namespace tiltscape
