// A ReliefField on the graphics card, drawn with shaders/relief.frag.
#pragma once

#include "app/gl/program.h"
#include "app/gl/texture.h"
#include "app/views/landscape_3d_capsules.h"
#include "app/views/landscape_3d_field.h"

namespace tiltscape {

/// How a surface is coloured.
struct ReliefLook {
  std::vector<float> lines{};  ///< contours: places on the colour scale, ascending; empty: none
  ImColor ink{};               ///< of the lines
  float shading = 1.0F;        ///< 0 flat to 1
  float opacity = 1.0F;        ///< below 1: translucent, its nearest layer alone
  ImColor haze{};              ///< what a translucent surface tends to where it is seen edge on
};

class ReliefMesh {
 public:
  /// Needs a current context.
  ReliefMesh();
  void upload(const ReliefField& field);
  /// `colours` is bound to texture unit 0. Leaves blending off and depth writes on.
  void draw(const Lens& lens, const ReliefBox& box, const ReliefLook& look, const Canvas3D& canvas) const;

 private:
  void connect(int size);

  gl::Program program_;
  gl::VertexArrayHandle layout_;
  gl::BufferHandle vertices_, triangles_;
  int size_ = 0;
  GLsizei indices_ = 0;
  bool gaps_ = false;
};

}  // namespace tiltscape
