// The runner: owns the workers that step the runs. Commands go in, updates come out; nobody else touches a run.
//
// One coordinator thread holds the runs between slices; a run moves through a channel to a worker for a slice of a few
// milliseconds and back. Slices, speed and pauses decide when steps are taken, never what they compute.
#pragma once

#include <functional>
#include <memory>
#include <thread>
#include <variant>
#include <vector>

#include "core/channel.h"
#include "core/results.h"

namespace tiltscape {

using RunId = std::uint64_t;

namespace command {
/// Replaces everything by the runs of a scene. Updates carry the generation they belong to.
struct Load {
  Scene scene;
  std::uint64_t generation = 0;
  std::uint64_t seeds = 1;
  std::vector<std::uint64_t> replay{};  ///< steps that each run takes at once, playing or not: back to where it was
};
/// Adds one run of the loaded scene's problem, from step 0.
struct Add {
  Scene scene;  ///< the loaded scene with this run alone
};
struct Remove {
  RunId run = 0;
};
struct Play {
  bool playing = true;
};
/// Steps a second that every run may take; 0: as fast as they go.
struct Speed {
  double steps_per_second = 0.0;
};
/// Every run takes this many more steps, playing or not.
struct Advance {
  std::uint64_t steps = 1;
};
/// From the run's next step on; recorded as a change.
struct Change {
  RunId run = 0;
  Settings settings;
};
/// Moves every run's end this many steps past where it is now or was to be; runs that were done go on.
struct Extend {
  std::uint64_t steps = 0;
};
/// Snapshots of the loaded runs show the probed points in this chart, too; empty: in the experiment's own alone.
struct Show {
  std::uint64_t generation = 0;  ///< of the load that the chart is for
  std::shared_ptr<const Chart> chart{};
};
/// Ends every run at its next step.
struct Interrupt {};
}  // namespace command
using Command = std::variant<command::Load, command::Add, command::Remove, command::Play, command::Speed,
                             command::Advance, command::Change, command::Extend, command::Show, command::Interrupt>;

namespace update {
struct RunAdded {
  RunId id = 0;
  RunInfo info{};
};
struct Loaded {
  std::uint64_t generation = 0;
  std::shared_ptr<const Experiment> experiment{};  ///< without its runs
  std::vector<RunAdded> runs{};
};
struct Added {
  std::uint64_t generation = 0;
  RunAdded run;
};
/// What could not be loaded or added, in one line.
struct Failed {
  std::uint64_t generation = 0;
  std::string message;
};
struct Progress {
  std::uint64_t generation = 0;
  RunId run = 0;
  Records records{};
  Snapshot snapshot{};
  double seconds = 0.0;
  Stop stop{};
  std::optional<std::vector<Change>> changes{};  ///< when they changed
  std::optional<KeptPoints::News> kept{};        ///< when there are others
};
}  // namespace update
using Update = std::variant<update::Loaded, update::Added, update::Failed, update::Progress>;

class Runner {
 public:
  using MakeExperiment = std::function<Experiment(const Scene&, std::uint64_t seeds)>;
  struct Options {
    unsigned workers = 1;
    bool together = true;  ///< at full speed, keep the runs at about the same step; paused, at the same one
    bool playing = true;
    bool ends = false;               ///< the last snapshot of a run has its point although it is not drawn
    std::function<void()> notify{};  ///< called from the coordinator after updates were sent; may be empty
  };

  Runner(MakeExperiment make, Options options);
  /// Ends the threads after their current slices.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  void send(Command command) { inbox_->send(std::move(command)); }
  /// Updates since the last call, without waiting.
  std::vector<Update> updates() { return outbox_.drain(); }
  /// Waits for one update.
  std::optional<Update> wait() { return outbox_.receive(); }
  std::optional<Update> wait_until(Channel<Update>::Clock::time_point deadline) {
    return outbox_.receive_until(deadline);
  }

 private:
  friend class Coordinator;
  /// A run's slice: it goes out, and comes back with what it produced.
  struct Slice {
    RunId id = 0;
    std::unique_ptr<Run> run{};
    std::uint64_t until = 0;
    Records records{};
    Snapshot snapshot{};
    std::uint64_t taken = 0;
  };
  using Message = std::variant<Command, Slice>;
  struct Inbox : Channel<Message> {};

  static void work(Channel<Slice>& tasks, Inbox& inbox);

  std::unique_ptr<Inbox> inbox_ = std::make_unique<Inbox>();
  Channel<Slice> tasks_;
  Channel<Update> outbox_;
  std::vector<std::jthread> workers_;
  std::jthread coordinator_;
};

/// Runs a scene to its end without a window, with each of its seeds. `progress` is called with every update's run; when
/// it returns false the runs are interrupted at their next step. With `ends` results have their points: d numbers a
/// run. Throws BadInput where the scene cannot be made.
std::vector<RunResult> run_to_end(const Runner::MakeExperiment& make, const Scene& scene, unsigned jobs,
                                  const std::function<bool(const RunResult&)>& progress = {}, bool ends = false);

}  // namespace tiltscape
