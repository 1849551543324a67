// What the tests of the runner share: a race of four runs, the same by hand, and a window that takes updates. Nothing
// here sleeps or looks at the clock.
#pragma once

#include "core/runner.h"
#include "tests/core/run_support.h"

namespace tiltscape {

inline Experiment landscapes_of(const Scene& scene, std::uint64_t seeds) {
  return make_landscape_experiment(scene, seeds);
}

inline constexpr std::uint64_t endless = 300'000'000;

/// Four runs, one with a tilt that changes on the way and one that ends early.
inline Scene race(std::uint64_t steps = 3000) {
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

inline std::vector<Records> by_hand(const Scene& scene) {
  std::vector<Records> all;
  for (const auto& run : make_landscape_experiment(scene).runs) {
    all.emplace_back();
    while (run->status() == Status::running) run->advance(1'000'000, all.back());
  }
  return all;
}

inline void expect_same(const std::vector<Records>& records, const std::vector<Records>& expected) {
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
  void replay(const Scene& scene, const std::vector<std::uint64_t>& steps) {
    send(command::Load{.scene = scene, .generation = ++generation_, .replay = steps});
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

}  // namespace tiltscape
