// f at the nodes of the ball around every cell of a grid, evaluated once and averaged for any tilt.
#pragma once

#include <functional>

#include "core/quadrature.h"
#include "core/surface.h"
#include "core/tilted_mean.h"

namespace tiltscape {

class NodeGrid {
 public:
  /// Square cells count: `cells` a side. Without nodes only f itself is kept.
  NodeGrid(std::shared_ptr<const SurfaceSubject> subject, const Bounds& bounds, int cells, double radius,
           std::shared_ptr<const Nodes> nodes);

  bool is_for(const SurfaceRequest& request, double radius) const;
  /// Evaluates what is missing, row by row; false when `stale` stopped it.
  bool fill(const std::function<bool()>& stale);
  bool complete() const { return filled_ == cells_; }

  const Grid& loss() const { return loss_; }
  /// F_t in every cell, 0 ≤ t ≤ ∞.
  Grid tilted(double t) const;
  /// 1 where the cell's centre lies in the problem's domain.
  const std::vector<char>& inside() const { return inside_; }
  const std::shared_ptr<const Nodes>& nodes() const { return nodes_; }

 private:
  void fill_row(int row);
  void fill_losses(int row, const std::vector<std::optional<Vector>>& points);
  void average(std::size_t cell, const std::optional<Vector>& point);

  std::shared_ptr<const SurfaceSubject> subject_;
  int cells_;
  double radius_;
  std::shared_ptr<const Nodes> nodes_;
  Matrix offsets_;  ///< d × n: the nodes scaled to the radius
  std::vector<float> weights_;
  Grid loss_;
  std::vector<char> inside_;
  std::vector<Spread> spreads_;
  std::vector<float> below_;  ///< [cell][node], below the cell's maximum
  int filled_ = 0;            ///< rows
  Matrix points_;
  std::vector<double> values_;
};

}  // namespace tiltscape
