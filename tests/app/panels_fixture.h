// A workbench without a window, driven frame by frame until something holds.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "app/platform/gui.h"
#include "app/platform/headless.h"
#include "app/workbench.h"

namespace tiltscape {

/// Whether a text contains these words.
inline bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

class PanelsTest : public testing::Test {
 protected:
  template <class Done>
  bool until(const std::function<void()>& draw, ImVec2 size, Done done) {
    for (int i = 0; i < 5000; ++i) {
      workbench_->take();
      gui_.begin({size.x, size.y, 1.0F});
      draw();
      gui_.end();
      if (done()) return true;
      if (!bell_.receive_until(Channel<int>::Clock::now() + std::chrono::seconds(60))) return false;
      bell_.drain();
    }
    return false;
  }
  void frame(ImVec2 size, const std::function<void()>& draw) {
    gui_.begin({size.x, size.y, 1.0F});
    draw();
    gui_.end();
  }
  /// What a frame writes.
  std::string text(ImVec2 size, const std::function<void()>& draw) {
    frame(size, [&] {
      ImGui::LogToClipboard();
      draw();
    });
    return ImGui::GetClipboardText();
  }
  /// What it writes with the mouse there: what is hovered is known a frame late.
  std::string text_at(ImVec2 mouse, ImVec2 size, const std::function<void()>& draw) {
    ImGui::GetIO().AddMousePosEvent(mouse.x, mouse.y);
    for (int i = 0; i < 2; ++i) frame(size, draw);
    return text(size, draw);
  }
  void click(ImVec2 at, ImVec2 size, const std::function<void()>& draw) {
    ImGui::GetIO().AddMousePosEvent(at.x, at.y);
    frame(size, draw);
    for (const bool down : {true, false}) {
      ImGui::GetIO().AddMouseButtonEvent(0, down);
      frame(size, draw);
    }
    frame(size, draw);
  }
  void open(const std::string& scene, std::uint64_t step) {
    workbench_ = std::make_unique<Workbench>(load_scene(scene), "", 1, [this] { bell_.send(0); });
    lab().play(false);
    lab().restart();
    lab().advance(step);
  }
  Laboratory& lab() { return workbench_->lab(); }
  bool at(std::uint64_t step) {
    return !lab().loading() && !lab().runs().empty() && std::ranges::all_of(lab().runs(), [step](const RunView& run) {
      return run.snapshot.step == step && !run.trajectory.empty();
    });
  }

  Channel<int> bell_;
  Headless context_;
  Gui gui_{Theme::dark};
  std::unique_ptr<Workbench> workbench_;
};

}  // namespace tiltscape
