// A run's dot: a disc of its colour, and another shape once the colours repeat.
#pragma once

#include <imgui.h>

#include "app/theme.h"

namespace tiltscape {

/// As large as a disc of this radius.
void fill_run_mark(ImDrawList& list, ImVec2 centre, float radius, const ImColor& colour, RunMark mark);
void outline_run_mark(ImDrawList& list, ImVec2 centre, float radius, const ImColor& colour, RunMark mark, float width);

/// ImPlot's marker of the same shape.
int plot_marker(RunMark mark);

}  // namespace tiltscape
