// A ReliefField on the graphics card, drawn with shaders/relief.frag in one pass, nearest cells first.
#pragma once

#include <cmath>

#include "app/gl/program.h"
#include "app/gl/texture.h"
#include "app/views/landscape_3d_capsules.h"
#include "app/views/landscape_3d_field.h"

namespace tiltscape {

/// How a surface is coloured.
struct ReliefLook {
  bool lined = false;                                             ///< with contour lines
  ImColor ink{};                                                  ///< of the lines
  float shading = 1.0F;                                           ///< 0 flat to 1
  float opacity = 1.0F;                                           ///< below 1: translucent, its nearest layer alone
  Bounds domain{{{-INFINITY, INFINITY}, {-INFINITY, INFINITY}}};  ///< of the problem; what lies outside is veiled
  ImColor haze{};  ///< what a translucent surface tends to where it is seen edge on
};

/// For the shader: over the colour map, the nearest contour line's place and, in a second row, its distance from the
/// one before. `lines` are places on the colour map, ascending.
gl::Texture line_map(const std::vector<float>& lines);

class ReliefMesh {
 public:
  /// Needs a current context.
  ReliefMesh();
  void upload(const ReliefField& field);
  /// The colour map is bound to texture unit 0, the line map, if the look is lined, to unit 1. Leaves blending off.
  void draw(const Lens& lens, const ReliefBox& box, const ReliefLook& look, const Canvas3D& canvas);

 private:
  /// Triangles from where the eye is (on the unit square's plane) outwards: what is drawn later never hides what is
  /// there, so that a translucent surface needs no second pass.
  void connect(const Eigen::Vector2d& eye);

  gl::Program program_;
  gl::VertexArrayHandle layout_;
  gl::BufferHandle vertices_, triangles_;
  gl::Texture places_;
  int size_ = 0;
  std::optional<Eigen::Vector2d> eye_;  ///< that the triangles are sorted for
  GLsizei indices_ = 0;
  bool gaps_ = false;
};

}  // namespace tiltscape
