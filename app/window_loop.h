// The window's loop, a turn at a time: waits for events and news, and draws where a frame is due.
#pragma once

#include <functional>

#include "app/frame_pace.h"
#include "core/channel.h"

namespace tiltscape {

class Gui;
class Window;
class Workbench;

/// Who works in the background rings it, on any thread; it outlives them.
class Bell {
 public:
  void ring();
  /// Whether it rang since the last call.
  bool heard() { return !rings_.drain().empty(); }

 private:
  Channel<bool> rings_;
};

class WindowLoop {
 public:
  WindowLoop(Window& window, Gui& gui, Workbench& workbench, Bell& bell)
      : window_(window), gui_(gui), workbench_(workbench), bell_(bell) {}

  /// Waits for at most so many seconds, then draws a frame if one is due; returns whether it did.
  bool turn(double longest_wait);
  /// Nothing is due before something happens.
  bool rests() const { return pace_.seconds_until_next() > 1000.0; }

 private:
  void draw();

  Window& window_;
  Gui& gui_;
  Workbench& workbench_;
  Bell& bell_;
  FramePace pace_;
};

}  // namespace tiltscape
