// When the runner takes steps: paused, at a pace, past a moved end, in replay; and who comes and goes meanwhile.
#include <future>

#include "tests/core/runner_support.h"

namespace tiltscape {
namespace {

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
  window.load(scene(80));
  window.send(command::Advance{100});  // 20 more than there are
  window.until([&] { return window.all(Status::done); });
  window.send(command::Advance{5});  // nothing to do; none of these is owed later
  window.send(command::Extend{130});
  window.until([&] { return window.all(Status::running); });
  window.send(command::Advance{10});
  window.until([&] { return window.all_at(90); });
  window.send(command::Play{true});
  window.until([&] { return window.all(Status::done); });
  for (const auto& run : window.runs) EXPECT_EQ(run.snapshot.step, 210U);
  expect_same(window.records(), by_hand(scene(210)));
}

// Whatever slices were under way when it was paused; a step taken then is a step of all.
TEST(Runner, PausedOnItsWayAllRunsComeToTheSameStep) {
  Scene scene = race(endless);
  scene.record_every = endless;
  for (RunSpec& run : scene.runs) run.stop.reset();
  Window window({.workers = 2, .together = true, .playing = true, .notify = {}});
  window.load(scene);
  const auto furthest = [&] {
    std::uint64_t step = 0;
    for (const auto& run : window.runs) step = std::max(step, run.snapshot.step);
    return step;
  };
  for (const std::uint64_t more : {100U, 5000U, 777U}) {
    const std::uint64_t from = furthest();
    window.send(command::Play{true});
    window.until([&] { return furthest() > from + more; });
    window.send(command::Play{false});
    window.send(command::Advance{1});
    window.until([&] { return furthest() > from + more && window.all_at(furthest()); });
  }
}

// Undo loads the scene of then and replays each run to where it was, paused or not.
TEST(Runner, ReplayTakesEachRunBackToWhereItWas) {
  const Scene scene = race();
  const auto expected = by_hand(scene);
  const std::vector<std::uint64_t> steps = {1200, 333, 0, 3000};
  Window window({.workers = 2, .together = true, .playing = false, .notify = {}});
  window.replay(scene, steps);
  window.until([&] {
    return window.runs.size() == 4 && std::ranges::equal(window.runs, steps, {}, [](const auto& run) {
             return run.records.size() > 0 ? run.snapshot.step : endless;
           });
  });
  EXPECT_EQ(window.runs[3].snapshot.status, Status::done);
  window.send(command::Advance{5});  // all that a paused runner takes on top
  window.until([&] { return window.runs[2].snapshot.step >= 5 && window.runs[0].snapshot.step >= 1205; });
  EXPECT_EQ(window.runs[2].snapshot.step, 5U);
  EXPECT_EQ(window.runs[0].snapshot.step, 1205U);
  window.send(command::Play{true});
  window.until([&] { return window.ended(); });
  expect_same(window.records(), expected);
}

// At 1e-9 steps a second a run would never come back by itself; a run that `replay` does not name starts anew.
TEST(Runner, ReplayKeepsNoPace) {
  Window window({.workers = 1, .together = true, .playing = true, .notify = {}});
  window.send(command::Speed{1e-9});
  window.replay(race(), {700, 700});
  window.until([&] {
    return window.runs.size() == 4 && window.runs[0].snapshot.step == 700 && window.runs[1].snapshot.step == 500 &&
           window.runs[2].records.size() > 0 && window.runs[3].records.size() > 0;
  });
  EXPECT_EQ(window.runs[2].snapshot.step, 0U);
  EXPECT_EQ(window.runs[3].snapshot.step, 0U);
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
  const auto results = run_to_end(landscapes_of, race(endless), 2, [](const RunResult& run) { return run.step < 50; });
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

}  // namespace
}  // namespace tiltscape
