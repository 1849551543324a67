// Measures of the point and its gradient.
#include "core/measures/registry.h"

namespace tiltscape {

MeasureEntry gradient_norm_measure() {
  return {.name = "gradient_norm",
          .title = "Gradient norm",
          .symbol = "‖∇f‖",
          .help = "Norm of the exact gradient (over the training set for models).",
          .landscape =
              [](const Problem& problem, const Vector& x) {
                Vector gradient(x.size());
                problem.gradient(x, gradient);
                return Measured{gradient.norm(), {}};
              },
          .problem = {},
          .model = true,
          .log_scale = true};
}

MeasureEntry x_norm_measure() {
  return {.name = "x_norm",
          .title = "Norm of x",
          .symbol = "‖x‖",
          .help = "Euclidean norm of the parameters.",
          .landscape =
              [](const Problem&, const Vector& x) {
                return Measured{x.norm(), {}};
              },
          .problem = {},
          .model = true};
}

MeasureEntry imbalance_measure() {
  return {.name = "imbalance",
          .title = "Imbalance",
          .symbol = "B",
          .help = "B = (‖y‖² − ‖z‖²)/2 of the product valley: kept by GD, decays under smoothing.",
          .landscape =
              [](const Problem&, const Vector& x) {
                const auto d = x.size() / 2;
                return Measured{(x.head(d).squaredNorm() - x.tail(d).squaredNorm()) / 2, {}};
              },
          .problem = "product-valley"};
}

}  // namespace tiltscape
