// A maker that stays from request to request.
#include "core/surface_worker.h"

#include <exception>
#include <memory>

namespace tiltscape {

SurfaceWorker::Work surface_work() {
  const auto maker = std::make_shared<SurfaceMaker>();
  return [maker](const SurfaceRequest& request, const SurfaceWorker::Done& done, const SurfaceWorker::Stale& stale) {
    try {
      maker->make(request, done, stale);
    } catch (const std::exception& problem) {  // a model's device may run out of memory
      Surface failed;
      failed.request = request;
      failed.reason = problem.what();
      failed.refined = true;
      done(std::move(failed));
    }
  };
}

}  // namespace tiltscape
