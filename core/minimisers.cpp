// Every tilt begins at the minimisers of the tilt before and at the minima of f; what arrives at the same point is one.
#include "core/minimisers.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>

namespace tiltscape {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int steps_a_decade = 6;
constexpr std::size_t reseeded = 2 * steps_a_decade;  ///< how often basins that were not there before are looked for
constexpr std::size_t most_basins = 12;

struct Quadratic {
  double value = 0.0;
  Vector gradient;
  Matrix hessian;
};
using Model = std::function<std::optional<Quadratic>(const Vector&)>;
using Value = std::function<std::optional<double>(const Vector&)>;

/// −H⁻¹g with the eigenvalues' magnitudes, none below a millionth of the largest.
Vector newton_step(const Quadratic& at) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(at.hessian);
  Vector curvature = solver.eigenvalues().cwiseAbs();
  const double floor = std::max(1e-6 * curvature.maxCoeff(), 1e-300);
  curvature = curvature.cwiseMax(floor);
  return -solver.eigenvectors() * (solver.eigenvectors().transpose() * at.gradient).cwiseQuotient(curvature);
}

struct Descent {
  Vector x;
  double value = 0.0;
};

/// Down from x to where a step is shorter than `least`; nothing where that is no interior minimum.
std::optional<Descent> descend(const Model& model, const Value& value, const Matrix& box, Vector x, double longest,
                               double least) {
  for (int i = 0; i < 80; ++i) {
    const auto here = model(x);
    if (!here || !here->hessian.allFinite()) return std::nullopt;
    Vector step = newton_step(*here);
    const double length = step.norm();
    if (length > longest) step *= longest / length;
    if (length < least) {
      const bool inside = ((x - box.col(0)).array() > least).all() && ((box.col(1) - x).array() > least).all();
      const double curved =
          Eigen::SelfAdjointEigenSolver<Matrix>(here->hessian, Eigen::EigenvaluesOnly).eigenvalues().minCoeff();
      if (!inside || curved < 0.0) return std::nullopt;
      return Descent{std::move(x), here->value};
    }
    const double slope = step.dot(here->gradient);
    double share = 1.0;
    for (; share > 1e-8; share *= 0.5) {
      const Vector there = (x + share * step).cwiseMax(box.col(0)).cwiseMin(box.col(1));
      const auto value_there = value(there);
      if (value_there && *value_there <= here->value + 1e-4 * share * slope + 1e-12 * std::abs(here->value)) {
        if ((there - x).norm() < 1e-3 * least) return std::nullopt;  // pressed against the domain's edge
        x = there;
        break;
      }
    }
    if (share <= 1e-8) return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Quadratic> expansion(const Problem& problem, const Vector& x) {
  const Eigen::Index d = x.size();
  Quadratic at{.gradient = Vector(d), .hessian = Matrix(d, d)};
  at.value = problem.gradient(x, at.gradient);
  problem.hessians(x, at.hessian);
  return std::isfinite(at.value) ? std::optional(std::move(at)) : std::nullopt;
}

bool known(const std::vector<Vector>& points, const Vector& x, double apart) {
  return std::ranges::any_of(points, [&](const Vector& other) { return (other - x).norm() < apart; });
}

/// The minima of f to begin at: those the problem knows and, in the plane, those that a grid over its view leads to.
std::vector<Vector> seeds(const Problem& problem, double apart, const std::function<bool()>& stale) {
  std::vector<Vector> known_minima;
  for (const Minimum& minimum : problem.minima())
    if (!known(known_minima, minimum.x, apart)) known_minima.push_back(minimum.x);
  if (problem.dimension() != 2) return known_minima;
  const auto bounds = problem.charts().front().bounds;
  std::vector<Descent> found;
  std::vector<Vector> points = known_minima;
  constexpr int side = 13;
  const auto along = [](const std::array<double, 2>& b, int i) { return b[0] + (b[1] - b[0]) * (i + 0.5) / side; };
  const Eigen::Vector2d size(bounds[0][1] - bounds[0][0], bounds[1][1] - bounds[1][0]);
  for (int i = 0; i < side * side && !stale(); ++i) {
    const Vector from = Eigen::Vector2d(along(bounds[0], i % side), along(bounds[1], i / side));
    const auto end = descend([&](const Vector& x) { return expansion(problem, x); },
                             [&](const Vector& x) { return std::optional(problem.value(x)); }, problem.domain(), from,
                             0.5 * size.norm() / side, 1e-6 * apart);
    if (!end || known(points, end->x, apart)) continue;
    const bool seen = (end->x - Eigen::Vector2d(bounds[0][0], bounds[1][0])).minCoeff() >= 0.0 &&
                      (Eigen::Vector2d(bounds[0][1], bounds[1][1]) - end->x).minCoeff() >= 0.0;
    if (!seen) continue;
    points.push_back(end->x);
    found.push_back(*end);
  }
  std::ranges::sort(found, {}, &Descent::value);
  for (const Descent& end : found)
    if (known_minima.size() < most_basins) known_minima.push_back(end.x);
  return known_minima;
}

}  // namespace

std::optional<MinimiserAt> minimise_tilted(const Problem& problem, const TiltedOracle& oracle, Vector x, double tilt) {
  const Model model = [&](const Vector& at) -> std::optional<Quadratic> {
    auto tilted = oracle.hessian(at, tilt);
    if (!tilted) return std::nullopt;
    return Quadratic{tilted->value, std::move(tilted->gradient), std::move(tilted->hessian)};
  };
  const auto end = descend(
      model, [&](const Vector& at) { return oracle.value(at, tilt); }, problem.domain(), std::move(x),
      0.5 * oracle.radius(), 1e-5 * oracle.radius());
  return end ? std::optional(MinimiserAt{tilt, end->x, end->value}) : std::nullopt;
}

std::vector<double> minimiser_tilts() {
  std::vector<double> tilts = {0.0};
  for (int i = -2 * steps_a_decade; i <= 4 * steps_a_decade; ++i)
    tilts.push_back(std::pow(10.0, static_cast<double>(i) / steps_a_decade));
  return tilts;
}

std::optional<std::size_t> Minimisers::lowest(double tilt) const {
  if (std::isinf(tilt)) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < worst_case.size(); ++i)
      if (worst_case[i] && (!best || worst_case[i]->value < worst_case[*best]->value)) best = i;
    return best;
  }
  const auto distance = [tilt](double other) { return std::abs(std::log((other + 1e-3) / (tilt + 1e-3))); };
  double nearest = INFINITY;
  for (const auto& basin : basins)
    for (const MinimiserAt& at : basin) nearest = std::min(nearest, distance(at.tilt));
  std::optional<std::size_t> best;
  double value = INFINITY;
  for (std::size_t i = 0; i < basins.size(); ++i)
    for (const MinimiserAt& at : basins[i])
      if (distance(at.tilt) == nearest && at.value < value) {
        value = at.value;
        best = i;
      }
  return best;
}

