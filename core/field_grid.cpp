// Rows of cells are evaluated together; what was evaluated when a request was dropped is kept.
#include "core/field_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/chart_cover.h"

namespace tiltscape {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

std::size_t size(int i) { return static_cast<std::size_t>(i); }

/// The holes of the field that each cell's neighbourhood touches. As in `FieldAverage`, what a row reaches grows by two
/// cells at a time, so that the work grows with the radius and not with its square.
std::vector<Hole> reached_holes(const Field& field, const Footprint& footprint) {
  if (field.holes.empty()) return {};
  std::vector<Hole> reached(size(field.columns) * size(field.rows), Hole::none);
  const auto touch = [&](const std::vector<Hole>& holes, int dx, int dy) {
    for (int row = 0; row < field.rows; ++row) {
      const Hole* from = &holes[field.index(dx, row + dy)];
      Hole* to = &reached[size(row) * size(field.columns)];
      for (int column = 0; column < field.columns; ++column) to[column] = std::max(to[column], from[column]);
    }
  };
  std::vector<int> widest(size(footprint.reach_y) + 1, -1);  // the largest |dx| at |dy|
  for (std::size_t w = 0; w < footprint.whole.rows.size(); ++w)
    for (const auto& [dy, weight] : footprint.whole.rows[w]) widest[size(dy)] = static_cast<int>(w);
  std::vector<Hole> along = field.holes;
  for (int w = 0; w <= std::ranges::max(widest); ++w) {
    for (int row = -footprint.reach_y; row < field.rows + footprint.reach_y; ++row) {
      const Hole *left = &field.holes[field.index(-w, row)], *right = &field.holes[field.index(w, row)];
      Hole* to = &along[field.index(0, row)];
      for (int column = 0; column < field.columns; ++column)
        to[column] = std::max({to[column], left[column], right[column]});
    }
    for (int dy = 0; dy <= footprint.reach_y; ++dy)
      if (widest[size(dy)] == w) {
        touch(along, 0, dy);
        touch(along, 0, -dy);
      }
  }
  std::set<std::pair<int, int>> boundary;
  for (const auto& patch : footprint.patches) boundary.emplace(patch.column, patch.row);
  for (const auto& [dx, dy] : boundary) touch(field.holes, dx, dy);
  return reached;
}

/// Values of `coarse` at the centres of the tile's cells, by linear interpolation and beyond the outermost as well.
void interpolate(const Grid& coarse, double base, const Grid& grid, int tile, std::vector<float>& out) {
  constexpr int side = FieldAverage::tile;
  const int tiles_x = (grid.columns + side - 1) / side;
  const int left = tile % tiles_x * side, below = tile / tiles_x * side;
  const auto place = [](int cell, int cells, int coarse_cells) {
    const double at = (cell + 0.5) * coarse_cells / cells - 0.5;
    const int low = std::clamp(static_cast<int>(std::floor(at)), 0, coarse_cells - 2);
    return std::pair(low, at - low);
  };
  for (int row = below; row < std::min(below + side, grid.rows); ++row) {
    const auto [r, v] = place(row, grid.rows, coarse.rows);
    for (int column = left; column < std::min(left + side, grid.columns); ++column) {
      const auto [c, u] = place(column, grid.columns, coarse.columns);
      const auto along = [&, first = c, part = u](int from) {
        return (1.0 - part) * coarse.at(first, from) + part * coarse.at(first + 1, from);
      };
      out[grid.index(column, row)] = static_cast<float>((1.0 - v) * along(r) + v * along(r + 1) - base);
    }
  }
}

}  // namespace

FieldGrid::Averages::Averages(const Field& field, Neighbourhood neighbourhood, double radius_x, double radius_y)
    : footprint(footprint_of(neighbourhood, radius_x, radius_y)),
      average(field, footprint),
      holes(reached_holes(field, footprint)) {}

FieldGrid::FieldGrid(std::shared_ptr<const SurfaceSubject> subject, const Bounds& bounds, int cells,
                     const Eigen::Vector2d& widest)
    : subject_(std::move(subject)), widest_(widest), loss_{cells, cells, bounds, {}, {}} {
  if (subject_->problem != nullptr) plane_ = affine_chart(subject_->chart, bounds);
  const Eigen::Vector2d reach = (widest.array() / loss_.cell().array()).ceil();
  margin_ = widest.isZero() ? Eigen::Vector2i(0, 0) : Eigen::Vector2i(reach.cast<int>().array() + 4);
  const int rows = cells + 2 * margin_[1];
  inside_.assign(size(cells) * size(cells), 1);
  values_.assign(size(width()) * size(rows), undefined);
  absent_.assign(values_.size(), 0);
  done_.assign(size(rows), 0);
}

bool FieldGrid::shows(const SurfaceRequest& request) const {
  return subject_ == request.subject && loss_.bounds == request.bounds;
}

