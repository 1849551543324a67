// Neighbourhoods: what F_t averages over. A direction law says what is drawn; the two are not the same thing.
#pragma once

#include <Eigen/Core>
#include <array>

#include "core/describe.h"

namespace tiltscape {

/// ball: uniform in the ball of radius ρ√d, the one that belongs to sphere directions. sphere: uniform on its surface.
/// gaussian: N(0, ρ²I) cut off at `neighbourhood_radius` and renormalised.
enum class Neighbourhood { ball, sphere, gaussian };

template <>
struct Choices<Neighbourhood> {
  static constexpr std::array names = {"ball", "sphere", "gaussian"};
};

/// full: over the problem's whole space, in d dimensions. in_plane: over the plane that is shown, as if the problem had
/// these two dimensions alone (d = 2), so that each coordinate is displaced by about ρ in either.
enum class Average { full, in_plane };

template <>
struct Choices<Average> {
  static constexpr std::array names = {"full", "in-plane"};
};

/// Largest distance from the centre in units of ρ: √d for ball and sphere. The Gaussian is cut at 3 for d ≤ 3 (98.9 %
/// of it in the plane) and at √d + 2 beyond (99.7 %), where 3 would cut away what Gaussian directions reach.
double neighbourhood_radius(Neighbourhood neighbourhood, Eigen::Index dimension);

}  // namespace tiltscape
