// The three faces of the curvature panel, a file each.
#pragma once

#include "app/laboratory.h"
#include "core/curvature/report.h"

namespace tiltscape {

/// Every measure with its error, what it took, and what became of it at the rescaled point.
void curvature_values(const CurvatureReport& report, bool greyed);

/// The density of the eigenvalues, those that are known, and which of them the landscape may be drawn along.
void curvature_spectrum(Laboratory& lab, const CurvatureReport& report);

/// The trace of each layer, as bars.
void curvature_layers(const CurvatureReport& report);

/// "154.7 ± 0.4", "−2.1e−4", "not defined here".
std::string estimate_text(const Estimate& estimate);

}  // namespace tiltscape
