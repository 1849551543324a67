// The background thread that makes surfaces.
#pragma once

#include "core/latest_worker.h"
#include "core/surface.h"

namespace tiltscape {

using SurfaceWorker = LatestWorker<SurfaceRequest, Surface>;

/// What a surface worker does. Evaluations are kept where they serve the next request too; what is thrown becomes the
/// reason of a surface without values.
SurfaceWorker::Work surface_work();

}  // namespace tiltscape
