// Data sets that are made: points in the plane, drawn by seed, and sums.
#pragma once

#include "core/models/data_set.h"

namespace tiltscape {

/// Points (n × 2) and classes by turns. Everything lies within about ±1.5, but for the noise.
Examples generated(const DataParameters& parameters, std::uint64_t seed);
/// All pairs a, b below the modulus as tokens a, b and "=" (the modulus itself); the class is (a + b) mod it (Power et
/// al. 2022, arXiv 2201.02177).
Examples sums(std::int64_t modulus);

}  // namespace tiltscape
