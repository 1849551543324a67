// Making planes and replaying runs.
#include "core/plane_job.h"

#include <algorithm>

#include "core/abandoned.h"

namespace tiltscape {
namespace {

/// The run's points at the steps, exactly as it went through them; nothing where it does not come so far.
ReplayedPath replayed(Run& run, const Replay& replay, const Chart& chart, const std::function<bool()>& stale) {
  ReplayedPath path{.id = replay.id, .steps = {}, .points = {}};
  Records records;
  for (const std::uint64_t step : replay.steps) {
    if (stale()) return {};
    if (step > run.step()) run.advance(step - run.step(), records);
    records.clear();
    if (run.step() != step) break;
    path.steps.push_back(step);
    path.points.push_back(chart.project(run.point()));
  }
  return path;
}

}  // namespace

Scene replayable(Scene scene, std::uint64_t step) {
  scene.measures.clear();
  scene.record_every = std::max<std::uint64_t>(1, step);
  scene.stop = {.steps = step, .cost = {}, .loss = {}};
  for (RunSpec& run : scene.runs) run.stop.reset();
  return scene;
}

void do_plane_job(const Runner::MakeExperiment& make, const PlaneJob& job, const std::function<void(PlaneAnswer)>& done,
                  const std::function<bool()>& stale) {
  PlaneAnswer answer{.number = job.number};
  try {
    answer.chart = std::make_shared<const Chart>(make_plane(job.plane, stale));
  } catch (const Abandoned&) {
    return;
  } catch (const std::exception& error) {
    answer.reason = error.what();
  }
  if (stale()) return;
  answer.last = answer.chart == nullptr || job.replays.empty();
  done(answer);
  if (answer.last) return;
  try {
    std::uint64_t furthest = 0;
    for (const Replay& replay : job.replays) furthest = std::max(furthest, replay.steps.back());
    const Experiment experiment = make(replayable(job.scene, furthest), 1);
    for (const Replay& replay : job.replays) {
      answer.path = replayed(*experiment.runs.at(replay.run), replay, *answer.chart, stale);
      if (stale()) return;
      answer.last = &replay == &job.replays.back();
      done(answer);
    }
  } catch (const std::exception&) {  // the kept points are there all the same
    answer.path.reset();
    answer.last = true;
    done(std::move(answer));
  }
}

}  // namespace tiltscape
