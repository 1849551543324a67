// Where a run's curvature says little of flatness: its curves are faint there.
#pragma once

#include <implot.h>

#include "app/panels/curve_lines.h"

namespace tiltscape {

/// For each stretch, whether the slope outweighs the curvature at ρ where both were measured last (see
/// core/curvature/near_minimum.h). Empty where no curvature is recorded.
std::vector<bool> steep_stretches(const Trajectory& trajectory, const CurveStretches& stretches, double rho);

/// Draws a line in the plot, faint where its points are.
void draw_curve(const std::string& id, const CurveLine& line, const ImPlotSpec& spec);

}  // namespace tiltscape
