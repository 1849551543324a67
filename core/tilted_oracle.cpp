// Averages over adaptive nodes; the gradient is asked only where there is weight.
#include "core/tilted_oracle.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "core/adaptive_nodes.h"
#include "core/tilted_mean.h"

namespace tiltscape {
namespace {

constexpr double least_weight = 1e-15;     ///< of the average: below it a gradient makes no difference
constexpr std::size_t most_points = 2048;  ///< whose derivatives are asked for at once: they stay in the cache

/// The nodes' weights times e^{tf}, summing to 1, and F_t.
struct Weighed {
  Vector weights;
  double value = 0.0;
};

Weighed weighed(const AdaptiveNodes& nodes) {
  const auto [lowest, maximum] = std::ranges::minmax(nodes.values);
  const Eigen::Map<const Vector> values(nodes.values.data(), std::ssize(nodes.values));
  const Eigen::Map<const Vector> weights(nodes.weights.data(), values.size());
  Vector tilted = weights.array() * (nodes.tilt * (values.array() - maximum)).exp();
  const double sum = tilted.sum();
  tilted /= sum;
  // log1p would lose a peak that holds less than 1e-16 of the measure, log what differs from the mean where t is small
  return {.weights = std::move(tilted),
          .value = nodes.tilt * (maximum - lowest) > 1.0 ? maximum + std::log(sum) / nodes.tilt
                                                         : tilted_mean(nodes.values, nodes.weights, nodes.tilt)};
}

/// Which nodes make a difference.
std::vector<Eigen::Index> heavy(const Vector& weights) {
  std::vector<Eigen::Index> nodes;
  for (Eigen::Index i = 0; i < weights.size(); ++i)
    if (weights[i] >= least_weight) nodes.push_back(i);
  return nodes;
}

}  // namespace

std::optional<Neighbourhood> neighbourhood_of(Law law) {
  switch (law) {
    case Law::sphere:
      return Neighbourhood::ball;
    case Law::gaussian:
      return Neighbourhood::gaussian;
    case Law::rademacher:
    case Law::coordinate:
    case Law::orthogonal:
      break;
  }
  return std::nullopt;
}

std::string TiltedOracle::missing(const Problem* problem) {
  if (problem == nullptr) return "a model's average over its neighbourhood has no quadrature";
  const Eigen::Index d = problem->dimension();
  if (d == 2 || d == 3) return {};
  return fmt::format("quadrature reaches 2 and 3 dimensions, not {}", d);
}

TiltedOracle::TiltedOracle(std::shared_ptr<const Problem> problem, Neighbourhood neighbourhood, double rho)
    : problem_(std::move(problem)),
      neighbourhood_(neighbourhood),
      rho_(rho),
      radius_(rho * neighbourhood_radius(neighbourhood, problem_->dimension())) {}

std::optional<double> TiltedOracle::value(const Vector& x, double t) const {
  const auto answer = average(x, t, Order::value);
  return answer ? std::optional(answer->value) : std::nullopt;
}
std::optional<Tilted> TiltedOracle::gradient(const Vector& x, double t) const { return average(x, t, Order::gradient); }
std::optional<Tilted> TiltedOracle::hessian(const Vector& x, double t) const { return average(x, t, Order::hessian); }

std::optional<Tilted> TiltedOracle::average(const Vector& x, double t, Order order) const {
  const auto nodes = adaptive_nodes(*problem_, x, neighbourhood_, rho_, t);
  if (!nodes) return std::nullopt;
  const auto [weights, value] = weighed(*nodes);
  Tilted answer{.value = value, .gradient = {}, .hessian = {}};
  if (order == Order::value) return answer;
  const Eigen::Index d = x.size();
  const Eigen::Map<const Matrix> points(nodes->points.data(), d, weights.size());
  answer.gradient = Vector::Zero(d);
  Matrix hessian = Matrix::Zero(d, d), second = hessian;  // the means of ∇²f and of ∇f∇fᵀ
  std::vector<double> values(most_points);
  const std::vector<Eigen::Index> all = heavy(weights);
  for (std::span<const Eigen::Index> left = all; !left.empty();) {
    const auto some = left.first(std::min(most_points, left.size()));
    left = left.subspan(some.size());
    const Matrix at = points(Eigen::all, some);
    const Vector shares = weights(some);
    Matrix gradients(d, at.cols());
    problem_->gradients(at, values, gradients);
    answer.gradient += gradients * shares;
    if (order != Order::hessian) continue;
    second += gradients * shares.asDiagonal() * gradients.transpose();
    Matrix hessians(d, at.cols() * d);
    problem_->hessians(at, hessians);
    for (Eigen::Index i = 0; i < at.cols(); ++i) hessian += shares[i] * hessians.middleCols(i * d, d);
  }
  if (order == Order::hessian)
    answer.hessian = hessian + nodes->tilt * (second - answer.gradient * answer.gradient.transpose());
  return answer;
}

}  // namespace tiltscape
