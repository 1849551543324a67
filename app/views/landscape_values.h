// The landscape's colour bar and tooltip, in two and three dimensions: values as numbers.
#pragma once

#include <cstdint>
#include <span>

#include "app/views/colour_scale.h"
#include "app/views/landscape_view.h"

namespace tiltscape {

/// A bar of the 256 colours within the rectangle (screen points), with round values to its right. An arrowhead
/// at either end says that there are values beyond it.
void draw_colour_bar(ImDrawList& list, const ColourScale& scale, std::span<const std::uint8_t> colours, ImVec2 low,
                     ImVec2 high);

/// The coordinates and values at a point of the picture, beside the mouse.
void draw_landscape_tooltip(const LandscapeInput& input, const Eigen::Vector2d& at);

}  // namespace tiltscape
