// One frame of the landscape in three dimensions.
#pragma once

#include <algorithm>

#include "app/views/landscape_3d.h"

namespace tiltscape {

struct LandscapeView3D::Frame {
  const LandscapeInput& input;
  ImDrawList& list;
  ImVec2 outer_low, outer_high;
  Lens::Picture picture{};
  Camera camera;  ///< as it becomes in this frame
  ReliefOutput output{};
  bool moving = false;  ///< the camera is held

  bool has_surface() const { return input.grid != nullptr && !input.grid->empty(); }
  bool has_beside() const { return input.beside != nullptr && !input.beside->empty(); }
  bool beside_is_solid() const { return has_beside() && input.beside_below; }
  /// What a mark of either surface lies on.
  ReliefImage::Layer layer(const LandscapeMark& mark) const {
    return has_beside() && mark.beside != beside_is_solid() ? ReliefImage::Layer::glass : ReliefImage::Layer::solid;
  }
  /// Minima of what is shown, the upper surface's first, whichever of the two is the input's.
  std::vector<const LandscapeMark*> upper_first() const {
    std::vector<const LandscapeMark*> marks;
    for (const LandscapeMark& mark : input.lowest) marks.push_back(&mark);
    std::ranges::stable_partition(marks,
                                  [this](const auto* mark) { return layer(*mark) == ReliefImage::Layer::glass; });
    return marks;
  }
  const Grid* solid() const { return beside_is_solid() ? input.beside : input.grid; }
  const Grid* glass() const {
    if (!has_beside()) return nullptr;
    return beside_is_solid() ? input.grid : input.beside;
  }
};

}  // namespace tiltscape
