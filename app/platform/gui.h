// Dear ImGui and ImPlot: their contexts, fonts and style, and one frame, on a window or without one.
#pragma once

#include <functional>
#include <memory>

#include "app/export/image.h"
#include "app/theme.h"

namespace tiltscape {

class Window;

/// What a frame is drawn on. All of the program's sizes are points; `scale` pixels make a point.
struct Canvas {
  float width = 0.0F;
  float height = 0.0F;
  float scale = 1.0F;
  float seconds = 1.0F / 60.0F;  ///< since the frame before
};

/// Make one at a time, where an OpenGL context is current. Writes no file: layouts are kept by whoever asks for them.
class Gui {
 public:
  /// On a window, whose events it receives.
  Gui(Theme theme, Window& window);
  /// Without one: events come from ImGui::GetIO().Add…Event alone.
  explicit Gui(Theme theme);
  ~Gui();
  Gui(const Gui&) = delete;
  Gui& operator=(const Gui&) = delete;

  /// The window's canvas.
  void begin();
  void begin(const Canvas& canvas);
  /// Ends the frame and builds what is to be drawn.
  void end();
  /// Draws what end() built into whatever framebuffer is bound, over the whole canvas of this many pixels.
  void clear_and_draw(int width, int height);

  /// Events that the last frame left: ImGui takes a key's press and its release, and what is typed fast, in frames of
  /// their own. Another frame is due.
  bool input_waits() const;

  Theme theme() const { return theme_; }
  void set_theme(Theme theme);

 private:
  struct Contexts;

  Theme theme_;
  Window* window_ = nullptr;
  std::unique_ptr<Contexts> contexts_;
};

/// Runs `frame` a few times (ImGui settles sizes over frames) on a headless gui and returns the last picture.
Image picture(Gui& gui, const Canvas& canvas, const std::function<void()>& frame, int settle = 3);

}  // namespace tiltscape
