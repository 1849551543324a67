// Coordinator and workers of the runner.
#include "core/runner.h"

#include <algorithm>
#include <map>

#include "core/bad_input.h"
#include "core/library_error.h"

namespace tiltscape {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto slice_time = std::chrono::microseconds(6000);

}  // namespace

/// Takes steps until the slice's end or its time is over. Chunks double so that reading the clock costs nothing.
void Runner::work(Channel<Slice>& tasks, Inbox& inbox) {
  while (auto slice = tasks.receive()) {
    const auto deadline = Clock::now() + slice_time;
    const std::uint64_t began = slice->run->step();
    std::uint64_t chunk = 1;
    do {
      const std::uint64_t left = slice->until - slice->run->step();
      const auto chunk_began = Clock::now();
      slice->run->advance(std::min(chunk, left), slice->records);
      if (Clock::now() - chunk_began < slice_time / 8) chunk *= 2;
    } while (slice->run->status() == Status::running && slice->run->step() < slice->until && Clock::now() < deadline);
    slice->taken = slice->run->step() - began;
    slice->snapshot = slice->run->snapshot();
    inbox.send(Message(std::move(*slice)));
  }
}

/// Everything between slices, on one thread.
class Coordinator {
 public:
  Coordinator(Runner& runner, Runner::MakeExperiment make, Runner::Options options)
      : runner_(runner), make_(std::move(make)), options_(std::move(options)), playing_(options_.playing) {}

  void run() {
    while (true) {
      const auto wake = dispatch();
      auto message = wake ? runner_.inbox_->receive_until(*wake) : runner_.inbox_->receive();
      if (!message && runner_.inbox_->closed()) return;
      while (message) {
        std::visit([this](auto& value) { take(value); }, *message);
        message = runner_.inbox_->try_receive();
      }
      if (said_ && options_.notify) options_.notify();
      said_ = false;
    }
  }

 private:
  struct Slot {
    std::unique_ptr<Run> run;  ///< empty while a worker has it
    std::uint64_t step = 0;
    Status status = Status::running;
    std::uint64_t slice_steps = 64;  ///< what it did in its last slice
    std::uint64_t owed = 0;          ///< steps to take even when paused
    std::uint64_t covered = 0;       ///< of these, what the slice that is out was sent for
    bool fresh = true;               ///< has not been out yet: record 0 is due
    std::vector<std::function<void(Run&, Records&)>> pending;
    std::uint64_t kept_before = 0;  ///< the kept points that were reported are of earlier steps
  };

  // -- sending runs out ----------------------------------------------------------------------------------------------
  /// Sends out every run that may step now; returns when to look again if the pace holds some back.
  std::optional<Clock::time_point> dispatch() {
    if (levelling_) level();
    std::uint64_t lowest = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t lead = 64;
    for (const auto& [id, slot] : slots_)
      if (slot.status == Status::running && slot.step < lowest) {
        lowest = slot.step;
        lead = std::max<std::uint64_t>(16, 2 * slot.slice_steps);
      }
    bool held = false;
    for (auto& [id, slot] : slots_) {
      if (!slot.run || slot.status != Status::running) continue;
      std::uint64_t until = slot.step + slot.owed;
      if (playing_) until = std::max(until, allowed(lowest, lead));
      if (until <= slot.step && !slot.fresh) {
        held = held || playing_;
        continue;
      }
      slot.fresh = false;
      slot.covered = slot.owed;
      runner_.tasks_.send(
          {.id = id, .run = std::move(slot.run), .until = std::max(until, slot.step), .records = {}, .snapshot = {}});
    }
    if (held && speed_ > 0) return Clock::now() + std::chrono::milliseconds(8);
    return std::nullopt;
  }

  /// Once all have come back from their last slices, those behind owe what they lack: pictures compare equal steps.
  void level() {
    if (std::ranges::any_of(slots_, [](const auto& entry) { return !entry.second.run; })) return;
    levelling_ = false;
    std::uint64_t furthest = 0;
    for (const auto& [id, slot] : slots_)
      if (slot.status == Status::running) furthest = std::max(furthest, slot.step + slot.owed);
    for (auto& [id, slot] : slots_)
      if (slot.status == Status::running) slot.owed = furthest - slot.step;
  }

  std::uint64_t allowed(std::uint64_t lowest, std::uint64_t lead) const {
    constexpr double most = 1e18;  // no conversion beyond what 64 bits hold
    const std::uint64_t together =
        options_.together && slots_.size() > 1 ? lowest + lead : std::numeric_limits<std::uint64_t>::max();
    if (speed_ > 0) {
      const double elapsed = std::chrono::duration<double>(Clock::now() - base_time_).count();
      return std::min(together, base_ + static_cast<std::uint64_t>(std::min(most, speed_ * elapsed)));
    }
    return together;
  }

