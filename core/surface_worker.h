// The background thread that makes surfaces: requests in (only the newest matters), surfaces out.
#pragma once

#include <thread>

#include "core/channel.h"
#include "core/surface.h"

namespace tiltscape {

class SurfaceWorker {
 public:
  /// `notify` is called on the worker's thread after a surface was put out: to wake whoever collects.
  explicit SurfaceWorker(std::function<void()> notify = [] {});
  ~SurfaceWorker();
  SurfaceWorker(const SurfaceWorker&) = delete;
  SurfaceWorker& operator=(const SurfaceWorker&) = delete;

  /// Replaces whatever was asked before; its work in progress is dropped, its evaluations are kept where they serve.
  void request(SurfaceRequest request) { requests_.send(std::move(request)); }
  /// The newest surface since the last call, without waiting. It may still answer an older request.
  std::optional<Surface> newest();
  /// Waits for the next surface; nothing when `deadline` passes first.
  std::optional<Surface> wait(Channel<Surface>::Clock::time_point deadline) {
    return surfaces_.receive_until(deadline);
  }

 private:
  void work();
  void answer(const SurfaceRequest& request);
  bool overtaken();

  std::function<void()> notify_;
  Channel<SurfaceRequest> requests_;
  Channel<Surface> surfaces_;
  SurfaceMaker maker_;  ///< the worker's own, like `next_`
  std::optional<SurfaceRequest> next_;
  std::jthread thread_;
};

}  // namespace tiltscape
