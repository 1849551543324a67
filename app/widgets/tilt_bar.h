// The hero of the window: a wide bar for the tilt t, from the mean (0) over every direction to the worst case (∞).
#pragma once

#include <cstdint>

#include "app/theme.h"
#include "app/widgets/edit.h"

namespace tiltscape {

struct TiltBarSpec {
  ImColor handle{255, 255, 255};  ///< the dot within the handle: the colour of the run it belongs to
  std::uint64_t scene = 0;        ///< with another one the bar lets go of the keys
  const char* note = "";          ///< under the field, such as "runs use 1e4"
  const char* help =
      "Drag: the surface and every run that has a tilt follow at once.";  ///< below the t under the mouse
};

/// Takes the full width of the window and tilt_bar_height points. t is 0 to 1e4, or infinity. Drag, click, type in the
/// field (0 … 1e4, inf), or with the bar focused: arrows (Shift for fine steps), Home for the mean, End for the worst
/// case. The bar owns those keys while it is focused: ask for shortcuts with ImGui::Shortcut, which respects that.
Edit tilt_bar(double& t, const TiltBarSpec& spec = {});

inline constexpr float tilt_bar_height = 50.0F;

/// Where a tilt lies along the bar, 0 to 1, and back. Exact 0 and ∞ have zones of their own at the ends; .01 … 1e4 is
/// logarithmic between them.
double tilt_to_fraction(double t);
double fraction_to_tilt(double fraction, int digits = 3);

}  // namespace tiltscape
