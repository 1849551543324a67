// Rules from the eigenvalues of Jacobi matrices (Golub & Welsch 1969; Radau by Golub 1973) and their products.
#include "core/quadrature.h"

#include <Eigen/Eigenvalues>
#include <cmath>
#include <numbers>

#include "core/random.h"

namespace tiltscape {
namespace {

/// Recurrence coefficients of the monic Jacobi polynomials, k from 0.
double diagonal(double k, double a, double b) {
  if (k == 0.0) return (b - a) / (a + b + 2.0);
  const double s = 2.0 * k + a + b;
  return (b * b - a * a) / (s * (s + 2.0));
}
double squared_off_diagonal(double k, double a, double b) {
  const double s = 2.0 * k + a + b;
  if (k == 1.0) return 4.0 * (1.0 + a) * (1.0 + b) / (s * s * (s + 1.0));
  return 4.0 * k * (k + a) * (k + b) * (k + a + b) / (s * s * (s + 1.0) * (s - 1.0));
}

Matrix jacobi_matrix(Eigen::Index n, double a, double b) {
  Matrix j = Matrix::Zero(n, n);
  for (Eigen::Index k = 0; k < n; ++k) {
    j(k, k) = diagonal(static_cast<double>(k), a, b);
    if (k > 0) j(k, k - 1) = j(k - 1, k) = std::sqrt(squared_off_diagonal(static_cast<double>(k), a, b));
  }
  return j;
}

Rule rule_of(const Matrix& jacobi) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(jacobi);
  return {solver.eigenvalues(), solver.eigenvectors().row(0).array().square().matrix().transpose()};
}

/// Appends the sphere of radius `radius` (in three dimensions) with total weight `weight`.
void add_sphere(std::vector<Eigen::Vector4d>& nodes, double radius, double weight, Eigen::Index rings, double turn) {
  const Rule heights = lobatto(rings);
  const Eigen::Index angles = 4 * (rings / 2);
  for (Eigen::Index i = 0; i < rings; ++i) {
    const bool pole = i == 0 || i == rings - 1;
    const double height = pole ? (i == 0 ? -1.0 : 1.0) : heights.nodes[i];
    const double across = std::sqrt(std::max(0.0, 1.0 - height * height));
    const Eigen::Index around = pole ? 1 : angles;
    for (Eigen::Index j = 0; j < around; ++j) {
      const double angle = 2.0 * std::numbers::pi * (static_cast<double>(j) + turn) / static_cast<double>(angles);
      nodes.emplace_back(radius * height, radius * across * std::cos(angle), radius * across * std::sin(angle),
                         weight * heights.weights[i] / static_cast<double>(around));
    }
  }
}

void add_ring(std::vector<Eigen::Vector4d>& nodes, double radius, double weight, Eigen::Index angles, double turn) {
  for (Eigen::Index j = 0; j < angles; ++j) {
    const double angle = 2.0 * std::numbers::pi * (static_cast<double>(j) + turn) / static_cast<double>(angles);
    nodes.emplace_back(radius * std::cos(angle), radius * std::sin(angle), 0.0, weight / static_cast<double>(angles));
  }
}

}  // namespace

Rule gauss_jacobi(Eigen::Index n, double a, double b) { return rule_of(jacobi_matrix(n, a, b)); }

Rule radau_jacobi(Eigen::Index n, double a, double b) {
  Matrix j = jacobi_matrix(n, a, b);
  const double beta = squared_off_diagonal(static_cast<double>(n - 1), a, b);
  const Matrix shifted = j.topLeftCorner(n - 1, n - 1) - Matrix::Identity(n - 1, n - 1);
  Vector last = Vector::Zero(n - 1);
  last[n - 2] = beta;
  j(n - 1, n - 1) = 1.0 + shifted.partialPivLu().solve(last)[n - 2];
  Rule rule = rule_of(j);
  rule.nodes[n - 1] = 1.0;
  return rule;
}

Rule lobatto(Eigen::Index n) {
  const Rule inner = gauss_jacobi(n - 2, 1.0, 1.0);
  Rule rule{Vector(n), Vector(n)};
  rule.nodes << -1.0, inner.nodes, 1.0;
  const double end = 1.0 / static_cast<double>(n * (n - 1));
  rule.weights << end, (2.0 / 3.0 * inner.weights.array() / (1.0 - inner.nodes.array().square())).matrix(), end;
  return rule;
}

