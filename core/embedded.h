// Files built into the program: shaders, gallery scenes, data sets, colormaps and fonts.
#pragma once

#include <string_view>
#include <vector>

namespace tiltscape::embedded {

/// The contents of a file, by its path in the source tree ("assets/scenes/digits.toml", "shaders/surface.frag") or, for
/// fonts, "fonts/NAME". The view lasts as long as the program, and a zero byte follows its last character.
/// Throws std::out_of_range when there is no such file.
std::string_view file(std::string_view path);

/// The paths that begin with `prefix`, sorted; such as list("assets/scenes/").
std::vector<std::string_view> list(std::string_view prefix);

}  // namespace tiltscape::embedded
