// Direction laws: how perturbations are drawn.
#pragma once

#include <array>

#include "core/describe.h"

namespace tiltscape {

/// gaussian: N(0, I). sphere: uniform on the sphere of radius √d. rademacher: independent signs.
/// coordinate: √d times a coordinate vector drawn at random. orthogonal: columns of √d times a random orthogonal
/// matrix, in blocks of d. Each has mean 0 and covariance I.
enum class Law { gaussian, sphere, rademacher, coordinate, orthogonal };

template <>
struct Choices<Law> {
  static constexpr std::array names = {"gaussian", "sphere", "rademacher", "coordinate", "orthogonal"};
};

/// Zeroth-order estimators of the tilted gradient from k antithetic pairs (reference, section 2).
enum class Estimator { naive, bias_corrected, jackknife };

template <>
struct Choices<Estimator> {
  static constexpr std::array names = {"naive", "bias-corrected", "jackknife"};
};

}  // namespace tiltscape
