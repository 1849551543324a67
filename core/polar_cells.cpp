// Products of one rule along every axis; a polynomial's last Legendre coefficients vanish.
#include "core/polar_cells.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/quadrature.h"

namespace tiltscape {
namespace {

std::size_t stride_of(std::size_t axis) {
  std::size_t stride = 1;
  for (; axis > 0; --axis) stride *= PolarCells::n;
  return stride;
}

}  // namespace

PolarCells::PolarCells(const Problem& problem, const Vector& x, Neighbourhood neighbourhood, double rho)
    : problem_(problem),
      x_(x),
      dimension_(problem.dimension()),
      neighbourhood_(neighbourhood),
      solid_(neighbourhood != Neighbourhood::sphere),
      reach_(neighbourhood_radius(neighbourhood, dimension_)),
      radius_(rho * reach_) {
  nodes_ = stride_of(axes());
  constexpr auto order = static_cast<double>(n);
  const Rule rule = gauss_jacobi(n, 0.0, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    const double x_i = rule.nodes[static_cast<Eigen::Index>(i)];
    double previous = 1.0, polynomial = x_i;  // P₀, P₁; up to P₇
    for (double k = 1.0; k < order - 1.0; ++k) {
      const double next = ((2.0 * k + 1.0) * x_i * polynomial - k * previous) / (k + 1.0);
      previous = std::exchange(polynomial, next);
    }
    abscissae_[i] = x_i;
    weights_[i] = rule.weights[static_cast<Eigen::Index>(i)];
    last_[i] = (2.0 * order - 1.0) * weights_[i] * polynomial;
    before_last_[i] = (2.0 * order - 3.0) * weights_[i] * previous;
  }
}

std::vector<PolarCell> PolarCells::whole() const {
  constexpr double quarter = 0.5 * std::numbers::pi;
  const bool space = dimension_ == 3;
  const std::size_t azimuth = axes() - 1;
  std::vector<PolarCell> cells;
  for (int half = 0; half < (space ? 2 : 1); ++half)
    for (int part = 0; part < 4; ++part) {
      PolarCell& cell = cells.emplace_back();
      cell.high[0] = 1.0;  // the radius, where there is one
      if (space) {
        cell.low[azimuth - 1] = quarter * half;
        cell.high[azimuth - 1] = quarter * (half + 1);
      }
      cell.low[azimuth] = quarter * part;
      cell.high[azimuth] = quarter * (part + 1);
    }
  return cells;
}

/// The density is a product of functions of one coordinate each; a constant factor is left out.
double PolarCells::density(std::size_t axis, double at) const {
  if (dimension_ == 3 && axis + 2 == axes()) return std::sin(at);
  if (!solid_ || axis > 0) return 1.0;
  const double shell = dimension_ == 2 ? at : at * at;
  return neighbourhood_ == Neighbourhood::gaussian ? shell * std::exp(-0.5 * reach_ * reach_ * at * at) : shell;
}

PolarCells::Side PolarCells::side(const PolarCell& cell, std::size_t axis) const {
  Side side;
  const double half = 0.5 * (cell.high[axis] - cell.low[axis]);
  for (std::size_t i = 0; i < n; ++i) {
    side.at[i] = cell.low[axis] + half * (1.0 + abscissae_[i]);
    side.sine[i] = std::sin(side.at[i]);
    side.cosine[i] = std::cos(side.at[i]);
    side.weights[i] = half * weights_[i] * density(axis, side.at[i]);
  }
  return side;
}

bool PolarCells::fill(PolarCell& cell) const {
  const auto d = static_cast<std::size_t>(dimension_);
  cell.points.resize(nodes_ * d);
  cell.weights.resize(nodes_);
  cell.values.resize(nodes_);
  std::array<Side, 3> sides;
  for (std::size_t axis = 0; axis < axes(); ++axis) sides[axis] = side(cell, axis);
  const std::size_t first_angle = solid_ ? 1 : 0;
  for (std::size_t i = 0; i < nodes_; ++i) {
    const std::array<std::size_t, 3> at = {i % n, i / n % n, i / (n * n)};
    double weight = 1.0;
    for (std::size_t axis = 0; axis < axes(); ++axis) weight *= sides[axis].weights[at[axis]];
    cell.weights[i] = weight;
    double across = solid_ ? radius_ * sides[0].at[at[0]] : radius_;
    double* point = cell.points.data() + i * d;
    for (std::size_t k = 0; k + 1 < d; ++k) {
      const Side& angle = sides[first_angle + k];
      point[k] = x_[static_cast<Eigen::Index>(k)] + across * angle.cosine[at[first_angle + k]];
      across *= angle.sine[at[first_angle + k]];
    }
    point[d - 1] = x_[dimension_ - 1] + across;
  }
  problem_.values(Eigen::Map<const Matrix>(cell.points.data(), dimension_, static_cast<Eigen::Index>(nodes_)),
                  cell.values);
  if (!std::ranges::all_of(cell.values, [](double value) { return std::isfinite(value); })) return false;
  const auto [low, high] = std::ranges::minmax(cell.values);
  cell.maximum = high;
  cell.range = high - low;
  return true;
}

double PolarCells::tail(const Values& values, std::size_t axis) const {
  const std::size_t stride = stride_of(axis);
  double largest = 0.0;
  for (std::size_t line = 0; line < nodes_; ++line) {
    if (line / stride % n != 0) continue;
    double last = 0.0, before_last = 0.0;
    for (std::size_t k = 0; k < n; ++k) {
      last += last_[k] * values[line + k * stride];
      before_last += before_last_[k] * values[line + k * stride];
    }
    largest = std::max(largest, std::abs(last) + std::abs(before_last));
  }
  return largest;
}

double PolarCells::least_beside(const std::vector<double>& values, std::size_t node, std::size_t axis) {
  const std::size_t stride = stride_of(axis);
  const std::size_t first = node - node / stride % n * stride;
  double least = values[node];
  for (std::size_t k = 0; k < n; ++k) least = std::min(least, values[first + k * stride]);
  return least;
}

}  // namespace tiltscape
