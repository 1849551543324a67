// Cells are lifted to the whole space, displaced to the nodes and evaluated in one call a cell.
#include "core/node_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tiltscape {
namespace {

constexpr float no_value = std::numeric_limits<float>::quiet_NaN();

Hole hole_of(std::span<const double> values) {
  Hole hole = Hole::none;
  for (const double value : values)
    if (!std::isfinite(value)) hole = std::max(hole, std::isnan(value) ? Hole::undefined : Hole::infinite);
  return hole;
}

}  // namespace

NodeGrid::NodeGrid(std::shared_ptr<const SurfaceSubject> subject, const Bounds& bounds, int cells, double rho,
                   const Nodes& nodes)
    : subject_(std::move(subject)),
      neighbourhood_(nodes.neighbourhood),
      rho_(rho),
      field_(subject_, bounds, cells, Eigen::Vector2d::Zero()),
      offsets_(rho * nodes.radius * nodes.points),
      weights_(nodes.weights.begin(), nodes.weights.end()) {
  const auto count = static_cast<std::size_t>(cells) * static_cast<std::size_t>(cells);
  spreads_.resize(count);
  holes_.assign(count, Hole::none);
  below_.resize(count * weights_.size());
  for (Scratch& scratch : scratch_) scratch.values.resize(weights_.size());
}

bool NodeGrid::is_for(const SurfaceRequest& request) const {
  return field_.shows(request) && rho_ == request.rho && neighbourhood_ == request.neighbourhood;
}

bool NodeGrid::fill(Crew& crew, const Stale& stale) {
  if (!field_.fill(crew, stale)) return false;
  for (const int cells = field_.cells(); filled_ < cells; ++filled_) {
    if (stale()) return false;
    crew.each(cells,
              [this](int column, int member) { average(column, filled_, scratch_[static_cast<std::size_t>(member)]); });
  }
  return true;
}

void NodeGrid::average(int column, int row, Scratch& scratch) {
  const std::size_t at = cell(column, row), n = weights_.size();
  const auto point = subject_->chart.lift(field_.loss().centre(column, row));
  if (!point) {
    holes_[at] = Hole::absent;
    return;
  }
  scratch.points = offsets_.colwise() + *point;
  subject_->problem->values(scratch.points, scratch.values);
  spreads_[at] = spread_of(scratch.values, weights_, std::span(below_).subspan(at * n, n));
  if (std::isnan(spreads_[at].maximum)) holes_[at] = hole_of(scratch.values);
}

Grid NodeGrid::tilted(double t, Crew& crew) const {
  const Grid& loss = field_.loss();
  Grid grid{loss.columns, loss.rows, loss.bounds, std::vector<float>(spreads_.size(), no_value), {}};
  if (std::ranges::any_of(holes_, [](Hole hole) { return hole != Hole::none; })) grid.holes = holes_;
  grid.cover = loss.cover;  // a cell is absent for an average where it is for f
  const std::size_t n = weights_.size();
  crew.each(grid.rows, [&](int row, int) {
    for (std::size_t at = grid.index(0, row); at < grid.index(0, row + 1); ++at) {
      if (holes_[at] != Hole::none) continue;
      const auto value =
          static_cast<float>(tilted_mean(spreads_[at], std::span(below_).subspan(at * n, n), weights_, t));
      grid.values[at] = std::isfinite(value) ? value : no_value;
    }
  });
  return grid;
}

}  // namespace tiltscape
