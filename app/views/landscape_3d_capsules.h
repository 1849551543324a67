// Segments with round ends and a constant width on the screen, lit and depth-tested: tubes, balls, thin lines.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <vector>

#include "app/gl/program.h"
#include "app/views/landscape_3d_camera.h"

namespace tiltscape {

/// What Capsule and the shaders take.
inline std::array<float, 3> in_floats(const Eigen::Vector3d& p) {
  return {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])};
}
/// What the surface's numerics take.
inline Eigen::Vector2d in_doubles(const std::array<float, 2>& p) {
  return {static_cast<double>(p[0]), static_cast<double>(p[1])};
}

/// Ends in the box; equal ends make a ball.
struct Capsule {
  std::array<float, 3> a{}, b{};
  float radius = 1.0F;  ///< screen points, with the rim
  float rim = 0.0F;
  float lit = 1.0F;   ///< 0: flat colour
  float lift = 0.0F;  ///< towards the eye, in radii: over what it lies on
  ImU32 fill = 0, edge = 0;
};

/// What drawing into a framebuffer needs to know of it.
struct Canvas3D {
  int width = 0, height = 0;  ///< pixels
  float points = 1.0F;        ///< pixels in a screen point
  bool multisampled = false;
};

class Capsules {
 public:
  /// Needs a current context.
  Capsules();
  void upload(const std::vector<Capsule>& capsules);
  enum class Manner {
    solid,
    background,  ///< blended over what is there
    trace        ///< faint, only where something hides them; leaves the depth as it is
  };
  void draw(const Lens& lens, const Canvas3D& canvas, Manner manner = Manner::solid) const;

 private:
  gl::Program program_;
  gl::VertexArrayHandle layout_;
  gl::BufferHandle buffer_;
  GLsizei count_ = 0;
};

}  // namespace tiltscape
