// The parameters that several optimizers share, described once.
#pragma once

#include "core/parameter.h"

namespace tiltscape {

inline Parameter learning_rate_parameter() {
  return {.name = "learning_rate",
          .title = "Learning rate",
          .symbol = "η",
          .help = "Length of a step along the (estimated) gradient.",
          .low = 0.0,
          .low_excluded = true,
          .slider_low = 1e-5,
          .slider_high = 1.0,
          .scale = Scale::log,
          .schedulable = true};
}

/// Of methods that rescale every coordinate.
inline Parameter adaptive_learning_rate_parameter() {
  Parameter parameter = learning_rate_parameter();
  parameter.help = "About how far each coordinate moves in a step, whatever the size of the gradient.";
  return parameter;
}

inline Parameter rho_parameter(std::string help, bool zero_allowed) {
  return {.name = "rho",
          .title = "Perturbation",
          .symbol = "ρ",
          .help = std::move(help),
          .low = 0.0,
          .low_excluded = !zero_allowed,
          .slider_low = 1e-4,
          .slider_high = 2.0,
          .scale = Scale::log,
          .schedulable = true};
}

inline Parameter tilt_parameter(std::string help, bool infinity_allowed) {
  return {.name = "tilt",
          .title = "Tilt",
          .symbol = "t",
          .help = std::move(help),
          .low = 0.0,
          .high = 1e4,
          .slider_low = 0.01,
          .slider_high = 1e4,
          .scale = Scale::log,
          .schedulable = true,
          .infinity_allowed = infinity_allowed};
}

/// The share that a running average keeps of itself each step.
inline Parameter decay_parameter(std::string name, std::string title, std::string symbol, std::string help) {
  return {.name = std::move(name),
          .title = std::move(title),
          .symbol = std::move(symbol),
          .help = std::move(help),
          .low = 0.0,
          .high = 1.0,
          .high_excluded = true,
          .slider_low = 0.0,
          .slider_high = 0.999,
          .schedulable = true};
}

inline Parameter pairs_parameter() {
  return {.name = "pairs",
          .title = "Pairs",
          .symbol = "k",
          .help = "Antithetic pairs x ± ρu probed in a step: 2k evaluations.",
          .low = 1,
          .high = 100000,
          .slider_low = 1,
          .slider_high = 256,
          .scale = Scale::log};
}

inline Parameter law_parameter() {
  return {.name = "law",
          .title = "Direction law",
          .symbol = "",
          .help =
              "How directions are drawn. Only gaussian (Gaussian average) and sphere (average over the ball of radius "
              "ρ√d) have an exact tilted oracle."};
}

}  // namespace tiltscape
