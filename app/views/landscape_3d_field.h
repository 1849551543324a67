// A surface as a lattice of heights and colours: what is drawn, what paths lie on, and what the mouse points at.
#pragma once

#include <optional>
#include <vector>

#include "app/views/colour_scale.h"
#include "app/views/landscape_3d_camera.h"

namespace tiltscape {

/// From values to heights, 0 to 1, along a colour scale: linear, or logarithmic over its upper six decades, for a zero
/// would be infinitely deep. What lies beyond is cut off flat.
class HeightScale {
 public:
  HeightScale() = default;
  explicit HeightScale(const ColourScale& colours);

  double operator()(double value) const;
  double low() const { return low_; }  ///< value at height 0
  double high() const { return high_; }
  /// About `wanted` round values.
  std::vector<double> round_values(int wanted) const;

 private:
  bool logarithmic_ = false;
  double low_ = 0.0, high_ = 0.0, base_ = 0.0;
};

class ReliefField {
 public:
  /// What OpenGL gets.
  struct Vertex {
    float height = 0.0F;  ///< 0 to 1
    float known = 0.0F;   ///< 1 where there is a value, 0 deep in a gap; the edge is at ½
    float slope[2] = {};  ///< of the height over the unit square
  };

  ReliefField() = default;
  /// `size` × `size` vertices over `shown`, cubic between the grid's cells; colours at twice as many places a side.
  ReliefField(const Grid& grid, const Bounds& shown, const ColourScale& scale, int size);

  int size() const { return size_; }
  /// Row by row from the lowest second coordinate, corner to corner.
  const std::vector<Vertex>& vertices() const { return vertices_; }
  /// Places on the colour scale, 0 to 1, like the vertices row by row, with another one between any two of these.
  const std::vector<float>& colours() const { return colours_; }
  int colours_a_side() const { return detail * (size_ - 1) + 1; }
  bool gaps() const { return gaps_; }
  const Vertex& at(int column, int row) const {
    return vertices_[static_cast<std::size_t>(row) * static_cast<std::size_t>(size_) +
                     static_cast<std::size_t>(column)];
  }

  /// Height over a point of the unit square, on the triangles that are drawn; NaN outside and in gaps.
  double height(const Eigen::Vector2d& at) const;
  /// Where a ray first meets the surface; coordinates are those of the unit square and the height.
  std::optional<Eigen::Vector3d> hit(const Ray& ray) const;

 private:
  std::optional<double> hit_in_cell(const Ray& ray, int column, int row, double from, double to) const;

  static constexpr int detail = 2;

  int size_ = 0;
  bool gaps_ = false;
  std::vector<Vertex> vertices_;
  std::vector<float> colours_;
};

/// The box around a surface: the bounds' proportions as far as they are not extreme; the longest side is 1.
class ReliefBox {
 public:
  ReliefBox() = default;
  explicit ReliefBox(const Bounds& bounds);

  const BoxSides& sides() const { return sides_; }
  /// Of data coordinates and a height, 0 to 1; below height 0 the surface's shadow has room.
  Eigen::Vector3d place(const Eigen::Vector2d& at, double height) const;
  Eigen::Vector2d unit(const Eigen::Vector2d& at) const;  ///< data coordinates on the unit square
  Eigen::Vector2d data(const Eigen::Vector2d& unit) const;
  /// Box coordinates of the unit square and height 0 to 1, and a ray the other way.
  Eigen::Vector3d from_unit(const Eigen::Vector3d& p) const;
  Ray to_unit(const Ray& ray) const;

 private:
  Eigen::Vector3d scale() const;  ///< box per unit
  double ground() const;          ///< of height 0

  Bounds bounds_{};
  BoxSides sides_{1.0, 1.0, 0.5};
};

}  // namespace tiltscape
