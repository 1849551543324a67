// Measures of the point and its gradient.
#include "core/measures/registry.h"

namespace tiltscape {

MeasureEntry gradient_norm_measure() {
  return {.name = "gradient_norm",
          .title = "Gradient norm",
          .symbol = "‖∇f‖",
          .help = "Norm of the exact gradient (over the training set for models).",
          .point =
              [](const MeasureSpec&, const MeasuredPoint& at) {
                Vector gradient(at.x.size());
                at.loss.gradient(at.x, gradient);
                return exactly(gradient.norm(), 1);
              },
          .log_scale = true};
}

MeasureEntry x_norm_measure() {
  return {.name = "x_norm",
          .title = "Norm of x",
          .symbol = "‖x‖",
          .help = "Euclidean norm of the parameters.",
          .point = [](const MeasureSpec&, const MeasuredPoint& at) { return exactly(at.x.norm(), 0); }};
}

MeasureEntry imbalance_measure() {
  return {.name = "imbalance",
          .title = "Imbalance",
          .symbol = "B",
          .help = "B = (‖y‖² − ‖z‖²)/2 of the product valley: kept by GD, decays under smoothing.",
          .point =
              [](const MeasureSpec&, const MeasuredPoint& at) {
                const auto d = at.x.size() / 2;
                return exactly((at.x.head(d).squaredNorm() - at.x.tail(d).squaredNorm()) / 2, 0);
              },
          .problem = "product-valley"};
}

}  // namespace tiltscape
