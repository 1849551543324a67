// Round numbers along an axis: as many labels as there is room for, in steps of 1, 2, 2.5 or 5, or by decades.
#pragma once

#include <implot.h>

#include <string>
#include <vector>

namespace tiltscape {

struct Ticks {
  std::vector<double> values;       ///< ascending, within the axis
  std::vector<std::string> labels;  ///< a value, with as many digits as tell it from its neighbours
};

struct TickRoom {
  double length = 100.0;    ///< of the axis, in points
  double least_gap = 16.0;  ///< between neighbours
  double end_margin = 0.0;  ///< kept clear at both ends
};

/// For an axis from low to high, both above 0 where it is logarithmic.
Ticks axis_ticks(double low, double high, bool logarithmic, const TickRoom& room);

/// For the plot that is being set up.
void set_ticks(ImAxis axis, const Ticks& ticks);

}  // namespace tiltscape
