// Objective and subject of landscapes, and the experiments made of them.
#include "core/landscape.h"

#include <fmt/format.h>
#include <cmath>

#include "core/bad_input.h"
#include "core/run_of.h"
#include "core/warm_start.h"

namespace tiltscape {

void LandscapeObjective::draw(const Directions& u) {
  directions_.resize(problem_->dimension(), u.pairs);
  source_.draw(u.law, u.step, directions_);
  drawn_ = u;
}

PairLosses LandscapeObjective::probe_pairs(const Vector& x, const Directions& u, double rho) {
  draw(u);
  const Eigen::Index k = u.pairs;
  points_.resize(x.size(), 2 * k);
  for (Eigen::Index i = 0; i < k; ++i) {  // both sides in one pass, half the time of two expressions
    const double *centre = x.data(), *direction = directions_.col(i).data();
    double *plus = points_.col(i).data(), *minus = points_.col(k + i).data();
    for (Eigen::Index j = 0; j < x.size(); ++j) {
      const double offset = rho * direction[j];
      plus[j] = centre[j] + offset;
      minus[j] = centre[j] - offset;
    }
  }
  losses_.resize(static_cast<std::size_t>(2 * k));
  problem_->values(points_, losses_);
  const std::span<const double> all(losses_);
  const auto pairs = static_cast<std::size_t>(k);
  return {.plus = all.first(pairs), .minus = all.last(pairs)};
}

std::span<const double> LandscapeObjective::directional_derivatives(const Vector& x, const Directions& u) {
  draw(u);
  gradient_.resize(x.size());
  problem_->gradient(x, gradient_);
  losses_.resize(static_cast<std::size_t>(u.pairs));
  Eigen::Map<Vector>(losses_.data(), u.pairs).noalias() = directions_.transpose() * gradient_;
  return losses_;
}

double LandscapeObjective::value_and_gradient(const Vector& x, Vector& g) {
  g.resize(x.size());
  return problem_->gradient(x, g);
}

double LandscapeObjective::move_along(Vector& x, const Directions&, std::span<const double> c) {
  if (c.size() == 1) {  // without the product's overhead, which shows in ZO with one pair
    const auto direction = directions_.col(0);
    const double squares = c[0] * c[0] * direction.squaredNorm();
    if (std::isfinite(squares)) x += c[0] * direction;
    return squares;
  }
  displacement_.noalias() = directions_ * Eigen::Map<const Vector>(c.data(), static_cast<Eigen::Index>(c.size()));
  const double squares = displacement_.squaredNorm();
  if (std::isfinite(squares)) x += displacement_;
  return squares;
}

void LandscapeObjective::direction(const Directions& u, int i, Vector& to) {
  if (drawn_ != u) draw(u);
  to = directions_.col(i);
}

namespace {

Vector random_start(const ProblemEntry& entry, const Problem& problem, DirectionSource& source) {
  Vector start(problem.dimension());
  const std::span<double> numbers(start.data(), static_cast<std::size_t>(start.size()));
  const bool numpy = source.generator() == Generator::numpy;
  if (entry.gaussian_start) {
    if (!numpy) fill_gaussian({.seed = source.seed(), .purpose = Purpose::start}, numbers);
    if (numpy)
      for (double& number : numbers) number = source.numpy().gaussian();
    return start;
  }
  if (!numpy) fill_uniform({.seed = source.seed(), .purpose = Purpose::start}, numbers);
  if (numpy)
    for (double& number : numbers) number = source.numpy().uniform();
  const Matrix box = problem.start_box(), domain = problem.domain();
  for (Eigen::Index i = 0; i < start.size(); ++i)
    start[i] = std::clamp(box(i, 0) + (box(i, 1) - box(i, 0)) * start[i], domain(i, 0), domain(i, 1));
  return start;
}

class LandscapeSubject final : public Subject<Vector> {
 public:
  LandscapeSubject(std::shared_ptr<const Problem> problem, std::shared_ptr<const std::vector<Chart>> charts,
                   Vector start, DirectionSource source)
      : problem_(std::move(problem)),
        charts_(std::move(charts)),
        start_(std::move(start)),
        domain_(problem_->domain()),
        bounded_(domain_.array().isFinite().any()),
        objective_(problem_, source) {}

