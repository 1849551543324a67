// Weights for steep functions: whole cells, and what is left at the boundary in patches with centroid and extent.
#include "core/footprint_parts.h"

#include <algorithm>

namespace tiltscape {
namespace {

using Eigen::Vector2d;

/// Weighted points that a patch stands for.
struct PatchPoints {
  double weight = 0.0;
  Vector2d sum = Vector2d::Zero();
  Eigen::Matrix2d squares = Eigen::Matrix2d::Zero();

  void add(const Vector2d& at, double w) {
    weight += w;
    sum += w * at;
    squares += w * at * at.transpose();
  }
};

/// `radial`: the segment goes outwards; along the boundary otherwise. A segment has the variance of its points along
/// it.
Footprint::Patch patch_of(const PatchPoints& points, const Ellipse& ellipse, bool radial) {
  const Vector2d mean = points.sum / points.weight;
  const Vector2d cell = mean.array().round(), from = mean - cell;
  const Eigen::Matrix2d spread = points.squares / points.weight - mean * mean.transpose();
  const Eigen::Matrix2d half = 0.5 * (spread + from * from.transpose());
  const Vector2d outwards = Vector2d(mean[0] / (ellipse.x * ellipse.x), mean[1] / (ellipse.y * ellipse.y)).normalized();
  const Vector2d direction = radial ? outwards : Vector2d(-outwards[1], outwards[0]);
  const Vector2d along = std::sqrt(3.0 * std::max(0.0, direction.dot(spread * direction))) * direction;
  const auto single = [](double value) { return static_cast<float>(value); };
  return {.column = static_cast<int>(cell[0]),
          .row = static_cast<int>(cell[1]),
          .weight = single(points.weight),
          .x = single(from[0]),
          .y = single(from[1]),
          .xx = single(half(0, 0)),
          .xy = single(2.0 * half(0, 1)),
          .yy = single(half(1, 1)),
          .along_x = single(along[0]),
          .along_y = single(along[1])};
}

/// The Gaussian's weights of a row of whole cells relative to the centre's density; 1 for the ball. Points within a
/// cell have a variance of 1/12 of their own, which is taken off.
std::vector<float> cell_weights(const Ellipse& ellipse, double radius, int cells) {
  std::vector<float> weights(static_cast<std::size_t>(cells), 1.0F);
  if (!ellipse.gaussian()) return weights;
  const double variance = radius * radius / 9.0, rest = variance - 1.0 / 12.0;
  for (int i = 0; i < cells; ++i)
    weights[static_cast<std::size_t>(i)] =
        static_cast<float>(std::sqrt(variance / rest) * std::exp(-0.5 * i * i / rest));
  return weights;
}

/// The cell's part of the ellipse, if there is one.
void add_cut_cell(Footprint& footprint, const Ellipse& ellipse, const Vector2d& cell) {
  constexpr int parts = 16;
  PatchPoints points;
  for (int i = 0; i < parts; ++i)
    for (int j = 0; j < parts; ++j) {
      const Vector2d at = cell + Vector2d((i + 0.5) / parts - 0.5, (j + 0.5) / parts - 0.5);
      points.add(at, ellipse.density(at) / (parts * parts));
    }
  if (points.weight > 0.0) footprint.patches.push_back(patch_of(points, ellipse, true));
}

void add_cells(Footprint& footprint, const Ellipse& ellipse) {
  Footprint::Runs& runs = footprint.whole;
  runs.along = cell_weights(ellipse, ellipse.x, footprint.reach_x + 1);
  runs.rows.resize(runs.along.size());
  const bool varies = ellipse.gaussian() && ellipse.shortest() < 9.0;  // much, within a cell
  const std::vector<float> up = cell_weights(ellipse, ellipse.y, footprint.reach_y + 1);
  for (int dy = 0; dy <= footprint.reach_y; ++dy) {
    int whole = 0;  // cells dx ≥ 0 that lie inside
    while (!varies && ellipse.level(whole + 0.5, dy + 0.5) <= 1.0) ++whole;
    if (whole > 0) runs.rows[static_cast<std::size_t>(whole) - 1].push_back({dy, up[static_cast<std::size_t>(dy)]});
    for (int dx = whole; dx <= footprint.reach_x; ++dx) {
      add_cut_cell(footprint, ellipse, Vector2d(dx, dy));
      if (dx > 0) add_cut_cell(footprint, ellipse, Vector2d(-dx, dy));
      if (dy > 0) add_cut_cell(footprint, ellipse, Vector2d(dx, -dy));
      if (dx > 0 && dy > 0) add_cut_cell(footprint, ellipse, Vector2d(-dx, -dy));
    }
  }
}

void add_sectors(Footprint& footprint, const Ellipse& ellipse) {
  std::vector<PatchPoints> sectors;
  for_points_of_sectors(ellipse, 6, 24, [&](int sector, const Vector2d& at) {
    sectors.resize(static_cast<std::size_t>(sector) + 1);
    sectors.back().add(at, ellipse.density(at));
  });
  for (const PatchPoints& points : sectors) footprint.patches.push_back(patch_of(points, ellipse, true));
}

void add_arcs(Footprint& footprint, const Ellipse& ellipse) {
  constexpr int parts = 16;
  const int arcs = std::max(48, static_cast<int>(std::ceil(8.0 * ellipse.longest())));
  for (int arc = 0; arc < arcs; ++arc) {
    PatchPoints points;
    for (int i = 0; i < parts; ++i)
      points.add(ellipse.point(1.0, 2.0 * std::numbers::pi * (arc + (i + 0.5) / parts) / arcs), 1.0);
    footprint.patches.push_back(patch_of(points, ellipse, false));
  }
}

void normalise(Footprint& footprint) {
  double total = 0.0, run = 0.0;
  for (std::size_t w = 0; w < footprint.whole.along.size(); ++w) {
    run += (w == 0 ? 1.0 : 2.0) * footprint.whole.along[w];
    for (const auto& row : footprint.whole.rows[w]) total += (row.row == 0 ? 1.0 : 2.0) * row.weight * run;
  }
  for (const auto& patch : footprint.patches) total += patch.weight;
  const auto scale = static_cast<float>(1.0 / total);
  for (auto& rows : footprint.whole.rows)
    for (auto& row : rows) row.weight *= scale;
  for (auto& patch : footprint.patches) patch.weight *= scale;
}

}  // namespace

void add_parts(Footprint& footprint, const Ellipse& ellipse) {
  if (ellipse.neighbourhood == Neighbourhood::sphere)
    add_arcs(footprint, ellipse);
  else if (ellipse.longest() < 4.0)  // cells
    add_sectors(footprint, ellipse);
  else
    add_cells(footprint, ellipse);
  normalise(footprint);
}

}  // namespace tiltscape