void follow_minimisers(const MinimisersRequest& request, const std::function<void(Minimisers)>& done,
                       const std::function<bool()>& stale) {
  Minimisers answer{.request = request, .reason = TiltedOracle::missing(request.problem.get())};
  if (!answer.reason.empty()) {
    answer.complete = true;
    return done(std::move(answer));
  }
  const TiltedOracle oracle(request.problem, request.neighbourhood, request.rho);
  const double apart = 1e-3 * oracle.radius();
  const std::vector<Vector> minima = seeds(*request.problem, apart, stale);
  std::vector<std::size_t> alive;  // basins, by the order in which they were found
  const std::vector<double> tilts = minimiser_tilts();
  for (std::size_t i = 0; i < tilts.size(); ++i) {
    std::vector<Vector> here;
    std::vector<std::size_t> going_on;
    for (const std::size_t basin : alive) {
      if (stale()) return;
      const auto at = minimise_tilted(*request.problem, oracle, answer.basins[basin].back().x, tilts[i]);
      if (!at || known(here, at->x, apart)) continue;
      here.push_back(at->x);
      going_on.push_back(basin);
      answer.basins[basin].push_back(*at);
    }
    // in space, where an average takes twenty times as long, new basins are not looked for
    const bool look = tilts[i] == 0.0 || (request.problem->dimension() == 2 && (i - 1) % reseeded == 0);
    for (const Vector& minimum : look ? minima : std::vector<Vector>()) {
      if (stale()) return;
      if (known(here, minimum, 0.25 * oracle.radius())) continue;  // it would only lead there
      const auto at = minimise_tilted(*request.problem, oracle, minimum, tilts[i]);
      if (!at || known(here, at->x, apart)) continue;
      here.push_back(at->x);
      going_on.push_back(answer.basins.size());
      answer.basins.push_back({*at});
    }
    alive = std::move(going_on);
    if (i % steps_a_decade == 1 && i + 1 < tilts.size()) done(answer);
  }
  std::erase_if(answer.basins, [](const auto& basin) { return basin.size() < 2; });  // a point is no line
  std::vector<Vector> here;
  for (const auto& basin : answer.basins) {
    if (stale()) return;
    auto at = basin.back().tilt == tilts.back() ? minimise_tilted(*request.problem, oracle, basin.back().x, infinity)
                                                : std::nullopt;
    if (at && known(here, at->x, apart)) at.reset();
    if (at) here.push_back(at->x);
    answer.worst_case.push_back(std::move(at));
  }
  if (answer.basins.empty()) answer.reason = "no minimum of Fₜ was found within the domain";
  answer.complete = true;
  done(std::move(answer));
}

}  // namespace tiltscape
