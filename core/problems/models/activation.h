// The activations of networks, by name.
#pragma once

#include <array>

#include "core/describe.h"

namespace tiltscape {

enum class Activation { tanh, relu, gelu, silu };

template <>
struct Choices<Activation> {
  static constexpr std::array names = {"tanh", "relu", "gelu", "silu"};
};

inline Parameter activation_parameter() {
  return {
      .name = "activation",
      .title = "Activation",
      .symbol = "",
      .help = "tanh, gelu and silu are smooth; relu has no curvature of its own, so traces come from the loss alone."};
}

}  // namespace tiltscape
