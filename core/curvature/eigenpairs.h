// Eigenpairs of the Hessian at either end of the spectrum, with error bounds.
#pragma once

#include <algorithm>
#include <limits>

#include "core/curvature/hessian.h"

namespace tiltscape {

/// Which eigenvalues: from the top, from the bottom, or by magnitude.
enum class End { largest, smallest, magnitude };

struct EigenRequest {
  Eigen::Index count = 1;
  End end = End::largest;
  double tolerance = 1e-6;   ///< of residuals, relative to the largest eigenvalue in magnitude; above 1e-7 in float
  Eigen::Index most = 1000;  ///< products of one pass
  Eigen::Index vectors = 0;  ///< kept at once, before a restart; 0: what 256 MB hold, between 20 and 200
  std::uint64_t seed = 0;    ///< of the starts
  /// Whether to search the complement of what was found for further copies of multiple eigenvalues, which one Krylov
  /// space cannot contain. Never changes the first eigenvalue; costs about a pass for every copy, and one more.
  bool copies = true;
};

struct Eigenpairs {
  /// exhausted: `most` products did not reach the tolerance; the pairs are the best so far, with their errors.
  enum class Status { converged, exhausted, not_finite };
  Status status = Status::converged;
  Vector values;     ///< in order from the requested end; none where H is not finite
  Vector errors;     ///< ‖Hv − λv‖, computed from products: an eigenvalue of H is so close to each
  Matrix vectors{};  ///< d × values, orthonormal
  /// Whether a search from a fresh random start (or the whole spectrum) confirmed that no further eigenvalue lies
  /// before the last one. Otherwise copies of a multiple eigenvalue may be missing.
  bool complete = false;
  /// The next eigenvalue, where complete and there is one, else NaN; equal to the last one in a tie.
  double next = std::numeric_limits<double>::quiet_NaN();
  std::uint64_t products = 0;
};

/// A tolerance that the numbers of a loss can reach: `wanted`, but 100 times their rounding at least.
inline double reachable_tolerance(const LossFunction& loss, double wanted = 1e-6) {
  return std::max(wanted, 100.0 * loss.epsilon());
}

/// The eigenpairs at one end.
Eigenpairs eigenpairs(Hessian& hessian, const EigenRequest& request);

}  // namespace tiltscape
