// A muted paragraph of a few lines at most; hovering shows all of it.
#pragma once

#include <string>
#include <vector>

namespace tiltscape {

/// The text in lines of at most `width` points in the current font; where `most` lines do not hold it, the last ends in
/// an ellipsis.
std::vector<std::string> wrapped(const std::string& text, float width, std::size_t most);

/// Small, muted, wrapped at the window's width.
void caption(const std::string& text, std::size_t most_lines = 3);

}  // namespace tiltscape
