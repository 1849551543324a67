// The box around the surface: its three far faces with grid lines, the surface's soft shadow, ticks and names.
#pragma once

#include <string>
#include <vector>

#include "app/gl/texture.h"
#include "app/views/labels.h"
#include "app/views/landscape_3d_capsules.h"
#include "app/views/landscape_3d_field.h"

namespace tiltscape {

/// Round values along one axis of the box, −side to side, and how they are written.
struct BoxAxis {
  std::string name;
  std::vector<double> places;
  std::vector<std::string> labels;
};
using BoxAxes = std::array<BoxAxis, 3>;

/// Of data bounds and a colour scale's values; `symbol` names the height.
BoxAxes box_axes(const ReliefBox& box, const Bounds& bounds, const ColourScale& scale,
                 const std::array<std::string, 2>& names, const std::string& symbol);

class BoxFaces {
 public:
  /// Needs a current context.
  BoxFaces();
  /// The shadow that this surface casts on the ground.
  void shade(const ReliefField& field);
  /// Faces, shadow and lines: what lies behind everything else.
  void draw(const Lens& lens, const ReliefBox& box, const BoxAxes& axes, const Canvas3D& canvas);

 private:
  gl::Program program_;
  gl::VertexArrayHandle nothing_;
  gl::Texture shadow_;
  Capsules lines_;
};

/// How much room they need beside the box; needs ImGui's fonts.
std::array<Lens::Room, 3> label_rooms(const BoxAxes& axes);

/// Ticks and names beside the box's outline, never over it, and never over one another; returns what they cover.
std::vector<LabelPlacer::Placed> draw_box_labels(ImDrawList& list, const Lens& lens, const BoxSides& sides,
                                                 const BoxAxes& axes);

}  // namespace tiltscape
