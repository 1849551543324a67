// Trace and largest eigenvalue of the Hessian, exact on landscapes.
#include "core/measures/registry.h"

namespace tiltscape {

MeasureEntry trace_measure() {
  return {.name = "trace",
          .title = "Hessian trace",
          .symbol = "tr H",
          .help =
              "Sum of the Hessian's eigenvalues: exact on landscapes, Hutchinson's estimate with its standard error on "
              "models. Says nothing of flatness while the loss is high.",
          .landscape =
              [](const Problem& problem, const Vector& x) {
                return Measured{problem.trace(x), {}};
              },
          .problem = {},
          .model = true};
}

MeasureEntry lambda_max_measure() {
  return {.name = "lambda_max",
          .title = "Largest eigenvalue",
          .symbol = "λ₁",
          .help = "Largest eigenvalue of the Hessian, exact.",
          .landscape =
              [](const Problem& problem, const Vector& x) {
                return Measured{problem.lambda_max(x), {}};
              },
          .problem = {}};
}

}  // namespace tiltscape
