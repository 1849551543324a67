// What the tests of widgets share: one widget in a window, driven by ImGui's own input events without a display.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <functional>
#include <limits>

#include "app/platform/gui.h"
#include "app/platform/headless.h"

namespace tiltscape {

inline constexpr double unbounded = std::numeric_limits<double>::infinity();

/// A window of 1000 × 200 points at the origin, without padding, that shows one widget.
class WidgetTest : public testing::Test {
 protected:
  void frame(const std::function<void()>& widget, float seconds = 0.1F, ImVec2 size = {1000.0F, 200.0F}) {
    gui_.begin({size.x, size.y, 1.0F, seconds});
    ImGui::SetNextWindowPos({0.0F, 0.0F});
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
    ImGui::Begin("test", nullptr, ImGuiWindowFlags_NoDecoration);
    widget();
    ImGui::End();
    ImGui::PopStyleVar();
    gui_.end();
  }
  void move(float x, float y) { ImGui::GetIO().AddMousePosEvent(x, y); }
  void press(bool down) { ImGui::GetIO().AddMouseButtonEvent(0, down); }
  void key(ImGuiKey which, const std::function<void()>& widget) {
    ImGui::GetIO().AddKeyEvent(which, true);
    frame(widget);
    ImGui::GetIO().AddKeyEvent(which, false);
    frame(widget);
  }
  void click(float x, float y, const std::function<void()>& widget) {
    move(x, y);
    frame(widget);
    press(true);
    frame(widget);
    press(false);
    frame(widget);
  }
  void type(const char* text, const std::function<void()>& widget) {
    frame(widget);
    ImGui::GetIO().AddInputCharactersUTF8(text);
    frame(widget);
    key(ImGuiKey_Enter, widget);
    frame(widget);
  }

  Headless headless_;
  Gui gui_{Theme::dark};
};

}  // namespace tiltscape
