// The colour maps that scenes may name; the app has a table of their colours in the same order.
#pragma once

#include <array>
#include <string_view>

namespace tiltscape {

/// In the order of menus.
inline constexpr std::array<std::string_view, 6> scene_colormaps = {"tilt",  "viridis", "cividis",
                                                                    "magma", "grey",    "diverging"};

}  // namespace tiltscape
