// A scene's text into a TOML tree: what is not text or not TOML is refused here, with its line.
#include <fmt/format.h>

#include <algorithm>

#include "core/scene_toml.h"

namespace tiltscape::scene_toml {
namespace {

/// Bytes of the UTF-8 character at `at`, or 0 where there is none (RFC 3629: no overlong forms, no surrogates).
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return first == 0 ? 0 : 1;
  if (first >= 0xC2 && first < 0xE0) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first < 0xF0) {
    if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F)) return 0;
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first < 0xF5) {
    if ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F)) return 0;
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

void require_text(std::string_view text, const std::string& name) {
  std::uint64_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0)
      complain(name, line,
               fmt::format("this is not text (byte 0x{:02x}); a scene is a TOML file in UTF-8",
                           static_cast<unsigned char>(text[at])));
    if (text[at] == '\n') ++line;
    at += length;
  }
}

/// Where the quoted text that opens at `at` ends: behind its closing quotes, or at the end of its line or of all text.
std::size_t behind_quotes(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string three(3, quote);
  const bool many_lines = text.substr(at, 3) == three;
  for (std::size_t i = at + (many_lines ? 3 : 1); i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"')
      ++i;
    else if (many_lines ? text.substr(i, 3) == three : text[i] == quote)
      return i + (many_lines ? 3 : 1);
    else if (!many_lines && text[i] == '\n')
      return i;
  }
  return text.size();
}

/// toml++ goes one call deeper for every part of a dotted key and would overflow the stack.
void require_short_keys(std::string_view text, const std::string& name) {
  constexpr std::size_t most_dots = 64;
  std::uint64_t line = 1;
  for (std::size_t at = 0, dots = 0; at < text.size();) {
    const std::size_t begin = at;
    const char c = text[at++];
    if (c == '"' || c == '\'') at = behind_quotes(text, begin);
    if (c == '#') at = std::min(text.find('\n', at), text.size());
    if (c == '.' && ++dots > most_dots)
      complain(name, line, fmt::format("a key has more than {} parts; write keys such as view.camera.zoom", most_dots));
    if (std::string_view("\n,={[").find(c) != std::string_view::npos) dots = 0;
    line += static_cast<std::uint64_t>(std::ranges::count(text.substr(begin, at - begin), '\n'));
  }
}

/// toml++ says "Error while parsing X: Y"; the part that helps is Y.
std::string short_description(std::string_view description) {
  constexpr std::string_view preamble = "Error while parsing ";
  if (description.starts_with(preamble)) {
    description.remove_prefix(preamble.size());
    if (const auto colon = description.find(": "); colon != std::string_view::npos)
      return fmt::format("{} ({})", description.substr(colon + 2), description.substr(0, colon));
  }
  return std::string(description);
}

}  // namespace

toml::table parse_document(std::string_view text, const std::string& name) {
  require_text(text, name);
  require_short_keys(text, name);
  try {
    toml::table document = toml::parse(text, name);
    if (document.empty())
      complain(name, 1,
               "the scene is empty; it needs at least problem = { name = \"…\" } and a [[run]] with its optimizer");
    return document;
  } catch (const toml::parse_error& error) {
    complain(error.source(), fmt::format("not valid TOML: {}; a scene is lines of key = value, [tables] and [[run]]s",
                                         short_description(error.description())));
  }
}

}  // namespace tiltscape::scene_toml
