// Which grids and nodes a request takes, coarse and fine; lowest points.
#include "core/surface.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/node_grid.h"

namespace tiltscape {
namespace {

constexpr std::size_t levels = 2;

/// Cells a side. Time goes as cells² · dimension, and memory (below 6 million floats) as cells² · nodes. Odd, so that
/// the middle of the view, often an axis of symmetry with a kink of F_t on it, is a cell's centre.
int odd(double cells) { return 2 * static_cast<int>(0.5 * cells) - 1; }

int loss_cells(const SurfaceSubject& subject, std::size_t level) {
  if (subject.problem == nullptr) return level == 0 ? 15 : 47;
  const double most = std::sqrt(1e9 / static_cast<double>(subject.problem->dimension()));
  return level == 0 ? 63 : odd(std::clamp(most, 64.0, 512.0));
}

int averaged_cells(Eigen::Index dimension, const Nodes& nodes, std::size_t level) {
  const auto n = static_cast<double>(nodes.weights.size());
  const double squared = nodes.sampled ? 2e9 / (n * static_cast<double>(dimension)) : 6e6 / n;
  const double most = std::min(std::sqrt(squared), nodes.sampled ? 96.0 : 128.0);
  return odd(std::max(24.0, (level == 0 ? 0.3 : 1.0) * most));
}

std::shared_ptr<const Nodes> nodes_for(Eigen::Index dimension) {
  return std::make_shared<const Nodes>(neighbourhood_nodes(Neighbourhood::ball, dimension));
}

/// Where the parabola through three equally spaced values is least, in steps from the middle one, and by how much.
struct Dip {
  double offset = 0.0, depth = 0.0;
};
Dip dip(double left, double middle, double right) {
  const double slope = 0.5 * (right - left);
  const double curvature = left - 2.0 * middle + right;
  if (!(curvature > 0.0)) return {};
  const double offset = std::clamp(-slope / curvature, -0.5, 0.5);
  return {offset, slope * offset + 0.5 * curvature * offset * offset};
}

/// f at points of a chart, NaN where no point has these coordinates.
void lifted_losses(const LossFunction& loss, const decltype(Chart::lift)& lift,
                   std::span<const Eigen::Vector2d> coordinates, std::span<double> out) {
  Matrix points(loss.dimension(), std::ssize(coordinates));
  std::vector<std::size_t> there;
  for (std::size_t i = 0; i < coordinates.size(); ++i) {
    out[i] = std::numeric_limits<double>::quiet_NaN();
    if (const auto x = lift(coordinates[i])) {
      points.col(std::ssize(there)) = *x;
      there.push_back(i);
    }
  }
  std::vector<double> losses(there.size());
  loss.values(points.leftCols(std::ssize(there)), losses);
  for (std::size_t i = 0; i < there.size(); ++i) out[there[i]] = losses[i];
}

}  // namespace

Eigen::Vector2d Grid::centre(int column, int row) const {
  const auto along = [](const std::array<double, 2>& b, int i, int n) { return b[0] + (b[1] - b[0]) * (i + 0.5) / n; };
  return {along(bounds[0], column, columns), along(bounds[1], row, rows)};
}

double Grid::interpolate(const Eigen::Vector2d& at) const {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (empty()) return nan;
  std::array<int, 2> low{};
  std::array<double, 2> part{};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const auto& b = bounds[axis];
    const double coordinate = at[static_cast<Eigen::Index>(axis)];
    const int n = axis == 0 ? columns : rows;
    if (!(coordinate >= b[0] && coordinate <= b[1])) return nan;
    const double cell = std::clamp((coordinate - b[0]) / (b[1] - b[0]) * n - 0.5, 0.0, n - 1.0);
    low[axis] = std::min(static_cast<int>(cell), std::max(n - 2, 0));
    part[axis] = cell - low[axis];
  }
  const int right = std::min(low[0] + 1, columns - 1);
  const int up = std::min(low[1] + 1, rows - 1);
  const auto value = [&](int i, int j) { return static_cast<double>(this->at(i, j)); };
  const auto row = [&](int j) { return (1.0 - part[0]) * value(low[0], j) + part[0] * value(right, j); };
  return (1.0 - part[1]) * row(low[1]) + part[1] * row(up);
}

double SurfaceRequest::effective_tilt() const {
  if (kind == SurfaceKind::mean) return 0.0;
  return kind == SurfaceKind::worst_case ? std::numeric_limits<double>::infinity() : tilt;
}

std::shared_ptr<const SurfaceSubject> surface_subject(const Experiment& experiment, std::size_t chart) {
  if (chart >= experiment.charts.size()) return nullptr;
  return surface_subject(experiment, experiment.charts[chart]);
}

std::shared_ptr<const SurfaceSubject> surface_subject(const Experiment& experiment, const Chart& chart) {
  auto subject = std::make_shared<SurfaceSubject>();
  subject->problem = experiment.problem;
  subject->chart = chart;
  subject->plane_losses = [loss = experiment.loss, lift = chart.lift](std::span<const Eigen::Vector2d> coordinates,
                                                                      std::span<double> out) {
    const auto most = std::max<std::size_t>(16, (std::size_t{1} << 21) / static_cast<std::size_t>(loss->dimension()));
    for (std::size_t first = 0; first < coordinates.size(); first += most) {  // a part at a time needs little memory
      const std::size_t count = std::min(most, coordinates.size() - first);
      lifted_losses(*loss, lift, coordinates.subspan(first, count), out.subspan(first, count));
    }
  };
  return subject;
}

