// A neighbourhood in polar cells, each with a grid of Gauss–Legendre points: what adaptive quadrature halves.
#pragma once

#include <array>
#include <vector>

#include "core/neighbourhood.h"
#include "core/problem.h"

namespace tiltscape {

/// A box in (radius,) angle in the plane, in (radius,) polar angle, azimuth in space; the sphere has no radius.
struct PolarCell {
  std::array<double, 3> low{}, high{};
  std::vector<double> points{};             ///< d coordinates a node
  std::vector<double> weights{}, values{};  ///< the neighbourhood's measure up to a factor, and f
  double maximum = 0.0, range = 0.0;        ///< of the values

  /// About what f may reach between the nodes.
  double bound() const { return maximum + 0.25 * range; }
};

/// Cells around one point, in two or three dimensions.
class PolarCells {
 public:
  static constexpr std::size_t n = 8;  ///< points an axis
  using Values = std::array<double, n * n * n>;

  PolarCells(const Problem& problem, const Vector& x, Neighbourhood neighbourhood, double rho);

  std::size_t axes() const { return static_cast<std::size_t>(dimension_) - (solid_ ? 0 : 1); }
  std::size_t nodes() const { return nodes_; }
  /// The whole, in quarters of the circle or eighths of the sphere; not filled.
  std::vector<PolarCell> whole() const;
  /// Puts nodes into a cell's box and evaluates f there; false where that is not finite.
  bool fill(PolarCell& cell) const;
  /// The magnitudes of the last two coefficients of the Legendre series along an axis, the largest of all lines of
  /// nodes: how far the function with these values at a cell's nodes is from being a polynomial there.
  double tail(const Values& values, std::size_t axis) const;
  /// The least of the values on the line along an axis through a node.
  static double least_beside(const std::vector<double>& values, std::size_t node, std::size_t axis);

 private:
  /// One axis of a cell at its points.
  struct Side {
    std::array<double, n> at{}, sine{}, cosine{}, weights{};
  };
  Side side(const PolarCell& cell, std::size_t axis) const;
  double density(std::size_t axis, double at) const;

  const Problem& problem_;
  const Vector& x_;
  Eigen::Index dimension_;
  Neighbourhood neighbourhood_;
  bool solid_;
  double reach_, radius_;  ///< in units of ρ, and as a length
  std::size_t nodes_ = 1;
  std::array<double, n> abscissae_{}, weights_{};  ///< on [−1, 1]
  std::array<double, n> last_{}, before_last_{};   ///< from values to coefficients
};

}  // namespace tiltscape
