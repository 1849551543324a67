// Data sets of points in the plane, drawn by seed.
#pragma once

#include "core/models/data_set.h"

namespace tiltscape {

/// Points (n × 2) and classes by turns. Everything lies within about ±1.5, but for the noise.
Examples generated(const DataParameters& parameters, std::uint64_t seed);

}  // namespace tiltscape