namespace {

/// The part of a density that the radial rule leaves: 1 for the ball, exp(−|z|²/2) for the Gaussian, s = |u|².
Vector radial_density(Neighbourhood neighbourhood, double radius, const Vector& s) {
  if (neighbourhood == Neighbourhood::ball) return Vector::Ones(s.size());
  return (-0.5 * radius * radius * (s.array() - 1.0)).exp();
}

Nodes interval_nodes(Neighbourhood neighbourhood, double radius, int fineness) {
  if (neighbourhood == Neighbourhood::sphere)
    return {Eigen::RowVector2d(-1.0, 1.0), Vector::Constant(2, 0.5), radius, false, neighbourhood};
  const Rule rule = lobatto(64 * fineness + 1);
  Vector weights =
      rule.weights.cwiseProduct(radial_density(neighbourhood, radius, rule.nodes.array().square().matrix()));
  weights /= weights.sum();
  return {rule.nodes.transpose(), std::move(weights), radius, false, neighbourhood};
}

// The average over angles is a smooth function of |u|² = 1 − v², and v has density d v (1 − v²)^{d/2−1} on [0, 1].
// Equal steps of v crowd towards the boundary v = 0, where all the weight is when t is large. (1 − v)^{d/2−1} v belongs
// to the rule; what is left, (1 + v)^{d/2−1}, is 1 in the plane and smooth in space.
std::vector<Eigen::Vector4d> shells(Neighbourhood neighbourhood, Eigen::Index dimension, double radius, int fineness) {
  const bool gaussian = neighbourhood == Neighbourhood::gaussian;
  const double detail = fineness * (gaussian ? 1.5 : 1.0);  // its radius is larger
  const Eigen::Index count = std::lround((dimension == 2 ? 8 : 6) * detail);
  const double power = 0.5 * static_cast<double>(dimension) - 1.0;
  const Rule rule = radau_jacobi(count, 1.0, power);
  const Eigen::ArrayXd v = 0.5 * (1.0 - rule.nodes.array());
  const Vector s = 1.0 - v.square();
  Vector weights = rule.weights.array() * (1.0 + v).pow(power) * radial_density(neighbourhood, radius, s).array();
  weights /= weights.sum();
  std::vector<Eigen::Vector4d> nodes;
  for (Eigen::Index i = 0; i < count; ++i) {
    const double turn = (count - 1 - i) % 2 == 0 ? 0.0 : 0.5;  // neighbours fill each other's gaps
    if (dimension == 2)
      add_ring(nodes, std::sqrt(s[i]), weights[i], 4 * std::lround(detail * (1.0 + 16.0 * std::sqrt(s[i]))), turn);
    else
      add_sphere(nodes, std::sqrt(s[i]), weights[i], std::lround(detail * (3.0 + 10.0 * s[i])), turn);
  }
  return nodes;
}

}  // namespace

double neighbourhood_radius(Neighbourhood neighbourhood, Eigen::Index dimension) {
  const double root = std::sqrt(static_cast<double>(dimension));
  if (neighbourhood != Neighbourhood::gaussian) return root;
  return dimension <= 3 ? 3.0 : root + 2.0;
}

Nodes neighbourhood_nodes(Neighbourhood neighbourhood, Eigen::Index dimension, int fineness) {
  const double radius = neighbourhood_radius(neighbourhood, dimension);
  if (dimension == 1) return interval_nodes(neighbourhood, radius, fineness);
  if (dimension > 3) return sampled_nodes(neighbourhood, dimension, dimension <= 1000 ? 512 : 128, 0);
  std::vector<Eigen::Vector4d> nodes;
  if (neighbourhood != Neighbourhood::sphere)
    nodes = shells(neighbourhood, dimension, radius, fineness);
  else if (dimension == 2)
    add_ring(nodes, 1.0, 1.0, 128 * fineness, 0.0);
  else
    add_sphere(nodes, 1.0, 1.0, 20 * fineness + 1, 0.0);
  Nodes result{Matrix(dimension, std::ssize(nodes)), Vector(std::ssize(nodes)), radius, false, neighbourhood};
  for (Eigen::Index i = 0; i < std::ssize(nodes); ++i) {
    result.points.col(i) = nodes[static_cast<std::size_t>(i)].head(dimension);
    result.weights[i] = nodes[static_cast<std::size_t>(i)][3];
  }
  return result;
}

Nodes sampled_nodes(Neighbourhood neighbourhood, Eigen::Index dimension, Eigen::Index count, std::uint64_t seed) {
  const Eigen::Index pairs = count / 2;
  const double radius = neighbourhood_radius(neighbourhood, dimension);
  Matrix half(dimension, pairs);
  fill_gaussian_columns({.seed = seed, .purpose = Purpose::surface}, half);
  if (neighbourhood == Neighbourhood::gaussian) {
    for (Eigen::Index i = 0; i < pairs; ++i) {  // what lies beyond the cut is drawn again
      for (std::uint64_t again = 2; half.col(i).norm() > radius; ++again)
        fill_gaussian_columns({seed, Purpose::surface, again, static_cast<std::uint32_t>(i)}, half.col(i));
    }
    half /= radius;
  } else {
    std::vector<double> uniform(static_cast<std::size_t>(pairs), 1.0);
    if (neighbourhood == Neighbourhood::ball)
      fill_uniform({.seed = seed, .purpose = Purpose::surface, .step = 1}, uniform);
    for (Eigen::Index i = 0; i < pairs; ++i)
      half.col(i) *=
          std::pow(uniform[static_cast<std::size_t>(i)], 1.0 / static_cast<double>(dimension)) / half.col(i).norm();
  }
  Nodes nodes{Matrix(dimension, 2 * pairs), Vector::Constant(2 * pairs, 0.5 / static_cast<double>(pairs)), radius, true,
              neighbourhood};
  nodes.points << half, -half;
  return nodes;
}

}  // namespace tiltscape