std::optional<SurfaceMinimum> minimum_of(const Grid& grid, const std::vector<char>& allowed) {
  int best = -1;
  for (int i = 0; i < grid.columns * grid.rows; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (std::isnan(grid.values[at]) || (!allowed.empty() && allowed[at] == 0)) continue;
    if (best < 0 || grid.values[at] < grid.values[static_cast<std::size_t>(best)]) best = i;
  }
  if (best < 0) return std::nullopt;
  const int column = best % grid.columns;
  const int row = best / grid.columns;
  if (column == 0 || row == 0 || column == grid.columns - 1 || row == grid.rows - 1) return std::nullopt;
  for (const int neighbour : {best - 1, best + 1, best - grid.columns, best + grid.columns}) {
    const auto at = static_cast<std::size_t>(neighbour);
    if (std::isnan(grid.values[at]) || (!allowed.empty() && allowed[at] == 0)) return std::nullopt;
  }
  const double value = grid.at(column, row);
  const Dip x = dip(grid.at(column - 1, row), value, grid.at(column + 1, row));
  const Dip y = dip(grid.at(column, row - 1), value, grid.at(column, row + 1));
  const Eigen::Vector2d step((grid.bounds[0][1] - grid.bounds[0][0]) / grid.columns,
                             (grid.bounds[1][1] - grid.bounds[1][0]) / grid.rows);
  return SurfaceMinimum{grid.centre(column, row) + step.cwiseProduct(Eigen::Vector2d(x.offset, y.offset)),
                        value + x.depth + y.depth};
}

SurfaceMaker::SurfaceMaker() : loss_(levels), averaged_(levels) {}
SurfaceMaker::~SurfaceMaker() = default;
SurfaceMaker::SurfaceMaker(SurfaceMaker&&) noexcept = default;
SurfaceMaker& SurfaceMaker::operator=(SurfaceMaker&&) noexcept = default;

NodeGrid& SurfaceMaker::level(const SurfaceRequest& request, std::size_t number) {
  const SurfaceSubject& subject = *request.subject;
  if (request.kind == SurfaceKind::loss) {
    auto& grid = loss_[number];
    if (grid == nullptr || !grid->is_for(request, 0.0)) {
      grid = std::make_unique<NodeGrid>(request.subject, request.bounds, loss_cells(subject, number), 0.0, nullptr);
    }
    return *grid;
  }
  const Eigen::Index dimension = subject.problem->dimension();
  const double radius = request.rho * std::sqrt(static_cast<double>(dimension));
  auto& grid = averaged_[number];
  if (grid == nullptr || !grid->is_for(request, radius)) {
    auto nodes = nodes_for(dimension);
    const int cells = averaged_cells(dimension, *nodes, number);
    grid.reset();  // frees the old one first
    grid = std::make_unique<NodeGrid>(request.subject, request.bounds, cells, radius, std::move(nodes));
  }
  return *grid;
}

namespace {

Surface surface_of(const SurfaceRequest& request, const NodeGrid& nodes, bool refined) {
  Surface surface;
  surface.request = request;
  surface.refined = refined;
  surface.loss = nodes.loss();
  if (request.kind == SurfaceKind::loss) {
    surface.grid = nodes.loss();
  } else {
    const Eigen::Index dimension = request.subject->problem->dimension();
    surface.grid = nodes.tilted(request.effective_tilt());
    surface.radius = request.rho * std::sqrt(static_cast<double>(dimension));
    if (nodes.nodes()->sampled) {
      surface.note = fmt::format("estimated from {} samples of the ball in {} dimensions",
                                 nodes.nodes()->weights.size(), dimension);
      if (std::isinf(request.effective_tilt())) surface.note += "; the worst of them, not of the ball";
    }
  }
  surface.minimum = minimum_of(surface.grid, nodes.inside());
  return surface;
}

}  // namespace

void SurfaceMaker::make(const SurfaceRequest& request, const std::function<void(Surface)>& done,
                        const std::function<bool()>& stale) {
  if (request.kind != SurfaceKind::loss && request.subject->problem == nullptr) {
    Surface surface;
    surface.request = request;
    surface.reason = "F_t is not shown for models yet";
    surface.refined = true;
    done(std::move(surface));
    return;
  }
  NodeGrid& fine = level(request, levels - 1);
  if (!fine.complete()) {
    NodeGrid& coarse = level(request, 0);
    if (!coarse.fill(stale)) return;
    done(surface_of(request, coarse, false));
    if (!fine.fill(stale)) return;
  }
  done(surface_of(request, fine, true));
}

Surface SurfaceMaker::make_refined(const SurfaceRequest& request) {
  Surface last;
  if (request.kind == SurfaceKind::loss || request.subject->problem != nullptr) {
    level(request, levels - 1).fill([] { return false; });
  }
  make(request, [&last](Surface surface) { last = std::move(surface); });
  return last;
}

}  // namespace tiltscape
