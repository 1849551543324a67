// A slider in one row: name and symbol, and a frame that shows the value and how far it is along its range.
#pragma once

#include <cstdint>
#include <limits>

#include "app/widgets/edit.h"

namespace tiltscape {

struct SliderSpec {
  const char* name = "";    ///< unique within its window
  const char* symbol = "";  ///< "η"
  const char* help = "";    ///< for the tooltip
  double slider_low = 0.0;  ///< the range of dragging
  double slider_high = 1.0;
  bool logarithmic = false;  ///< then slider_low is above 0, or the bar's left end means it exactly
  double fallback = 0.0;     ///< what "Reset" gives
  double low = -std::numeric_limits<double>::infinity();  ///< legal limits, for what is typed
  double high = std::numeric_limits<double>::infinity();
  bool low_excluded = false;      ///< typing `low` itself changes nothing
  bool high_excluded = false;     ///< the same of `high`
  bool infinity_allowed = false;  ///< "inf" may be typed, beyond `high`
  const char* zero = "";          ///< shown for 0, where that is no number of things
  const char* display = nullptr;  ///< shown instead of the value, such as a schedule
};

/// Drag to change, Shift for fine steps, double click or Ctrl-click or Enter to type, right click for reset and help.
Edit slider(const SliderSpec& spec, double& value);
Edit slider(const SliderSpec& spec, std::int64_t& value);

/// Where the number begins within a frame so that the handle does not cover it; all in points from the frame's left.
float slider_text_place(float handle, float text_width, float frame_width);

/// Where a value lies along the range, 0 to 1, and back (rounded to what a drag can mean: `digits` significant digits).
double slider_fraction(const SliderSpec& spec, double value);
double slider_value(const SliderSpec& spec, double fraction, int digits = 3);

}  // namespace tiltscape
