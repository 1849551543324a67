// What the tests of the workbench share: it without a display, frame by frame, one scene, and whether runs repeat.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/platform/gui.h"
#include "app/platform/headless.h"
#include "app/workbench.h"
#include "core/models/experiment.h"

namespace tiltscape {

/// Where and how two lists of records differ, bit by bit; empty where they do not. Seconds are not part of a run.
inline std::string difference_of_records(const Records& a, const Records& b) {
  if (a.size() != b.size()) return std::to_string(a.size()) + " and " + std::to_string(b.size()) + " records";
  const std::size_t width = a.size() > 0 ? a.values.size() / a.size() : 0;
  if (a.values.size() != b.values.size()) return "different columns";
  for (std::size_t row = 0; row < a.size(); ++row) {
    const std::string where = "record " + std::to_string(row) + ", step " + std::to_string(a.steps[row]);
    if (a.steps[row] != b.steps[row]) return where + " and " + std::to_string(b.steps[row]);
    if (a.counts[row].evaluations != b.counts[row].evaluations || a.counts[row].gradients != b.counts[row].gradients)
      return where + ": counts";
    for (std::size_t i = row * width; i < (row + 1) * width; ++i)
      if (std::bit_cast<std::uint64_t>(a.values[i]) != std::bit_cast<std::uint64_t>(b.values[i]))
        return where + ": " + std::to_string(a.values[i]) + " and " + std::to_string(b.values[i]);
  }
  return {};
}

inline std::vector<RunResult> replayed(const Scene& recorded) {
  return run_to_end(make_experiment, parse_scene(write_scene(recorded), "recorded"), 2);
}

inline Scene valley(std::uint64_t steps, std::uint64_t record_every = 1) {
  return load_scene("tilt-chooses-the-minimum", {{"stop", "{ steps = " + std::to_string(steps) + " }"},
                                                 {"record_every", std::to_string(record_every)},
                                                 {"run.0.pairs", "4"},
                                                 {"run.1.pairs", "4"}});
}

class WorkbenchTest : public testing::Test {
 protected:
  static constexpr Canvas canvas{1280.0F, 800.0F, 1.0F};

  void open(Scene scene) {
    workbench_ = std::make_unique<Workbench>(std::move(scene), "", 2, [this] { bell_.send(0); });
  }
  /// At step 0 of every run, paused.
  void open_paused(Scene scene) {
    open(std::move(scene));
    lab().play(false);
    lab().restart();
    ASSERT_TRUE(until([this] { return at(0); }));
  }
  Laboratory& lab() { return workbench_->lab(); }
  void frame(const Canvas& on = canvas) {
    gui_.begin(on);
    workbench_->frame();
    gui_.end();
  }
  /// All the text of the first window that is drawn.
  template <class Draw>
  std::string text_of(Draw draw) {
    std::string text;
    for (int i = 0; i < 2; ++i) {  // ImGui hides a new window for a frame
      gui_.begin(canvas);
      ImGui::LogToClipboard();
      draw();
      gui_.end();
      text = ImGui::GetClipboardText();
    }
    return text;
  }
  std::string text_of_panel(const std::string& panel) {
    return text_of([&] { workbench_->frame_of(panel); });
  }
  /// Draws a frame for every time it is woken until `done`; false after too many, or where nothing rings any more.
  template <class Done>
  bool until(Done done, int frames = 20'000) {
    for (int i = 0; i < frames; ++i) {
      workbench_->take();
      if (!lab().error().empty()) {
        ADD_FAILURE() << lab().error();
        return false;
      }
      frame();
      if (done()) return true;
      if (!bell_.receive_until(Channel<int>::Clock::now() + std::chrono::seconds(120))) return false;
      bell_.drain();
    }
    return false;
  }
  bool settle() {
    return until([this] { return workbench_->settled(); });
  }
  /// Every run is here, with its records, after so many steps.
  bool at(std::uint64_t step) {
    return !lab().loading() && !lab().runs().empty() && std::ranges::all_of(lab().runs(), [step](const RunView& run) {
      return run.snapshot.step == step && !run.trajectory.empty();
    });
  }
  bool advance_to(std::uint64_t step) {
    lab().advance(step - lab().furthest_step());
    return until([this, step] { return at(step); });
  }
  std::vector<Records> records() {
    std::vector<Records> all;
    for (const RunView& run : lab().runs()) all.push_back(run.trajectory.records());
    return all;
  }
  /// The tilt bar moved and let go.
  void tilt(double t) {
    lab().track(true, false);
    lab().change_tilt(t);
    lab().track(false, true);
  }
  void expect_replays(const Scene& recorded) {
    const auto results = replayed(recorded);
    ASSERT_EQ(results.size(), lab().runs().size());
    for (std::size_t i = 0; i < results.size(); ++i)
      EXPECT_EQ(difference_of_records(results[i].records, lab().runs()[i].trajectory.records()), "")
          << results[i].info.label;
  }

  Channel<int> bell_;  // outlives the threads that ring it
  Headless context_;
  Gui gui_{Theme::dark};
  std::unique_ptr<Workbench> workbench_;
};

}  // namespace tiltscape
