// f at the nodes of a neighbourhood around every cell of a grid, in the problem's whole dimension: evaluated once and
// averaged for any tilt.
#pragma once

#include "core/field_grid.h"
#include "core/quadrature.h"
#include "core/tilted_mean.h"

namespace tiltscape {

class NodeGrid {
 public:
  using Stale = FieldGrid::Stale;

  /// `cells` a side.
  NodeGrid(std::shared_ptr<const SurfaceSubject> subject, const Bounds& bounds, int cells, double rho,
           const Nodes& nodes);

  bool is_for(const SurfaceRequest& request) const;
  /// Evaluates what is missing, row by row; false when `stale` stopped it.
  bool fill(Crew& crew, const Stale& stale);
  bool complete() const { return filled_ == field_.cells(); }

  const FieldGrid& field() const { return field_; }
  /// F_t in every cell, 0 ≤ t ≤ ∞.
  Grid tilted(double t, Crew& crew) const;

 private:
  /// Memory of one thread.
  struct Scratch {
    Matrix points;
    std::vector<double> values;
  };
  std::size_t cell(int column, int row) const { return field_.loss().index(column, row); }
  void average(int column, int row, Scratch& scratch);

  std::shared_ptr<const SurfaceSubject> subject_;
  Neighbourhood neighbourhood_;
  double rho_;
  FieldGrid field_;
  Matrix offsets_;  ///< d × n: the nodes scaled to the radius
  std::vector<float> weights_;
  std::vector<Spread> spreads_;
  std::vector<Hole> holes_;
  std::vector<float> below_;  ///< [cell][node], below the cell's maximum
  int filled_ = 0;            ///< rows
  std::array<Scratch, Crew::members> scratch_;
};

}  // namespace tiltscape
