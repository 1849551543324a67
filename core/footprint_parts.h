// What the two kinds of weights of a footprint share.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/footprint.h"

namespace tiltscape {

/// A neighbourhood in the plane with its radii in cells.
struct Ellipse {
  Neighbourhood neighbourhood;
  double x, y;

  bool gaussian() const { return neighbourhood == Neighbourhood::gaussian; }
  /// 1 on the boundary.
  double level(double dx, double dy) const { return std::hypot(dx / x, dy / y); }
  Eigen::Vector2d point(double level, double angle) const {
    return level * Eigen::Vector2d(x * std::cos(angle), y * std::sin(angle));
  }
  /// Density relative to the centre's; 0 outside.
  double density(const Eigen::Vector2d& at) const {
    const double here = level(at[0], at[1]);
    if (here > 1.0) return 0.0;
    return gaussian() ? std::exp(-4.5 * here * here) : 1.0;
  }
  double shortest() const { return std::min(x, y); }
  double longest() const { return std::max(x, y); }
};

/// An ellipse cut into sectors of equal area, shells × angles, with parts² points in each: visit(sector, point).
template <class Visit>
void for_points_of_sectors(const Ellipse& ellipse, int shells, int angles, Visit visit) {
  constexpr int parts = 8;
  for (int sector = 0; sector < shells * angles; ++sector) {
    const int shell = sector / angles, angle = sector % angles;
    for (int i = 0; i < parts; ++i)
      for (int j = 0; j < parts; ++j) {
        const double square = (shell + (i + 0.5) / parts) / shells, turn = (angle + (j + 0.5) / parts) / angles;
        visit(sector, ellipse.point(std::sqrt(square), 2.0 * std::numbers::pi * turn));
      }
  }
}

void add_smooth_weights(Footprint& footprint, const Ellipse& ellipse);
void add_parts(Footprint& footprint, const Ellipse& ellipse);

}  // namespace tiltscape
