// A frame is drawn when there is something new; in software rendering frames are spaced so that the runs keep most of
// the machine.
#include "app/window_loop.h"

#include <algorithm>

#include "app/platform/gui.h"
#include "app/platform/window.h"
#include "app/widgets/row.h"
#include "app/workbench.h"

namespace tiltscape {

void Bell::ring() {
  rings_.send(true);
  Window::wake();
}

bool WindowLoop::turn(double longest_wait) {
  window_.wait(std::min(longest_wait, window_.is_hidden() ? 0.5 : pace_.seconds_until_next()));
  if (window_.take_activity()) pace_.input();
  // not only the runs ring: a surface that is ready is seen when a frame asks for it
  if (bell_.heard()) pace_.news();
  const bool draws = pace_.due() && !window_.is_hidden();
  if (draws) pace_.begin();
  workbench_.take();
  if (draws) draw();
  return draws;
}

void WindowLoop::draw() {
  gui_.begin();
  workbench_.frame();
  gui_.end();
  const Extent pixels = window_.pixels();
  gui_.clear_and_draw(pixels.width, pixels.height);
  pace_.submitted();
  window_.swap();
  pace_.shown();
  if (gui_.input_waits()) pace_.input();
  if (workbench_.again_soon()) pace_.again_soon();
  if (const auto due = tooltip_due()) pace_.again_soon(*due);
  pace_.set_rest(workbench_.runs_at_full_speed() ? 1.25 : 0.2);
}

}  // namespace tiltscape
