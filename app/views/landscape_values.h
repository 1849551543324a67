// The landscape's colour bar and tooltip, in two and three dimensions: values as numbers.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/views/colour_scale.h"
#include "app/views/landscape_view.h"

namespace tiltscape {

/// Points: the bar, and its labels beside it.
inline constexpr float bar_width = 12.0F, bar_label = 52.0F;

/// A bar of the 256 colours within the rectangle (screen points), with round values to its right. An arrowhead
/// at either end says that there are values beyond it.
void draw_colour_bar(ImDrawList& list, const ColourScale& scale, std::span<const std::uint8_t> colours, ImVec2 low,
                     ImVec2 high);

/// Where a point of the picture is on the screen; nothing where it is not seen.
using OnScreen = std::function<std::optional<ImVec2>(const Eigen::Vector2d&)>;

/// What is drawn under the mouse by name: runs, starts, minima, probed points with their weights. A line each.
std::vector<std::string> named_at(const LandscapeInput& input, ImVec2 mouse, const OnScreen& on_screen);

/// The coordinates and values at a point of the picture, beside the mouse, below what `named` says of it.
void draw_landscape_tooltip(const LandscapeInput& input, const Eigen::Vector2d& at,
                            const std::vector<std::string>& named);

}  // namespace tiltscape
