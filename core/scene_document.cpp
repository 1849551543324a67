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
