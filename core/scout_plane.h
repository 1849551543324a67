// A plane through a model's parameter space for pictures: where a short scout of gradient descent goes, and how its
// path bends.
#pragma once

#include "core/plane.h"

namespace tiltscape {

/// Sends the scout: full-batch gradient steps with momentum from the start, which is (0, 0). Deterministic.
Chart scout_plane(const LossFunction& loss, const Vector& start);

}  // namespace tiltscape
