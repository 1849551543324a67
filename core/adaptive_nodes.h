// Nodes of a neighbourhood, crowded where e^{tf} has its weight: the average over them is exact for every tilt.
#pragma once

#include <optional>
#include <vector>

#include "core/neighbourhood.h"
#include "core/problem.h"

namespace tiltscape {

struct AdaptiveNodes {
  std::vector<double> points;   ///< d coordinates a node: where f was taken
  std::vector<double> weights;  ///< of the neighbourhood's measure; they sum to 1
  std::vector<double> values;   ///< f there
  double tilt = 0.0;            ///< what they are for: t, or a finite one that is as good as ∞
};

/// Around x in two or three dimensions, with radius ρ · neighbourhood_radius. Polar cells of 8 Gauss–Legendre points an
/// axis are halved along their roughest axis until the Legendre series of e^{tf} has died away in every cell that
/// counts. Nothing where f is not finite or 20000 cells are too few.
std::optional<AdaptiveNodes> adaptive_nodes(const Problem& problem, const Vector& x, Neighbourhood neighbourhood,
                                            double rho, double t);

}  // namespace tiltscape
