// What undo brings back and what it leaves, and what of a run outlives the run.
#include "app/laboratory.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/models/experiment.h"

namespace tiltscape {
namespace {

class LaboratoryTest : public testing::Test {
 protected:
  /// Paused, after so many steps of every run.
  void open(const std::string& scene, std::uint64_t steps) {
    lab_.open(load_scene(scene));
    lab_.play(false);
    restart();
    advance_to(steps);
  }
  bool until(const std::function<bool()>& done) {
    while (true) {
      lab_.take();
      lab_.update_shown();
      if (!lab_.error().empty()) {
        ADD_FAILURE() << lab_.error();
        return false;
      }
      if (done()) return true;
      if (!bell_.receive_until(Channel<int>::Clock::now() + std::chrono::seconds(60))) {
        ADD_FAILURE() << "nothing rings any more";
        return false;
      }
    }
  }
  bool at(std::uint64_t step) const {
    return !lab_.loading() && !lab_.runs().empty() && std::ranges::all_of(lab_.runs(), [step](const RunView& run) {
      return run.snapshot.step == step && !run.trajectory.empty();
    });
  }
  void advance_to(std::uint64_t step) {
    if (step > lab_.furthest_step()) lab_.advance(step - lab_.furthest_step());
    ASSERT_TRUE(until([&] { return at(step); }));
  }
  void restart() {
    lab_.restart();
    ASSERT_TRUE(until([this] { return at(0); }));
  }
  void undo_to(std::uint64_t step) {
    lab_.undo();
    ASSERT_TRUE(until([&] { return at(step); }));
  }
  /// A parameter's slider moved and let go.
  void edit(double learning_rate) {
    lab_.track(true, true);
    lab_.change_run(0, "learning_rate", learning_rate);
  }
  void remove(std::size_t run) {
    lab_.remember();
    lab_.remove_run(run);
  }
  std::vector<std::size_t> colours() const {
    std::vector<std::size_t> list;
    for (const RunView& run : lab_.runs()) list.push_back(run.colour);
    return list;
  }
  std::vector<bool> visible() const {
    std::vector<bool> list;
    for (const RunView& run : lab_.runs()) list.push_back(run.visible);
    return list;
  }
  using Colours = std::vector<std::size_t>;
  using Visible = std::vector<bool>;

  Channel<int> bell_;  // outlives the threads that ring it
  Laboratory lab_{make_experiment, 2, [this] { bell_.send(0); }};
};

TEST_F(LaboratoryTest, UndoLeavesTheSpeedAsItIs) {
  open("tilt-chooses-the-minimum", 10);
  edit(0.02);
  lab_.set_speed(15.0);
  undo_to(10);
  EXPECT_EQ(lab_.scene().view.speed, 15.0) << "the runs are loaded again";
  lab_.choose_chart(lab_.experiment()->charts[1].name);
  lab_.set_speed(60.0);
  lab_.undo();
  EXPECT_EQ(lab_.scene().view.speed, 60.0) << "the view alone was edited";
  EXPECT_FALSE(lab_.can_undo());
}

TEST_F(LaboratoryTest, RunsKeepTheirColoursOverReloads) {
  open("tilt-chooses-the-minimum", 5);
  ASSERT_EQ(colours(), (Colours{0, 1, 2, 3}));
  remove(1);
  restart();
  EXPECT_EQ(colours(), (Colours{0, 2, 3}));
  lab_.remember();
  lab_.change_seed(99);
  ASSERT_TRUE(until([this] { return at(0); }));
  EXPECT_EQ(colours(), (Colours{0, 2, 3}));
  lab_.remember();
  lab_.add_run("gd");
  ASSERT_TRUE(until([this] { return lab_.runs().size() == 4; }));
  EXPECT_EQ(colours(), (Colours{0, 2, 3, 1})) << "the one that is free";
  ASSERT_TRUE(until([this] { return at(0); }));
  undo_to(0);
  EXPECT_EQ(colours(), (Colours{0, 2, 3}));
  undo_to(0);
  undo_to(5);
  EXPECT_EQ(colours(), (Colours{0, 1, 2, 3})) << "the removed one is back in its own";
}

TEST_F(LaboratoryTest, HiddenRunsStayHiddenUntilThatIsUndone) {
  open("tilt-chooses-the-minimum", 5);
  edit(0.02);
  lab_.show_run(2, false);
  const std::uint64_t generation = lab_.generation();
  lab_.show_run(3, false);
  lab_.undo();
  EXPECT_EQ(visible(), (Visible{true, true, false, true}));
  EXPECT_EQ(lab_.generation(), generation) << "nothing is loaded for it";
  EXPECT_FALSE(lab_.loading());
  lab_.redo();
  EXPECT_EQ(visible(), (Visible{true, true, false, false}));
  lab_.undo();
  restart();
  EXPECT_EQ(visible(), (Visible{true, true, false, true}));
  lab_.remember();
  lab_.change_start(RandomStart{});
  ASSERT_TRUE(until([this] { return at(0); }));
  EXPECT_EQ(visible(), (Visible{true, true, false, true}));
  undo_to(0);
  EXPECT_EQ(visible(), (Visible{true, true, false, true})) << "another edit was undone";
  remove(0);
  restart();
  EXPECT_EQ(visible(), (Visible{true, false, true})) << "the same run";
}

TEST_F(LaboratoryTest, AnotherSceneIsAnEditToo) {
  open("tilt-chooses-the-minimum", 5);
  lab_.saved_as("valley.toml");
  edit(0.02);
  lab_.saved_as("valley-2.toml");
  remove(1);
  lab_.view().camera.azimuth = 11.0;
  const Scene before = lab_.recorded_scene();
  Scene other = load_scene("twin-wells");
  lab_.open(other, "wells.toml");
  ASSERT_TRUE(until([this] { return !lab_.loading(); }));
  EXPECT_EQ(lab_.file(), "wells.toml");
  EXPECT_EQ(colours().front(), 0U);
  lab_.view().camera.azimuth = 77.0;
  undo_to(5);
  EXPECT_TRUE(lab_.recorded_scene() == before) << "seen as it was";
  EXPECT_EQ(lab_.file(), "valley-2.toml");
  EXPECT_EQ(colours(), (Colours{0, 2, 3}));
  lab_.redo();
  ASSERT_TRUE(until([this] { return !lab_.loading(); }));
  EXPECT_EQ(lab_.scene().title, other.title);
  EXPECT_EQ(lab_.file(), "wells.toml");
  EXPECT_EQ(lab_.scene().view.camera.azimuth, 77.0);
  undo_to(5);
  undo_to(5);
  EXPECT_EQ(lab_.file(), "valley-2.toml") << "where it is saved is not undone with an edit";
}

}  // namespace
}  // namespace tiltscape
