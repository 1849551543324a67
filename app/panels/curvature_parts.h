// The three faces of the curvature panel, a file each.
#pragma once

#include "app/laboratory.h"
#include "core/curvature/report.h"

namespace tiltscape {

/// Every measure with its error, what it took, and what became of it at the rescaled point.
void curvature_values(const CurvatureReport& report, bool greyed);

/// The density of the eigenvalues as it is drawn: hundreds of thousands of exponentials, made once a report.
struct SpectrumDensity {
  std::uint64_t number = 0;  ///< of the report
  Vector grid{}, values{};
  double sigma = 0.0, low = 0.0, high = 0.0;
};

/// That density, the eigenvalues that are known, and which of them the landscape may be drawn along. Makes `density`
/// anew where it is another report's.
void curvature_spectrum(Laboratory& lab, const CurvatureReport& report, SpectrumDensity& density);

/// The trace of each layer, as bars.
void curvature_layers(const CurvatureReport& report);

/// "154.7 ± 0.4", "−2.1e−4", "not defined here".
std::string estimate_text(const Estimate& estimate);

}  // namespace tiltscape
