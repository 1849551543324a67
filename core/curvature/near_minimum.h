// Whether curvature says something of flatness at a point.
#pragma once

#include <cmath>

namespace tiltscape {

/// Whether the gradient is not small beside the curvature at the scale ρ: a Gaussian step ρu changes f by its slope,
/// with standard deviation ρ‖∇f‖, more than by the trace, on average ½ρ² tr H. Such a point is no minimum at that
/// scale, flat or sharp. True where there is a gradient and ρ is 0.
inline bool slope_outweighs(double gradient_norm, double trace, double rho) {
  return gradient_norm > 0.5 * rho * std::abs(trace);
}

}  // namespace tiltscape
