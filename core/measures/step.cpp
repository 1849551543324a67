// Measures of the step that led to the point.
#include <limits>

#include "core/measures/registry.h"

namespace tiltscape {

MeasureEntry ess_measure() {
  return {.name = "ess",
          .title = "Effective samples",
          .symbol = "ESS",
          .help =
              "1/ΣBᵢ² of the last step: of the k pairs, how many carry the weight. It rates the estimator, not the "
              "outcome.",
          .step = [](const Step& last) {
            const double samples = last.effective_samples;
            return samples > 0 ? samples : std::numeric_limits<double>::quiet_NaN();
          }};
}

}  // namespace tiltscape
