// A run is a pure function of its scene: made again and stepped, it is where it was. Steps onwards cost only
// themselves.
#include "app/replayed_step.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/format.h"
#include "app/laboratory.h"
#include "core/plane_job.h"

namespace tiltscape {
namespace {

constexpr std::uint64_t no_end = 1'000'000'000'000;  ///< steps
constexpr std::uint64_t at_once = 64;                ///< steps between looks at whether a newer request waits

}  // namespace

/// The worker's: the run as far as it was replayed last.
class ReplayedStep::Replayer {
 public:
  explicit Replayer(Runner::MakeExperiment make) : make_(std::move(make)) {}

  void replay(const Request& request, const std::function<void(Answer)>& done, const std::function<bool()>& stale) {
    Answer answer{.place = request.place};
    try {
      if (scene_ != request.scene || run(request).step() > request.place.step) {
        scene_.reset();
        experiment_ = make_(replayable(request.scene, no_end), 1);
        scene_ = request.scene;
      }
      Run& run = this->run(request);
      run.show(request.place.chart);
      Records records;
      while (run.step() < request.place.step && run.status() == Status::running) {
        if (stale()) return;
        run.advance(std::min(at_once, request.place.step - run.step()), records);
        records.clear();
      }
      answer.snapshot = run.snapshot();
    } catch (const std::exception&) {
      scene_.reset();
    }
    done(std::move(answer));
  }

 private:
  Run& run(const Request& request) { return *experiment_.runs.at(request.run); }

  Runner::MakeExperiment make_;
  std::optional<Scene> scene_;  ///< of experiment_
  Experiment experiment_;
};

ReplayedStep::ReplayedStep(const Runner::MakeExperiment& make, const std::function<void()>& wake)
    : worker_(
          [replayer = std::make_shared<Replayer>(make)](const Request& request, const auto& done, const auto& stale) {
            replayer->replay(request, done, stale);
          },
          wake) {}

void ReplayedStep::update(const Laboratory& lab) {
  for (Answer& answer : worker_.all()) {
    if (answer.place != wanted_) continue;
    waiting_ = false;
    answer_ = std::move(answer.snapshot);
    if (!answer_) reason_ = "this step cannot be replayed";
  }
  const RunView* run = lab.selected_run();
  Place next;
  if (lab.shown_step() && run != nullptr && !run->trajectory.empty() && !lab.loading()) {
    const std::size_t row = shown_row(*run, lab.shown_step());
    const auto own = lab.shown_chart().own();
    next = {lab.generation(), run->id, run->trajectory.step(row), own ? nullptr : lab.shown_chart().chart(),
            run->changes.size()};
    if (next == wanted_) return;
    answer_.reset();
    reason_.clear();
    const double seconds = run->trajectory.seconds(row);
    waiting_ = seconds <= longest_replay;
    if (waiting_)
      worker_.request({.place = next, .scene = lab.recorded_scene(), .run = lab.selected()});
    else
      reason_ = fmt::format("replaying this step would take {}", duration(seconds));
  } else {
    answer_.reset();
    reason_.clear();
    waiting_ = false;
  }
  wanted_ = next;
}

}  // namespace tiltscape
