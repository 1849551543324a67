// Breaking text at spaces, by characters and not by bytes.
#include "app/commands/wrap.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

namespace tiltscape {

std::size_t terminal_width() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::clamp<std::size_t>(size.ws_col, 40, 120);
}

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent, std::size_t column) {
  std::string lines;
  bool begun = false;  // a word is on this line
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (begun && column + 1 + display_width(word) > width) {
      lines.append(1, '\n').append(indent, ' ');
      column = indent;
      begun = false;
    }
    if (begun) lines += ' ';
    lines += word;
    column += (begun ? 1 : 0) + display_width(word);
    begun = true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace tiltscape
