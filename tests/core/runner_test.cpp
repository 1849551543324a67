// The runner decides when steps are taken and never what they compute. Nothing here sleeps or looks at the clock: tests
// wait for updates, and where a step must not end before something else happened, it waits in a gate.
#include "core/runner.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <future>
#include <map>

#include "core/bad_input.h"

namespace tiltscape {
namespace {

Experiment landscapes_of(const Scene& scene, std::uint64_t seeds) { return make_landscape_experiment(scene, seeds); }

/// To the bit, NaN included.
bool same(const Records& a, const Records& b) {
  const auto bits = [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  };
  return a.steps == b.steps && a.counts == b.counts && std::ranges::equal(a.values, b.values, bits);
}

constexpr std::uint64_t endless = 300'000'000;

/// Four runs, one with a tilt that changes on the way and one that ends early.
Scene race(std::uint64_t steps = 3000) {
  return parse_scene(fmt::format(R"(
problem = {{ name = "himmelblau" }}
start = [0.7, -1.3]
seed = 5
stop = {{ steps = {} }}
record_every = 7
[measures]
trace = {{ every = 21 }}
ess = {{}}
[[run]]
optimizer = "zest"
tilt = 0.05
learning_rate = 0.0002
[[run.change]]
step = 1000
tilt = 0.5
[[run]]
optimizer = "zo"
learning_rate = 0.0002
stop = {{ steps = 500 }}
[[run]]
optimizer = "sam"
learning_rate = 0.0002
[[run]]
optimizer = "gd"
learning_rate = 0.0002
)",
                                 steps),
                     "race");
}

std::vector<Records> by_hand(const Scene& scene) {
  std::vector<Records> all;
  for (const auto& run : make_landscape_experiment(scene).runs) {
    all.emplace_back();
    while (run->status() == Status::running) run->advance(1'000'000, all.back());
  }
  return all;
}

void expect_same(const std::vector<Records>& records, const std::vector<Records>& expected) {
  ASSERT_EQ(records.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_TRUE(same(records[i], expected[i])) << "run " << i;
}

/// What a window keeps: the runs of the last scene it asked for.
class Window {
 public:
  struct View {
    RunId id;
    RunInfo info;
    Records records;
    Snapshot snapshot;
    std::vector<Change> changes;
  };

  explicit Window(Runner::Options options, Runner::MakeExperiment make = landscapes_of)
      : runner_(std::move(make), std::move(options)) {}

  void send(Command command) { runner_.send(std::move(command)); }
  std::uint64_t load(const Scene& scene, std::uint64_t seeds = 1) {
    send(command::Load{.scene = scene, .generation = ++generation_, .seeds = seeds});
    return generation_;
  }
  /// Takes one update.
  Update next() {
    auto update = runner_.wait();
    if (!update) throw std::logic_error("the runner hung up");
    if (const auto* loaded = std::get_if<update::Loaded>(&*update)) {
      runs.clear();
      for (const auto& run : loaded->runs) adopt(run);
      loaded_ = loaded->generation;
    }
    if (const auto* added = std::get_if<update::Added>(&*update)) adopt(added->run);
    if (const auto* progress = std::get_if<update::Progress>(&*update)) {
      EXPECT_EQ(progress->generation, loaded_) << "progress of a scene that is not loaded";
      View* run = find(progress->run);
      if (run == nullptr) {
        ADD_FAILURE() << "progress of a run that is not there";
      } else {
        run->records.append(progress->records);
        run->snapshot = progress->snapshot;
        if (progress->changes) run->changes = *progress->changes;
      }
    }
    return *std::move(update);
  }
  template <class Predicate>
  void until(Predicate done) {
    while (!done()) next();
  }
  template <class Wanted>
  Wanted next_of() {
    while (true) {
      Update update = next();
      if (auto* wanted = std::get_if<Wanted>(&update)) return std::move(*wanted);
    }
  }
  bool all(Status status) const {
    return !runs.empty() && std::ranges::all_of(runs, [&](const View& run) { return run.snapshot.status == status; });
  }
  bool all_at(std::uint64_t step) const {
    return !runs.empty() && std::ranges::all_of(runs, [&](const View& run) {
      return run.snapshot.step == step && run.records.size() > 0;
    });
  }
  bool ended() const {
    return !runs.empty() &&
           std::ranges::none_of(runs, [](const View& run) { return run.snapshot.status == Status::running; });
  }
  std::vector<Records> records() const {
    std::vector<Records> all;
    for (const View& run : runs) all.push_back(run.records);
    return all;
  }
  View* find(RunId id) {
    const auto found = std::ranges::find(runs, id, &View::id);
    return found == runs.end() ? nullptr : &*found;
  }

  std::vector<View> runs;

 private:
  void adopt(const update::RunAdded& run) {
    runs.push_back({.id = run.id, .info = run.info, .records = {}, .snapshot = {}, .changes = run.info.spec.changes});
  }
  Runner runner_;
  std::uint64_t generation_ = 0, loaded_ = 0;
};

Settings setting(const std::string& name, Setting value) {
  Settings s;
  s.set(name, std::move(value));
  return s;
}

// -- the same records, whatever happens ----------------------------------------------------------------------------

TEST(Runner, OneJobAndTwoAndByHand) {
  const auto expected = by_hand(race());
  for (const unsigned jobs : {1U, 2U, 5U}) {
    const auto results = run_to_end(landscapes_of, race(), 1, jobs);
    ASSERT_EQ(results.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_TRUE(same(results[i].records, expected[i])) << "run " << i << ", " << jobs << " jobs";
      EXPECT_EQ(results[i].status, Status::done);
      EXPECT_EQ(results[i].step, i == 1 ? 500U : 3000U);
      EXPECT_EQ(results[i].info.label, race().runs[i].label);
    }
    EXPECT_EQ(results[0].changes, race().runs[0].changes);
  }
}

TEST(Runner, SeedsFollowEachRun) {
  const auto results = run_to_end(landscapes_of, race(200), 3, 2);
  ASSERT_EQ(results.size(), 12U);
  for (std::size_t i = 0; i < 12; ++i) {
    EXPECT_EQ(results[i].info.seed, 5 + i % 3);
    EXPECT_EQ(results[i].info.spec.optimizer, race().runs[i / 3].optimizer);
  }
  EXPECT_FALSE(same(results[0].records, results[1].records));
}

/// Pauses, resumes, steps, changes speed: something else at every update, as long as runs go.
void disturb(Window& window) {
  const std::vector<std::vector<Command>> actions = {
      {command::Play{false}, command::Advance{17}},
      {command::Advance{1}},
      {command::Play{true}, command::Speed{40'000}},
      {command::Speed{0}},
      {command::Play{false}, command::Play{true}},
      {command::Speed{1e12}, command::Advance{3}},
      {command::Play{false}, command::Advance{200}, command::Play{true}, command::Speed{100'000}},
  };
  for (std::size_t i = 0; !window.ended(); ++i) {
    window.next();
    for (const Command& command : actions[i % actions.size()]) window.send(command);
  }
}

TEST(Runner, PausesSpeedAndSingleStepsChangeNothing) {
  const auto expected = by_hand(race());
  for (const unsigned workers : {1U, 2U})
    for (const bool together : {true, false}) {
      Window window({.workers = workers, .together = together, .playing = workers == 1, .notify = {}});
      window.load(race());
      disturb(window);
      expect_same(window.records(), expected);
      EXPECT_TRUE(window.all(Status::done));
    }
}

TEST(Runner, TwoAtOnceDoNotMeet) {
  const auto expected = by_hand(race());
  Window one({.workers = 2, .together = true, .playing = true, .notify = {}});
  Window other({.workers = 1, .together = false, .playing = true, .notify = {}});
  one.load(race());
  other.load(race());
  auto elsewhere = std::async(std::launch::async, [&] { disturb(other); });
  disturb(one);
  elsewhere.get();
  expect_same(one.records(), expected);
  expect_same(other.records(), expected);
}

// Changes are sent while the runs are out: when they arrive is chance, what was recorded repeats.
TEST(Runner, LiveChangesAreRecordedAndRepeat) {
  const Scene scene = race();
  Window window({.workers = 2, .together = true, .playing = false, .notify = {}});
  window.load(scene);
  window.next_of<update::Loaded>();
  for (std::uint64_t round = 1; !window.ended(); ++round) {
    window.send(command::Advance{100});
    const double tilt = std::array{0.1, 3.0, 0.0, 0.7, 1e4, 0.02}[round % 6];
    window.send(command::Change{window.runs[0].id, setting("tilt", tilt)});
    window.send(command::Change{window.runs[2].id, setting("rho", 0.01 * tilt)});
    window.until([&] { return window.runs[0].snapshot.step >= 100 * round || window.ended(); });
  }
  EXPECT_GE(window.runs[0].changes.size(), 10U) << "thirty, of which two at one step count as one";
  Scene replay = scene;
  for (std::size_t i = 0; i < 4; ++i) replay.runs[i].changes = window.runs[i].changes;
  expect_same(window.records(), by_hand(replay));
  EXPECT_FALSE(same(window.runs[0].records, by_hand(scene)[0]));
  EXPECT_TRUE(window.runs[3].changes.empty());
}

TEST(Runner, ChangesWhilePausedApplyFromTheNextStep) {
  Window window({.workers = 1, .together = true, .playing = false, .notify = {}});
  window.load(race());
  window.send(command::Advance{40});
  window.until([&] { return window.all_at(40); });
  window.send(command::Change{window.runs[0].id, setting("tilt", 2.0)});
  window.send(command::Change{window.runs[0].id, setting("rho", 0.05)});
  window.until(
      [&] { return window.runs[0].changes.size() == 2 && window.runs[0].changes[0].settings.find("rho") != nullptr; });
  EXPECT_EQ(window.runs[0].changes[0].step, 40U);
  window.send(command::Change{12345, setting("tilt", 2.0)});  // of nobody
  window.send(command::Play{true});
  window.until([&] { return window.ended(); });
  Scene replay = race();
  replay.runs[0].changes = window.runs[0].changes;
  expect_same(window.records(), by_hand(replay));
}

// -- when steps are taken ------------------------------------------------------------------------------------------

TEST(Runner, PausedItTakesTheStepsItIsToldTo) {
  Window window({.workers = 2, .together = true, .playing = false, .notify = {}});
  window.load(race());
  window.until([&] { return window.all_at(0); });
  std::uint64_t step = 0;
  for (const std::uint64_t steps : {1U, 1U, 5U, 1U, 93U}) {
    window.send(command::Advance{steps});
    step += steps;
    window.until([&] { return window.all_at(step); });
  }
  window.send(command::Advance{2});
  window.send(command::Advance{3});
  window.until([&] { return window.all_at(106); });
}

// At 1e-9 steps a second nothing is due for thirty years.
TEST(Runner, PlayingAtAPaceItTakesStepsOnTop) {
  Window window({.workers = 1, .together = true, .playing = true, .notify = {}});
  window.send(command::Speed{1e-9});
  window.load(race());
  window.send(command::Advance{4});
  window.until([&] { return window.all_at(4); });
  window.send(command::Speed{0});
  window.until([&] { return window.ended(); });
  expect_same(window.records(), by_hand(race()));
}

TEST(Runner, MovedEndsGoOn) {
  const auto scene = [](std::uint64_t steps) {
    Scene all = race(steps);
    for (RunSpec& run : all.runs) run.stop.reset();
    return all;
  };
  Window window({.workers = 1, .together = true, .playing = false, .notify = {}});
  window.load(scene(84));
  window.send(command::Advance{100});  // 16 more than there are
  window.until([&] { return window.all(Status::done); });
  window.send(command::Advance{5});  // nothing to do; none of these is owed later
  window.send(command::Extend{126});
  window.until([&] { return window.all(Status::running); });
  window.send(command::Advance{10});
  window.until([&] { return window.all_at(94); });
  window.send(command::Play{true});
  window.until([&] { return window.all(Status::done); });
  for (const auto& run : window.runs) EXPECT_EQ(run.snapshot.step, 210U);
  expect_same(window.records(), by_hand(scene(210)));
}

TEST(Runner, RunsAreAddedAndRemoved) {
  const Scene scene = race();
  const auto expected = by_hand(scene);
  Window window({.workers = 2, .together = true, .playing = false, .notify = {}});
  window.load(scene);
  window.send(command::Advance{100});
  window.until([&] { return window.all_at(100); });
  Scene added = scene;
  added.runs = {scene.runs[3]};
  window.send(command::Add{added});
  const auto news = window.next_of<update::Added>();
  EXPECT_EQ(news.run.info.spec.optimizer, "gd");
  window.send(command::Remove{window.runs[0].id});
  window.runs.erase(window.runs.begin());
  window.send(command::Play{true});
  window.until([&] { return window.ended(); });
  ASSERT_EQ(window.runs.size(), 4U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(same(window.runs[i].records, expected[i + 1]));
  EXPECT_EQ(window.runs[3].id, news.run.id);
  EXPECT_TRUE(same(window.runs[3].records, expected[3])) << "from step 0";
}

TEST(Runner, ANewSceneReplacesTheOldOne) {
  Window window({.workers = 2, .together = true, .playing = true, .notify = {}});
  window.load(race(endless));
  for (int i = 0; i < 20; ++i) window.next();
  window.load(race(300));
  window.next_of<update::Loaded>();  // from here on Window complains of progress that is not of this scene
  window.load(race(400));
  window.load(race(500));
  while (window.next_of<update::Loaded>().generation != 4) {
  }
  window.until([&] { return window.ended(); });
  expect_same(window.records(), by_hand(race(500)));
}

TEST(Runner, InterruptedRunsEndWithTheirLastRecord) {
  Window window({.workers = 2, .together = true, .playing = true, .notify = {}});
  window.load(race(endless));
  window.until([&] {
    return !window.runs.empty() &&
           std::ranges::all_of(window.runs, [](const auto& run) { return run.snapshot.step > 50; });
  });
  window.send(command::Interrupt{});
  window.until([&] { return window.ended(); });
  for (const auto& run : window.runs) {
    EXPECT_EQ(run.snapshot.status,
              run.info.spec.optimizer == "zo" && run.snapshot.step == 500 ? Status::done : Status::interrupted);
    EXPECT_EQ(run.records.steps.back(), run.snapshot.step);
  }
}

TEST(Runner, RunToEndStopsWhenItIsToldTo) {
  const auto results =
      run_to_end(landscapes_of, race(endless), 1, 2, [](const RunResult& run) { return run.step < 50; });
  ASSERT_EQ(results.size(), 4U);
  for (const RunResult& run : results) {
    EXPECT_NE(run.status, Status::running);
    EXPECT_EQ(run.records.steps.back(), run.step);
  }
  EXPECT_EQ(results[0].status, Status::interrupted);
}

TEST(Runner, MayBeDestroyedAtAnyTime) {
  { Window window({.workers = 3, .together = true, .playing = true, .notify = {}}); }
  {
    Window window({.workers = 3, .together = true, .playing = true, .notify = {}});
    window.load(race(endless));
  }
  for (const int updates : {1, 2, 9}) {
    Window window({.workers = 2, .together = updates == 2, .playing = true, .notify = {}});
    window.load(race(endless));
    for (int i = 0; i < updates; ++i) window.next();
    window.send(command::Change{1, setting("tilt", 1.0)});
    window.send(command::Speed{10});
  }
}

TEST(Runner, TellsWhenThereIsNews) {
  std::promise<void> told;
  bool once = false;
  Window window({.workers = 1, .together = true, .playing = false, .notify = [&] {
                   if (!once) told.set_value();
                   once = true;
                 }});
  window.load(race());
  told.get_future().wait();
  EXPECT_TRUE(std::holds_alternative<update::Loaded>(window.next())) << "what it was told of is there";
}

// -- what cannot be made -------------------------------------------------------------------------------------------

TEST(Runner, ScenesThatCannotBeMade) {
  Scene bad = race();
  bad.start = std::vector<double>{1.0, 2.0, 3.0};
  EXPECT_THROW(run_to_end(landscapes_of, bad, 1, 1), BadInput);

  Window window({.workers = 1, .together = true, .playing = true, .notify = {}});
  const std::uint64_t generation = window.load(bad);
  const auto failed = window.next_of<update::Failed>();
  EXPECT_EQ(failed.generation, generation);
  EXPECT_EQ(failed.message, "start has 3 coordinates; himmelblau has 2");
  window.load(race(100));
  window.next_of<update::Loaded>();
  window.send(command::Add{bad});
  EXPECT_EQ(window.next_of<update::Failed>().message, failed.message);
  window.until([&] { return window.ended(); });
  expect_same(window.records(), by_hand(race(100)));
}

TEST(Runner, NoRunsEndAtOnce) { EXPECT_TRUE(run_to_end(landscapes_of, race(), 0, 1).empty()); }

// -- while a run is out --------------------------------------------------------------------------------------------

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
  void set_stop(const Stop& stop) override { info_.stop = stop; }
  Snapshot snapshot() const override { return {.step = step_}; }
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
