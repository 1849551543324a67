// Whether networks normalise between their layers, by name.
#pragma once

#include <array>

#include "core/describe.h"

namespace tiltscape {

/// layer: over the units of a layer (Ba, Kiros, Hinton 2016, arXiv 1607.06450).
enum class Norm { none, layer };

template <>
struct Choices<Norm> {
  static constexpr std::array names = {"none", "layer"};
};

}  // namespace tiltscape