  Objective<Vector>& objective() override { return objective_; }
  const Objective<Vector>& objective() const override { return objective_; }
  Vector start() override { return start_; }
  double loss(const Vector& x) override { return problem_->value(x); }
  const LossFunction& loss_function() const override { return *problem_; }
  const std::vector<Chart>& charts() const override { return *charts_; }
  void project(const Vector& x, std::vector<double>& out) const override {
    for (const Chart& chart : *charts_) {
      const Eigen::Vector2d at = chart.project(x);
      out.insert(out.end(), {at[0], at[1]});
    }
  }
  Vector point(const Vector& x) const override { return x; }
  std::span<const double> coordinates(const Vector& x) const override {
    return {x.data(), static_cast<std::size_t>(x.size())};
  }
  std::vector<std::array<float, 2>> perturbations(const Vector& before, double rho,
                                                  std::span<const std::uint32_t> pairs,
                                                  const Chart& chart) const override {
    const Matrix& u = objective_.directions();
    std::vector<std::array<float, 2>> points;
    for (const double sign : {rho, -rho})
      for (const std::uint32_t i : pairs) {
        const Eigen::Vector2f point = chart.project(before + sign * u.col(i)).cast<float>();
        points.push_back({point[0], point[1]});
      }
    return points;
  }
  std::string complaint(const Vector& x) const override {
    if (!bounded_) return {};
    for (Eigen::Index i = 0; i < x.size(); ++i)
      if (x[i] < domain_(i, 0) || x[i] > domain_(i, 1))
        return fmt::format("left the domain {} ≤ {} ≤ {}", domain_(i, 0), problem_->coordinate_name(i), domain_(i, 1));
    return {};
  }
  std::unique_ptr<Subject<Vector>> clone() const override { return std::make_unique<LandscapeSubject>(*this); }

 private:
  std::shared_ptr<const Problem> problem_;
  std::shared_ptr<const std::vector<Chart>> charts_;
  Vector start_;
  Matrix domain_;
  bool bounded_;
  LandscapeObjective objective_;
};

Vector start_point(const Start& start, const ProblemEntry& entry, const Problem& problem, DirectionSource& source) {
  if (const auto* point = std::get_if<std::vector<double>>(&start)) {
    const auto d = static_cast<Eigen::Index>(point->size());
    if (d != problem.dimension())
      throw BadInput(fmt::format("start has {} coordinates; {} has {}", d, entry.name, problem.dimension()));
    return Eigen::Map<const Vector>(point->data(), d);
  }
  if (std::holds_alternative<RandomStart>(start) || entry.gaussian_start) return random_start(entry, problem, source);
  return problem.default_start();
}

/// The problem's own; where it has no known minimum for them to go through, through the scene's start.
std::vector<Chart> charts_of(const Problem& problem, const Start& start) {
  std::vector<Chart> charts = problem.charts();
  const auto* point = std::get_if<std::vector<double>>(&start);
  if (point == nullptr || std::ssize(*point) != problem.dimension() || problem.dimension() < 3 ||
      !problem.minima().empty())
    return charts;
  Chart& own = charts.front();
  own = axis_plane(Eigen::Map<const Vector>(point->data(), problem.dimension()), 0, 1, own.labels, own.bounds);
  own.note += " at the start";
  return charts;
}

/// Where the warm start ends, from the problem's default start, which `source` may draw.
Vector warmed(const WarmStart& warm, const std::shared_ptr<const Problem>& problem, const Scene& scene,
              std::uint64_t seed, DirectionSource& source) {
  Vector start = start_point(DefaultStart{}, find_problem(scene.problem.name), *problem, source);
  auto subject =
      std::make_unique<LandscapeSubject>(problem, std::make_shared<const std::vector<Chart>>(), std::move(start),
                                         DirectionSource(scene.generator, warm_seed(seed)));
  return warm_point<Vector>(warm, std::move(subject), find_optimizer(warm.optimizer).make());
}

}  // namespace

Experiment make_landscape_experiment(const Scene& scene, std::uint64_t seeds) {
  return make_experiment_on(make_problem(find_problem(scene.problem.name), scene.problem.settings, scene.seed, {}),
                            scene, seeds);
}

Experiment make_experiment_on(std::shared_ptr<const Problem> problem, const Scene& scene, std::uint64_t seeds) {
  const ProblemEntry& entry = find_problem(scene.problem.name);
  Experiment experiment{
      .scene = scene, .problem = problem, .loss = problem, .charts = charts_of(*problem, scene.start), .runs = {}};
  const auto charts = std::make_shared<const std::vector<Chart>>(experiment.charts);
  WarmPoints warm_points;
  for (RunInfo& info : run_infos(scene, seeds)) {
    for (Eigen::Index i = 0; i < problem->dimension() && i < 8; ++i)
      info.coordinates.push_back(problem->coordinate_name(i));
    DirectionSource source(scene.generator, info.seed);
    const Start wanted = info.spec.start.value_or(scene.start);
    Vector start;
    if (const auto* warm = std::get_if<WarmStart>(&wanted))
      start = warm_points.of(*warm, info.seed, [&] { return warmed(*warm, problem, scene, info.seed, source); });
    else
      start = start_point(wanted, entry, *problem, source);
    auto subject = std::make_unique<LandscapeSubject>(problem, charts, std::move(start), source);
    auto optimizer = find_optimizer(info.spec.optimizer).make();
    experiment.runs.push_back(
        std::make_unique<RunOf<Vector>>(std::move(info), scene.measures, std::move(subject), std::move(optimizer)));
  }
  return experiment;
}

}  // namespace tiltscape
