// The losses of models, by name.
#pragma once

#include <array>
#include <cstdint>

#include "core/describe.h"

namespace tiltscape {

/// Cross entropy compares the classes' scores; the others look at each score alone, against ±1 (1 and 0 for squared
/// error): one score where there are two classes, else one a class against the rest.
enum class LossName { cross_entropy, squared_error, hinge, logistic };

template <>
struct Choices<LossName> {
  static constexpr std::array names = {"cross-entropy", "squared-error", "hinge", "logistic"};
};

/// Scores that a model has to give.
inline std::int64_t outputs(LossName loss, std::int64_t classes) {
  return loss != LossName::cross_entropy && classes == 2 ? 1 : classes;
}

inline Parameter loss_parameter() {
  return {.name = "loss",
          .title = "Loss",
          .symbol = "",
          .help =
              "cross-entropy: −log softmax of the true class. hinge: max(0, 1 − yz)², y = ±1; logistic: "
              "log(1 + e^(−yz)); squared-error: (z − y)², y = 0 or 1; these three for each class against the rest.",
          .advanced = true};
}

}  // namespace tiltscape
