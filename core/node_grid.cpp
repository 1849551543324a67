// Rows of cells are lifted to the whole space, displaced to the nodes and evaluated in one call a cell.
#include "core/node_grid.h"

#include <cmath>
#include <limits>

namespace tiltscape {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::size_t index(int i) { return static_cast<std::size_t>(i); }

float shown(double value) {
  const auto single = static_cast<float>(value);
  return std::isfinite(single) ? single : std::numeric_limits<float>::quiet_NaN();
}

}  // namespace

NodeGrid::NodeGrid(std::shared_ptr<const SurfaceSubject> subject, const Bounds& bounds, int cells, double radius,
                   std::shared_ptr<const Nodes> nodes)
    : subject_(std::move(subject)), cells_(cells), radius_(radius), nodes_(std::move(nodes)) {
  const auto count = index(cells) * index(cells);
  loss_ = {cells, cells, bounds, std::vector<float>(count, std::numeric_limits<float>::quiet_NaN())};
  inside_.assign(count, 1);
  if (nodes_ == nullptr) return;
  offsets_ = radius * nodes_->points;
  points_.resizeLike(offsets_);
  const auto n = static_cast<std::size_t>(nodes_->weights.size());
  weights_.assign(nodes_->weights.begin(), nodes_->weights.end());
  values_.resize(n);
  spreads_.assign(count, {.maximum = nan, .mean = nan, .range = nan});
  below_.resize(count * n);
}

bool NodeGrid::is_for(const SurfaceRequest& request, double radius) const {
  return subject_ == request.subject && loss_.bounds == request.bounds && radius_ == radius;
}

bool NodeGrid::fill(const std::function<bool()>& stale) {
  for (; filled_ < cells_; ++filled_) {
    if (stale()) return false;
    fill_row(filled_);
  }
  return true;
}

void NodeGrid::fill_row(int row) {
  std::vector<std::optional<Vector>> points(index(cells_));
  if (subject_->problem != nullptr) {
    for (int c = 0; c < cells_; ++c) points[index(c)] = subject_->chart.lift(loss_.centre(c, row));
  }
  fill_losses(row, points);
  if (nodes_ == nullptr) return;
  for (int c = 0; c < cells_; ++c) average(index(row) * index(cells_) + index(c), points[index(c)]);
}

void NodeGrid::fill_losses(int row, const std::vector<std::optional<Vector>>& points) {
  const std::size_t first = index(row) * index(cells_);
  std::vector<double> losses(index(cells_), nan);
  if (subject_->problem == nullptr) {
    std::vector<Eigen::Vector2d> centres(index(cells_));
    for (int c = 0; c < cells_; ++c) centres[index(c)] = loss_.centre(c, row);
    subject_->plane_losses(centres, losses);
  } else {
    const Matrix domain = subject_->problem->domain();
    for (std::size_t c = 0; c < losses.size(); ++c) {
      if (!points[c]) continue;
      losses[c] = subject_->problem->value(*points[c]);
      const auto x = points[c]->array();
      inside_[first + c] = (x >= domain.col(0).array() && x <= domain.col(1).array()).all() ? 1 : 0;
    }
  }
  for (std::size_t c = 0; c < losses.size(); ++c) loss_.values[first + c] = shown(losses[c]);
}

void NodeGrid::average(std::size_t cell, const std::optional<Vector>& point) {
  if (!point) return;
  points_ = offsets_.colwise() + *point;
  subject_->problem->values(points_, values_);
  spreads_[cell] = spread_of(values_, weights_, std::span(below_).subspan(cell * values_.size(), values_.size()));
}

Grid NodeGrid::tilted(double t) const {
  Grid grid{cells_, cells_, loss_.bounds, std::vector<float>(spreads_.size())};
  const std::size_t n = weights_.size();
  for (std::size_t cell = 0; cell < spreads_.size(); ++cell) {
    grid.values[cell] = std::isnan(spreads_[cell].maximum)
                            ? std::numeric_limits<float>::quiet_NaN()
                            : shown(tilted_mean(spreads_[cell], std::span(below_).subspan(cell * n, n), weights_, t));
  }
  return grid;
}

}  // namespace tiltscape
