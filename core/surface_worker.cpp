// One request at a time; while it is worked on, a newer one in the channel ends it.
#include "core/surface_worker.h"

#include <exception>

namespace tiltscape {

SurfaceWorker::SurfaceWorker(std::function<void()> notify) : notify_(std::move(notify)), thread_([this] { work(); }) {}

SurfaceWorker::~SurfaceWorker() {
  requests_.close();
  thread_.join();
}

std::optional<Surface> SurfaceWorker::newest() {
  auto surfaces = surfaces_.drain();
  if (surfaces.empty()) return std::nullopt;
  return std::move(surfaces.back());
}

bool SurfaceWorker::overtaken() {
  if (auto newer = requests_.drain(); !newer.empty()) next_ = std::move(newer.back());
  return next_.has_value() || requests_.closed();
}

void SurfaceWorker::work() {
  while (!requests_.closed()) {
    if (!overtaken()) next_ = requests_.receive();
    if (!next_ || requests_.closed()) return;
    overtaken();  // several may have come together
    const SurfaceRequest request = std::move(*next_);
    next_.reset();
    answer(request);
  }
}

void SurfaceWorker::answer(const SurfaceRequest& request) {
  const auto done = [this](Surface surface) {
    surfaces_.send(std::move(surface));
    notify_();
  };
  try {
    maker_.make(request, done, [this] { return overtaken(); });
  } catch (const std::exception& problem) {  // a model's device may run out of memory
    Surface failed;
    failed.request = request;
    failed.reason = problem.what();
    failed.refined = true;
    done(std::move(failed));
  }
}

}  // namespace tiltscape