bool FieldGrid::fill(Crew& crew, const Stale& stale) {
  if (complete_) return true;
  std::vector<int> rows;
  for (int row = 0; row < std::ssize(done_); ++row)
    if (done_[size(row)] == 0) rows.push_back(row);
  if (subject_->problem != nullptr) {
    if (!crew.each(
            static_cast<int>(rows.size()), [&](int item, int) { evaluate_row(rows[size(item)]); }, stale))
      return false;
  } else {  // LibTorch has threads of its own
    for (const int row : rows) {
      if (stale()) return false;
      evaluate_row(row);
    }
  }
  finish();
  return true;
}

void FieldGrid::evaluate_row(int row) {
  const std::size_t first = size(row) * size(width());
  const std::span<double> losses = std::span(values_).subspan(first, size(width()));
  std::vector<Eigen::Vector2d> centres(losses.size());
  for (int c = 0; c < width(); ++c) centres[size(c)] = loss_.centre(c - margin_[0], row - margin_[1]);
  if (subject_->problem == nullptr) {
    subject_->plane_losses(centres, losses);
  } else {
    const Problem& problem = *subject_->problem;
    Matrix points(problem.dimension(), width());
    if (plane_) {
      const Eigen::Map<const Eigen::Matrix2Xd> coordinates(centres.front().data(), 2, width());
      points = plane_->axes.lazyProduct(coordinates).colwise() + plane_->origin;
    } else {
      for (int c = 0; c < width(); ++c) {
        const auto point = subject_->chart.lift(centres[size(c)]);
        absent_[first + size(c)] = point ? 0 : 1;
        points.col(c) = point.value_or(Vector::Constant(problem.dimension(), undefined));
      }
    }
    problem.values(points, losses);
    if (row >= margin_[1] && row < margin_[1] + loss_.rows) {
      const Matrix domain = problem.domain();
      for (int c = 0; c < loss_.columns; ++c) {
        const auto x = points.col(c + margin_[0]).array();
        inside_[loss_.index(c, row - margin_[1])] =
            (x >= domain.col(0).array() && x <= domain.col(1).array()).all() ? 1 : 0;
      }
    }
  }
  done_[size(row)] = 1;
}

void FieldGrid::finish() {
  field_ = make_field(loss_.columns, loss_.rows, margin_[0], margin_[1], values_, absent_, !widest_.isZero());
  loss_.values.resize(inside_.size());
  if (!field_.holes.empty()) loss_.holes.resize(inside_.size());
  for (int row = 0; row < loss_.rows; ++row) {
    for (int column = 0; column < loss_.columns; ++column) {
      const std::size_t to = loss_.index(column, row), from = field_.index(column, row);
      const bool hole = !field_.holes.empty() && field_.holes[from] != Hole::none;
      if (!field_.holes.empty()) loss_.holes[to] = field_.holes[from];
      loss_.values[to] = static_cast<float>(hole ? undefined : field_.base + static_cast<double>(field_.f[from]));
    }
  }
  if (subject_->problem != nullptr) loss_.cover = chart_cover(subject_->chart, loss_);
  loss_minima_ = minima_of(loss_, inside_);
  values_ = {};
  absent_ = {};
  done_ = {};
  complete_ = true;
}

FieldGrid::Averages& FieldGrid::averages(Neighbourhood neighbourhood, const Eigen::Vector2d& radius) {
  auto& made = averages_[static_cast<std::size_t>(neighbourhood)];
  const Eigen::Vector2d cells = radius.array() / loss_.cell().array();
  if (made == nullptr) made = std::make_unique<Averages>(field_, neighbourhood, cells[0], cells[1]);
  return *made;
}

double FieldGrid::steep_part(Neighbourhood neighbourhood, const Eigen::Vector2d& radius, double t) {
  const FieldAverage& average = averages(neighbourhood, radius).average;
  return static_cast<double>(average.steep_tiles(t)) / average.tiles();
}

std::optional<Grid> FieldGrid::tilted(Neighbourhood neighbourhood, const Eigen::Vector2d& radius, double t, Crew& crew,
                                      const Stale& stale, const Grid* coarse) {
  Averages& made = averages(neighbourhood, radius);
  Grid grid{loss_.columns, loss_.rows, loss_.bounds, std::vector<float>(loss_.values.size()), made.holes};
  const auto work = [&](int tile, int member) {
    if (coarse != nullptr && made.average.is_steep(tile, t))
      interpolate(*coarse, field_.base, grid, tile, grid.values);
    else
      made.average.average(tile, t, member, grid.values);
  };
  if (!crew.each(made.average.tiles(), work, stale)) return std::nullopt;
  for (std::size_t i = 0; i < grid.values.size(); ++i)
    grid.values[i] = static_cast<float>(field_.base + static_cast<double>(grid.values[i]));
  for (std::size_t i = 0; i < grid.holes.size(); ++i)
    if (grid.holes[i] != Hole::none) grid.values[i] = std::numeric_limits<float>::quiet_NaN();
  return grid;
}

}  // namespace tiltscape
