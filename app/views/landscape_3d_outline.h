// Where an axis of the box has its ticks and its name: beside the edge at which the box ends on the screen.
#pragma once

#include <optional>

#include "app/views/landscape_3d_camera.h"

namespace tiltscape {

/// Screen points between the edge and its ticks' labels, and between these and the name.
inline constexpr float tick_gap = 9.0F, name_gap = 8.0F;

struct OutlineEdge {
  Eigen::Vector3d low, high;
};

/// The edge along an axis at which the box ends on the screen: the lowest one, of upright ones the leftmost; none where
/// one looks along the axis.
std::optional<OutlineEdge> outline_edge(const Lens& lens, const BoxSides& sides, Eigen::Index axis);

/// Of an edge on the screen, away from `middle`; length 1.
ImVec2 outwards(ImVec2 from, ImVec2 to, ImVec2 middle);

struct LabelBox {
  ImVec2 low, high;
};

/// Centred so that it touches the line across `direction` through `anchor`.
LabelBox label_beside(ImVec2 anchor, ImVec2 direction, ImVec2 extent);

/// Where the name is in relation to the middle of its axis's edge, of an upright one to the top; `tick` is the extent
/// of the largest tick's label.
LabelBox name_beside(Eigen::Index axis, ImVec2 anchor, ImVec2 out, ImVec2 tick, ImVec2 name);

}  // namespace tiltscape
