// Colour maps: the default `tilt`, the usual ones beside it, and a diverging one for differences.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiltscape {

/// "tilt", "viridis", "cividis", "magma", "grey", "diverging": the order of menus.
std::span<const std::string_view> colormap_names();

/// 256 RGBA entries from low to high. An unknown name gives `tilt`.
std::vector<std::uint8_t> colormap(std::string_view name);

/// The colour at 0 ≤ u ≤ 1 of what colormap() returned; a grey where u is NaN.
ImColor colour_at(std::span<const std::uint8_t> map, double u);

}  // namespace tiltscape
