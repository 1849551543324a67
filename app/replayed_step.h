// An earlier step of the selected run in full: what it probed and followed, which its record does not hold. Replayed in
// the background.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/latest_worker.h"
#include "core/runner.h"

namespace tiltscape {

class Laboratory;
struct RunView;

class ReplayedStep {
 public:
  /// `wake` is called from another thread when something is finished.
  ReplayedStep(const Runner::MakeExperiment& make, const std::function<void()>& wake);

  /// Takes what is finished and asks for what is missing: before each frame.
  void update(const Laboratory& lab);
  /// The selected run's last recorded step at or before the one that is shown; null until it is there, and where
  /// `reason` says why it will not be.
  const Snapshot* snapshot() const { return answer_ ? &*answer_ : nullptr; }
  const std::string& reason() const { return reason_; }
  bool settled() const { return !waiting_; }

 private:
  /// Which step, in which chart; another `changes` is another way there.
  struct Place {
    std::uint64_t generation = 0;
    RunId run = 0;
    std::uint64_t step = 0;
    std::shared_ptr<const Chart> chart{};
    std::size_t changes = 0;
    bool operator==(const Place&) const = default;
  };
  struct Request {
    Place place{};
    Scene scene{};
    std::size_t run = 0;  ///< its place in the scene
  };
  struct Answer {
    Place place{};
    std::optional<Snapshot> snapshot{};  ///< nothing where the run cannot be made again
  };
  class Replayer;

  LatestWorker<Request, Answer> worker_;
  Place wanted_;
  std::optional<Snapshot> answer_;
  std::string reason_;
  bool waiting_ = false;
};

}  // namespace tiltscape
