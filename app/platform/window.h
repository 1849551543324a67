// The window of the desktop (GLFW): an OpenGL 4.1 core context, events, and waking from other threads.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

struct GLFWwindow;

namespace tiltscape {

struct Extent {
  int width = 0;
  int height = 0;
};

/// Make one at a time, on the main thread; its context is current from then on.
class Window {
 public:
  /// `size` in screen coordinates. Throws std::runtime_error where there is no display or no OpenGL 4.1.
  Window(const std::string& title, Extent size);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// Sleeps until something happens, wake() is called or the seconds are over.
  void wait(double seconds);
  /// Ends wait(); may be called from any thread while the window lives.
  static void wake();

  bool should_close() const;
  /// Hidden or minimised: nothing needs drawing.
  bool is_hidden() const;
  void swap();

  /// Pixels of the framebuffer.
  Extent pixels() const;
  /// Pixels for one point of the user interface, for what is drawn and for the mouse: 2 on a monitor with twice the
  /// usual density, times the zoom.
  float scale() const;
  /// The whole user interface larger or smaller than the monitor asks for.
  /// As far as the shell still fits.
  void set_zoom(float zoom) { zoom_ = zoom; }
  /// True after input, a resize or exposure since the last call: something to draw.
  bool take_activity();

  std::function<void(const std::vector<std::string>&)> on_drop;  ///< files dropped on the window
  GLFWwindow* native() const { return window_; }

 private:
  friend struct WindowCallbacks;
  void install_callbacks();

  GLFWwindow* window_ = nullptr;
  float zoom_ = 1.0F;
  bool activity_ = true;
};

}  // namespace tiltscape
