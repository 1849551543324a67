// Work for a background thread: a plane is made, then runs are replayed to draw their paths in it.
#pragma once

#include <optional>

#include "core/plane_request.h"
#include "core/runner.h"

namespace tiltscape {

/// Seconds that runs may have taken to get where a replay has to bring them, one after another.
inline constexpr double longest_replay = 2.0;

/// A run whose path is wanted at these steps, in order.
struct Replay {
  RunId id = 0;
  std::size_t run = 0;  ///< its place in the job's scene
  std::vector<std::uint64_t> steps;
};

struct PlaneJob {
  std::uint64_t number = 0;  ///< the sender's own; comes back with the answers
  PlaneRequest plane;
  Scene scene;  ///< with the changes recorded so far: what is replayed
  std::vector<Replay> replays;
};

/// The path of one run in a chart.
struct ReplayedPath {
  RunId id = 0;
  std::vector<std::uint64_t> steps;
  std::vector<Eigen::Vector2d> points;
};

struct PlaneAnswer {
  std::uint64_t number = 0;
  std::shared_ptr<const Chart> chart{};  ///< in the first answer, where there is such a plane
  std::string reason{};                  ///< why there is none
  std::optional<ReplayedPath> path{};    ///< in each of the others
  bool last = false;
};

/// What `scene` needs to be replayed up to `step`: its runs alone, without measures, records or ends of their own.
Scene replayable(Scene scene, std::uint64_t step);

/// Answers with the plane, then with each path as soon as it is replayed; may return early when `stale`. Throws
/// nothing.
void do_plane_job(const Runner::MakeExperiment& make, const PlaneJob& job, const std::function<void(PlaneAnswer)>& done,
                  const std::function<bool()>& stale);

}  // namespace tiltscape
