// What arrives while a run is out on a worker. Where a step must not end before something else happened, it waits in a
// gate.
#include "tests/core/runner_support.h"

namespace tiltscape {
namespace {

/// A run that waits for a permit before each step until the permits are closed, so that a test knows that it is out.
class Gated final : public Run {
 public:
  Gated(Channel<int>& begun, Channel<int>& permits) : Run({}), begun_(begun), permits_(permits) {
    info_.columns.names = {"loss"};
    info_.stop.steps = 1'000'000;
  }
  void advance(std::uint64_t steps, Records& records) override {
    begun_.send(0);
    permits_.receive();
    step_ += std::min<std::uint64_t>(steps, 1);
    records.steps.push_back(step_);
    records.counts.emplace_back();
    records.seconds.push_back(0.0);
    records.values.push_back(0.0);
  }
  void change(const Settings& settings) override { changes_.push_back({step_, settings}); }
  void interrupt(Records&) override { status_ = Status::interrupted; }
  void set_stop(const Stop& stop, Records&) override { info_.stop = stop; }
  Snapshot snapshot() const override { return {.step = step_}; }
  Vector point() const override { return {}; }
  std::unique_ptr<Run> clone() const override { return nullptr; }

 private:
  Channel<int>&begun_, &permits_;
};

struct Gate {
  Channel<int> begun, permits;
  Runner::MakeExperiment make() {
    return [this](const Scene&, std::uint64_t) {
      Experiment experiment;
      experiment.runs.push_back(std::make_unique<Gated>(begun, permits));
      return experiment;
    };
  }
  ~Gate() { permits.close(); }
};

TEST(RunnerWhileOut, AChangeWaitsForTheRunToComeBack) {
  Gate gate;
  Window window({.workers = 1, .together = true, .playing = false, .notify = {}}, gate.make());
  window.load(race());
  gate.begun.receive();  // record 0
  gate.permits.send(0);
  window.send(command::Advance{1});
  gate.begun.receive();
  window.send(command::Change{1, setting("tilt", 2.0)});
  gate.permits.send(0);
  window.until([&] { return !window.runs.empty() && !window.runs[0].changes.empty(); });
  EXPECT_EQ(window.runs[0].changes[0].step, 1U) << "after the step that was under way";
  EXPECT_EQ(window.runs[0].snapshot.step, 1U);
}

// Pause and step, pressed while a slice is out: its steps do not count against the one asked for.
TEST(RunnerWhileOut, StepsAskedForThenAreTakenToo) {
  Gate gate;
  Window window({.workers = 1, .together = true, .playing = true, .notify = {}}, gate.make());
  window.load(race());
  gate.begun.receive();
  window.send(command::Play{false});
  window.send(command::Advance{2});
  window.send(command::Advance{1});
  gate.permits.close();
  // Whatever the slice that is out takes before its time is over, three more follow.
  window.until([&] { return !window.runs.empty() && window.runs[0].records.size() > 0; });
  const std::uint64_t when_back = window.runs[0].snapshot.step;
  window.until([&] { return window.runs[0].snapshot.step == when_back + 3; });
}

TEST(RunnerWhileOut, ARemovedRunComesBackToNobody) {
  Gate gate;
  Window window({.workers = 1, .together = true, .playing = true, .notify = {}}, gate.make());
  window.load(race());
  window.next_of<update::Loaded>();
  gate.begun.receive();
  window.send(command::Remove{window.runs[0].id});
  window.send(command::Add{race()});
  window.next_of<update::Added>();  // so the first is removed by now
  const RunId second = window.runs[1].id;
  window.runs.erase(window.runs.begin());
  gate.permits.close();
  window.until([&] { return window.find(second)->snapshot.step > 0; });
}

TEST(RunnerWhileOut, InterruptsWhenItComesBack) {
  Gate gate;
  Window window({.workers = 1, .together = true, .playing = true, .notify = {}}, gate.make());
  window.load(race());
  gate.begun.receive();
  window.send(command::Interrupt{});
  gate.permits.close();
  window.until([&] { return window.all(Status::interrupted); });
}

}  // namespace
}  // namespace tiltscape
