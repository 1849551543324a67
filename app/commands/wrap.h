// Text for terminals: as wide as they are, broken at spaces.
#pragma once

#include <string>
#include <string_view>

namespace tiltscape {

/// Columns of the terminal on standard output, between 40 and 120; 80 where it is none.
std::size_t terminal_width();

/// Characters of UTF-8 text, each taken for one column (what is listed holds letters, symbols and subscripts).
std::size_t display_width(std::string_view text);

/// The text in lines of at most `width` columns, of which all but the first begin with `indent` spaces; `column` is
/// where the first begins. A word that is wider than a line has one of its own.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent, std::size_t column);

}  // namespace tiltscape
