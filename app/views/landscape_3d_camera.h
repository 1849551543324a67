// The camera of the 3-D landscape: from the box to the screen and back.
#pragma once

#include <imgui.h>

#include <Eigen/Geometry>
#include <array>
#include <vector>

#include "core/scene.h"

namespace tiltscape {

/// A line of sight: origin + s · direction, s ≥ 0; direction points away from the eye.
struct Ray {
  Eigen::Vector3d origin, direction;
};

/// Half the sides of the box that holds the surface. The box is centred at the origin; its third axis points up.
using BoxSides = Eigen::Vector3d;

class Lens {
 public:
  /// What stands outside the box along an axis, in screen points; nothing where it is zero.
  struct Room {
    ImVec2 tick, name;  ///< extents of the largest tick's label and of the name
  };
  /// The picture's rectangle in screen points, and how much of it stays free around a framed box with its labels.
  struct Picture {
    ImVec2 low, high;
    float left = 0.0F, right = 0.0F, top = 0.0F, bottom = 0.0F;
    std::array<Room, 3> axes{};
  };

  Lens(const Camera& camera, const BoxSides& sides, const Picture& picture);

  ImVec2 project(const Eigen::Vector3d& point) const;
  Ray ray(ImVec2 screen) const;
  /// Towards the eye from a point, length 1.
  Eigen::Vector3d to_eye(const Eigen::Vector3d& point) const;

  /// Whether the box's face on this side (−1 or 1) of an axis is seen from inside: it lies behind everything.
  bool sees_inside(Eigen::Index axis, int side) const;

  /// Into OpenGL's clip space, column-major.
  std::array<float, 16> matrix() const;
  /// Towards the eye: a point (last entry 1) or, in parallel projection, a direction (0).
  std::array<float, 4> eye() const;
  /// Length in the box of a screen point, where clip space has w = 1; it grows with w.
  double point_size() const;
  /// Rows: to the right, up, towards the eye.
  const Eigen::Matrix3d& axes() const { return axes_; }
  /// Screen points a unit of the box at the middle has at zoom 1.
  double fitted() const { return fitted_; }

  /// As project, where the scale is 1 and the middle the origin.
  Eigen::Vector2d unscaled(const Eigen::Vector3d& point) const;

 private:
  /// A point that must be seen in a framed picture, and how far from it reaches what belongs to it (screen points).
  struct Extremity {
    Eigen::Vector2d at, low, high;
  };
  std::vector<Extremity> extremities(const Picture& picture) const;
  void fit(const Picture& picture, double zoom);

  BoxSides sides_;
  Eigen::Matrix3d axes_;
  Eigen::Vector2d low_, size_, centre_ = Eigen::Vector2d::Zero();
  double distance_ = 1.0, reach_ = 1.0;  ///< of the eye; of the box from its middle
  double fitted_ = 1.0, scale_ = 1.0;
  bool perspective_ = true;
};

/// Multiplies the zoom, within limits, so that what is at `fixed` on the screen stays there.
void zoom_at(Camera& camera, double factor, const BoxSides& sides, const Lens::Picture& picture, ImVec2 fixed);
/// Turns by degrees, to the right and up, about a point of the box: it stays where it is on the screen, and so does the
/// picture's scale. A box that is framed stays so instead, with the labels beside it.
void orbit(Camera& camera, double right, double up, const Eigen::Vector3d& about, const BoxSides& sides,
           const Lens::Picture& picture);

}  // namespace tiltscape
