// By the gradient norms that records keep beside measures of curvature.
#include "app/panels/curve_slope.h"

#include <algorithm>

#include "core/curvature/near_minimum.h"

namespace tiltscape {

std::vector<bool> steep_stretches(const Trajectory& trajectory, const CurveStretches& stretches, double rho) {
  const Columns& columns = trajectory.columns();
  const std::size_t slope = columns.find("gradient_norm");
  std::size_t bend = columns.find("trace");
  if (bend == Columns::npos) bend = columns.find("lambda_max");
  if (slope == Columns::npos || bend == Columns::npos || stretches.edges.size() < 2) return {};
  std::vector<bool> steep(stretches.edges.size() - 1);
  for (std::size_t i = 0; i < steep.size(); ++i) {
    const auto row = trajectory.last_measured(bend, stretches.edges[i + 1] - 1);
    steep[i] = row && slope_outweighs(trajectory.value(*row, slope), trajectory.value(*row, bend), rho);
  }
  return steep;
}

void draw_curve(const std::string& id, const CurveLine& line, const ImPlotSpec& spec) {
  constexpr float faintness = 0.3F;
  ImPlotSpec faint = spec;
  faint.LineColor.w *= faintness;
  const std::size_t size = line.x.size();
  for (std::size_t from = 0; from < size;) {
    std::size_t to = size;
    if (!line.faint.empty()) {
      to = from + 1;
      while (to < size && line.faint[to] == line.faint[from]) ++to;
    }
    const std::size_t end = std::min(to + 1, size);  // joined to the next piece
    ImPlot::PlotLine(id.c_str(), line.x.data() + from, line.y.data() + from, static_cast<int>(end - from),
                     !line.faint.empty() && line.faint[from] ? faint : spec);
    from = to;
  }
}

}  // namespace tiltscape
