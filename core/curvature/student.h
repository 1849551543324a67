// Student's t distribution: how wide an interval is whose standard error is itself estimated.
#pragma once

namespace tiltscape {

/// t with P(|T| ≤ t) = confidence, 0 < confidence < 1, for T with `degrees_of_freedom` ≥ 1 (may be infinite). Relative
/// error below 1e-6 from the incomplete beta function (Abramowitz & Stegun 26.7.1).
double student_quantile(double confidence, double degrees_of_freedom);

}  // namespace tiltscape