  /// The pace counts from here: the slowest run's step now, but for runs that still catch up.
  void rebase() {
    base_ = std::numeric_limits<std::uint64_t>::max();
    for (const auto& [id, slot] : slots_)
      if (slot.status == Status::running && slot.owed == 0) base_ = std::min(base_, slot.step);
    if (slots_.empty() || base_ == std::numeric_limits<std::uint64_t>::max()) base_ = 0;
    base_time_ = Clock::now();
  }

  // -- messages ------------------------------------------------------------------------------------------------------
  void take(Command& command) {
    std::visit([this](auto& value) { obey(value); }, command);
  }

  void take(Runner::Slice& slice) {
    const auto found = slots_.find(slice.id);
    if (found == slots_.end()) return;  // removed or replaced while it was out
    Slot& slot = found->second;
    slot.slice_steps = std::max<std::uint64_t>(slice.taken, 1);
    const bool catching_up = slot.owed > 0;
    slot.owed -= std::min(slot.covered, slice.taken);
    slot.run = std::move(slice.run);
    const bool changed = !slot.pending.empty();
    for (const auto& apply : slot.pending) apply(*slot.run, slice.records);
    slot.pending.clear();
    report(slice.id, slot, std::move(slice.records), changed, std::move(slice.snapshot));
    if (catching_up && slot.owed == 0) rebase();
  }

  void report(RunId id, Slot& slot, Records records, bool changed, Snapshot snapshot) {
    slot.step = slot.run->step();
    slot.status = slot.run->status();
    if (slot.status != Status::running) slot.owed = 0;
    snapshot.status = slot.status;
    snapshot.message = slot.run->message();
    const bool ended = slot.status != Status::running && slot.status != Status::failed;
    if (options_.ends && ended && !snapshot.point) snapshot.point = std::make_shared<const Vector>(slot.run->point());
    const KeptPoints& kept = slot.run->kept();
    const std::uint64_t kept_before = std::exchange(slot.kept_before, kept.next());
    say(update::Progress{.generation = generation_,
                         .run = id,
                         .records = std::move(records),
                         .snapshot = std::move(snapshot),
                         .seconds = slot.run->seconds(),
                         .stop = slot.run->info().stop,
                         .changes = changed ? std::optional(slot.run->changes()) : std::nullopt,
                         .kept = kept_before != kept.next() ? std::optional(kept.since(kept_before)) : std::nullopt});
  }

  /// Now if the run is here, otherwise when it comes back.
  void apply(RunId id, Slot& slot, std::function<void(Run&, Records&)> action) {
    if (!slot.run) {
      slot.pending.push_back(std::move(action));
      return;
    }
    Records records;
    action(*slot.run, records);
    report(id, slot, std::move(records), true, slot.run->snapshot());
  }

  void say(Update update) {
    runner_.outbox_.send(std::move(update));
    said_ = true;
  }

  update::RunAdded adopt(std::unique_ptr<Run> run) {
    const RunId id = next_id_++;
    update::RunAdded added{.id = id, .info = run->info()};
    run->show(shown_);
    slots_[id] = Slot{.run = std::move(run), .pending = {}};
    return added;
  }

