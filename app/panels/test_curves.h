// Measures over the held-out examples, drawn in the plot of the same measure over the training examples.
#pragma once

#include "app/laboratory.h"
#include "app/panels/curve_lines.h"
#include "app/views/paths.h"

namespace tiltscape {

/// Whether a column is drawn in the plot of another one, which is there.
bool shares_plot(const Columns& columns, std::size_t column);
/// The column that is drawn in this one's plot; npos where there is none.
std::size_t test_column(const Columns& columns, std::size_t column);

class TestCurves {
 public:
  /// Thin and broken, within the plot; before the solid ones, which lie upon them. `stretches`: one a run.
  void draw(const Laboratory& lab, std::size_t column, bool log_y, const std::vector<CurveStretches>& stretches);

 private:
  PathPainter painter_;
};

}  // namespace tiltscape
