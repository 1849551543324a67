// f evaluated once on the cells of a picture and a margin, and its averages in the plane for any t and neighbourhood.
#pragma once

#include <memory>

#include "core/affine_chart.h"
#include "core/crew.h"
#include "core/field_average.h"
#include "core/surface.h"

namespace tiltscape {

class FieldGrid {
 public:
  using Stale = std::function<bool()>;

  /// `cells` a side. `widest`: radius of the widest neighbourhood in units of either coordinate; 0 where f alone is
  /// shown.
  FieldGrid(std::shared_ptr<const SurfaceSubject> subject, const Bounds& bounds, int cells,
            const Eigen::Vector2d& widest);

  /// Of the same subject within the same bounds.
  bool shows(const SurfaceRequest& request) const;
  const Eigen::Vector2d& widest() const { return widest_; }
  /// Evaluates what is missing; false when `stale` stopped it.
  bool fill(Crew& crew, const Stale& stale);
  bool complete() const { return complete_; }
  int cells() const { return loss_.columns; }

  const Grid& loss() const { return loss_; }
  /// Of f; empty until complete.
  const std::vector<SurfaceMinimum>& loss_minima() const { return loss_minima_; }
  /// 1 where the cell's centre lies in the problem's domain.
  const std::vector<char>& inside() const { return inside_; }

  /// F_t, 0 ≤ t ≤ ∞, over a neighbourhood whose radius is `radius` in units of either coordinate; nothing when `stale`
  /// stopped it. Where `coarse` has F_t on fewer cells, it is interpolated wherever f is steep.
  std::optional<Grid> tilted(Neighbourhood neighbourhood, const Eigen::Vector2d& radius, double t, Crew& crew,
                             const Stale& stale, const Grid* coarse = nullptr);
  /// How much of the picture is steep for this t, 0 to 1: it takes about eight times as long there.
  double steep_part(Neighbourhood neighbourhood, const Eigen::Vector2d& radius, double t);

 private:
  /// What belongs to one neighbourhood.
  struct Averages {
    Footprint footprint;
    FieldAverage average;
    std::vector<Hole> holes;  ///< the field's, as far as the neighbourhood reaches; empty where there are none
    Averages(const Field& field, Neighbourhood neighbourhood, double radius_x, double radius_y);
  };

  int width() const { return loss_.columns + 2 * margin_[0]; }
  void evaluate_row(int row);
  void finish();
  Averages& averages(Neighbourhood neighbourhood, const Eigen::Vector2d& radius);

  std::shared_ptr<const SurfaceSubject> subject_;
  std::optional<AffineChart> plane_;
  Eigen::Vector2d widest_;
  Eigen::Vector2i margin_;
  Grid loss_;
  std::vector<SurfaceMinimum> loss_minima_;
  std::vector<char> inside_;
  std::vector<double> values_;  ///< with the margin; let go when complete, like the next two
  std::vector<char> absent_;
  std::vector<char> done_;  ///< a row
  bool complete_ = false;
  Field field_;
  std::array<std::unique_ptr<Averages>, Choices<Neighbourhood>::names.size()> averages_;
};

}  // namespace tiltscape