  void obey(command::Load& load) {
    slots_.clear();
    levelling_ = false;  // these go where they are told
    shown_.reset();      // the next runs' points may have another dimension
    generation_ = load.generation;
    try {
      Experiment experiment = make_(load.scene, load.seeds);
      update::Loaded loaded{.generation = generation_, .experiment = {}, .runs = {}};
      for (auto& run : experiment.runs) {
        const std::size_t index = loaded.runs.size();
        loaded.runs.push_back(adopt(std::move(run)));
        if (index < load.replay.size()) slots_[loaded.runs.back().id].owed = load.replay[index];
      }
      experiment.runs.clear();
      loaded.experiment = std::make_shared<const Experiment>(std::move(experiment));
      say(std::move(loaded));
    } catch (const std::exception& error) {
      say(update::Failed{generation_, library_error(error)});
    }
    rebase();
  }
  /// The new run first catches up with the others.
  void obey(command::Add& add) {
    std::uint64_t others = std::numeric_limits<std::uint64_t>::max();
    for (const auto& [id, slot] : slots_) others = std::min(others, slot.step);
    try {
      Experiment experiment = make_(add.scene, 1);
      for (auto& run : experiment.runs) {
        const update::RunAdded added = adopt(std::move(run));
        if (others != std::numeric_limits<std::uint64_t>::max()) slots_[added.id].owed = others;
        say(update::Added{generation_, added});
      }
    } catch (const std::exception& error) {
      say(update::Failed{generation_, library_error(error)});
    }
    rebase();
  }
  void obey(const command::Remove& remove) {
    slots_.erase(remove.run);
    rebase();
  }
  void obey(const command::Play& play) {
    playing_ = play.playing;
    levelling_ = !playing_ && options_.together;
    rebase();
  }
  void obey(const command::Speed& speed) {
    speed_ = speed.steps_per_second;
    rebase();
  }
  void obey(const command::Advance& advance) {
    for (auto& [id, slot] : slots_)
      if (slot.status == Status::running) slot.owed += advance.steps;
  }
  void obey(const command::Change& change) {
    const auto found = slots_.find(change.run);
    if (found == slots_.end()) return;
    apply(change.run, found->second, [settings = change.settings](Run& run, Records&) { run.change(settings); });
  }
  void obey(const command::Extend& extend) {
    for (auto& [id, slot] : slots_)
      apply(id, slot, [steps = extend.steps](Run& run, Records& records) {
        Stop stop = run.info().stop;
        stop = {.steps = std::max(stop.steps.value_or(0), run.step()) + steps, .cost = {}, .loss = {}};
        run.set_stop(stop, records);
      });
    rebase();
  }
  void obey(const command::Show& show) {
    if (show.generation != generation_) return;
    shown_ = show.chart;
    for (auto& [id, slot] : slots_) apply(id, slot, [chart = show.chart](Run& run, Records&) { run.show(chart); });
  }
  void obey(const command::Interrupt&) {
    for (auto& [id, slot] : slots_) apply(id, slot, [](Run& run, Records& records) { run.interrupt(records); });
  }

  Runner& runner_;
  Runner::MakeExperiment make_;
  Runner::Options options_;
  std::map<RunId, Slot> slots_;
  RunId next_id_ = 1;
  std::uint64_t generation_ = 0;
  std::shared_ptr<const Chart> shown_;
  bool playing_ = true;
  double speed_ = 0.0;
  std::uint64_t base_ = 0;
  Clock::time_point base_time_ = Clock::now();
  bool levelling_ = false;  ///< paused, but not all at the same step yet
  bool said_ = false;
};

Runner::Runner(MakeExperiment make, Options options) {
  for (unsigned i = 0; i < std::max(1U, options.workers); ++i)
    workers_.emplace_back([this, inbox = inbox_.get()] { work(tasks_, *inbox); });
  coordinator_ = std::jthread([this, make = std::move(make), options = std::move(options)]() mutable {
    Coordinator(*this, std::move(make), std::move(options)).run();
  });
}

Runner::~Runner() {
  inbox_->close();
  tasks_.close();
}

std::vector<RunResult> run_to_end(const Runner::MakeExperiment& make, const Scene& scene, unsigned jobs,
                                  const std::function<bool(const RunResult&)>& progress, bool ends) {
  Runner runner(make, {.workers = jobs, .together = false, .playing = true, .ends = ends, .notify = {}});
  runner.send(command::Load{.scene = scene, .generation = 1, .seeds = scene.seeds});
  std::map<RunId, std::size_t> index;
  std::vector<RunResult> results;
  std::size_t running = 0;
  bool made = false, interrupted = false;
  do {
    auto update = runner.wait();
    if (!update) break;
    if (auto* failed = std::get_if<update::Failed>(&*update)) throw BadInput(failed->message);
    if (auto* loaded = std::get_if<update::Loaded>(&*update)) {
      made = true;
      for (auto& run : loaded->runs) {
        index[run.id] = results.size();
        results.push_back({.info = run.info,
                           .changes = run.info.spec.changes,
                           .status = Status::running,
                           .message = {},
                           .records = {}});
        ++running;
      }
    }
    if (auto* news = std::get_if<update::Progress>(&*update)) {
      RunResult& result = results[index.at(news->run)];
      result.records.append(news->records);
      result.message = news->snapshot.message;
      result.step = news->snapshot.step;
      result.point = news->snapshot.point;
      result.seconds = news->seconds;
      if (result.status == Status::running && news->snapshot.status != Status::running) --running;
      result.status = news->snapshot.status;
      if (progress && !progress(result) && !interrupted) {
        interrupted = true;
        runner.send(command::Interrupt{});
      }
    }
  } while (running > 0 || !made);
  return results;
}

}  // namespace tiltscape
