// Quadrature over the unit ball: Gauss–Radau shells with the boundary among them, or seeded samples in many dimensions.
#pragma once

#include <cstdint>

#include "core/problem.h"

namespace tiltscape {

/// Points of the unit ball, one a column, and weights that sum to 1: the average over the ball is Σ wᵢ f(uᵢ).
struct BallNodes {
  Matrix points;
  Vector weights;
  bool sampled = false;  ///< drawn at random: averages are estimates, and the largest value is only the largest drawn
};

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

/// The ball in two dimensions (rings of equal angles) or three (spheres of Lobatto × equal angles): about 450 and 1100
/// nodes, crowded towards the boundary. `fineness` multiplies the resolution in every direction.
BallNodes ball_nodes(Eigen::Index dimension, int fineness = 1);

/// `count` points (even) uniform in the unit ball, u and −u together; the same for a seed.
BallNodes sampled_ball(Eigen::Index dimension, Eigen::Index count, std::uint64_t seed);

}  // namespace tiltscape
