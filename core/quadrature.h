// Quadrature over neighbourhoods: Gauss–Radau shells with the boundary among them, or seeded samples in many
// dimensions.
#pragma once

#include <cstdint>

#include "core/neighbourhood.h"
#include "core/problem.h"

namespace tiltscape {

/// Points of the unit ball, one a column (d × n), and weights that sum to 1: the average over the neighbourhood of x is
/// Σ wᵢ f(x + ρ radius uᵢ).
struct Nodes {
  Matrix points;
  Vector weights;
  double radius = 1.0;   ///< `neighbourhood_radius`: in units of ρ
  bool sampled = false;  ///< drawn at random: averages are estimates, and the largest value is only the largest drawn
  Neighbourhood neighbourhood = Neighbourhood::ball;
};

/// In one dimension 65 nodes; in two and three, rings of equal angles or spheres of Lobatto × equal angles, crowded
/// towards the boundary, which is among them: about 450 and 1100 for the ball, 128 and 800 for the sphere, 1000 and
/// 2500 for the Gaussian. `fineness` multiplies the resolution in every direction. Beyond, 512 seeded samples in
/// antithetic pairs (128 where d > 1000), the same each time.
Nodes neighbourhood_nodes(Neighbourhood neighbourhood, Eigen::Index dimension, int fineness = 1);

/// `count` points (even) drawn in the neighbourhood, u and −u together; the same for a seed.
Nodes sampled_nodes(Neighbourhood neighbourhood, Eigen::Index dimension, Eigen::Index count, std::uint64_t seed);

/// Nodes and weights (summing to 1) on [−1, 1] for the weight function (1−x)^a (1+x)^b.
struct Rule {
  Vector nodes, weights;
};
/// Gauss–Jacobi: exact to degree 2n − 1. a, b > −1.
Rule gauss_jacobi(Eigen::Index n, double a, double b);
/// The same with x = 1 among the nodes: exact to degree 2n − 2.
Rule radau_jacobi(Eigen::Index n, double a, double b);
/// Gauss–Lobatto for weight 1, both ends among the nodes, n ≥ 3: exact to degree 2n − 3.
Rule lobatto(Eigen::Index n);

}  // namespace tiltscape
