// The runner decides when steps are taken and never what they compute; what it cannot make it says.
#include <array>
#include <future>

#include "core/bad_input.h"
#include "tests/core/runner_support.h"

namespace tiltscape {
namespace {

TEST(Runner, OneJobAndTwoAndByHand) {
  const auto expected = by_hand(race());
  for (const unsigned jobs : {1U, 2U, 5U}) {
    const auto results = run_to_end(landscapes_of, race(), jobs);
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
  Scene scene = race(200);
  scene.seeds = 3;
  const auto results = run_to_end(landscapes_of, scene, 2);
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
    auto commands = actions[i % actions.size()];  // moved: GCC 12 sees something uninitialised in their copies
    for (Command& command : commands) window.send(std::move(command));
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

TEST(Runner, ScenesThatCannotBeMade) {
  Scene bad = race();
  bad.start = std::vector<double>{1.0, 2.0, 3.0};
  EXPECT_THROW(run_to_end(landscapes_of, bad, 1), BadInput);

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

TEST(Runner, NoRunsEndAtOnce) {
  Scene scene = race();
  scene.runs.clear();
  EXPECT_TRUE(run_to_end(landscapes_of, scene, 1).empty());
}

}  // namespace
}  // namespace tiltscape
