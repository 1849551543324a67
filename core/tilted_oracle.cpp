// Averages over adaptive nodes; the gradient is asked only where there is weight.
#include "core/tilted_oracle.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/adaptive_nodes.h"
#include "core/tilted_mean.h"

namespace tiltscape {
namespace {

constexpr double least_weight = 1e-15;  ///< of the average: below it a gradient makes no difference

/// The nodes' weights times e^{tf}, summing to 1, and F_t.
struct Weighed {
  std::vector<double> weights;
  double value = 0.0;
};

Weighed weighed(const AdaptiveNodes& nodes) {
  const auto [lowest, maximum] = std::ranges::minmax(nodes.values);
  Weighed answer{.weights = std::vector<double>(nodes.values.size())};
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.values.size(); ++i)
    sum += answer.weights[i] = nodes.weights[i] * std::exp(nodes.tilt * (nodes.values[i] - maximum));
  for (double& weight : answer.weights) weight /= sum;
  // log1p would lose a peak that holds less than 1e-16 of the measure, log what differs from the mean where t is small
  answer.value = nodes.tilt * (maximum - lowest) > 1.0 ? maximum + std::log(sum) / nodes.tilt
                                                       : tilted_mean(nodes.values, nodes.weights, nodes.tilt);
  return answer;
}

/// Adds weighted Hessians; its matrices are made once.
class HessianSum {
 public:
  explicit HessianSum(Eigen::Index d) : sum(Matrix::Zero(d, d)), units_(Matrix::Identity(d, d)), columns_(d, d) {}

  void add(const Problem& problem, const Vector& x, double weight) {
    problem.hessian_times_columns(x, units_, columns_);
    sum += weight * columns_;
  }

  Matrix sum;

 private:
  Matrix units_, columns_;
};

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
  answer.gradient = Vector::Zero(d);
  HessianSum hessian(d);
  Matrix second = Matrix::Zero(d, d);  // moment of ∇f
  Vector point(d), g(d);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] < least_weight) continue;
    point = Eigen::Map<const Vector>(nodes->points.data() + i * static_cast<std::size_t>(d), d);
    problem_->gradient(point, g);
    answer.gradient += weights[i] * g;
    if (order != Order::hessian) continue;
    second += weights[i] * g * g.transpose();
    hessian.add(*problem_, point, weights[i]);
  }
  if (order == Order::hessian)
    answer.hessian = hessian.sum + nodes->tilt * (second - answer.gradient * answer.gradient.transpose());
  return answer;
}

}  // namespace tiltscape
