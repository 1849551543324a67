// Which line of an error tells.
#include "core/models/torch_errors.h"

#include <c10/util/Exception.h>

#include <string_view>

namespace tiltscape {
namespace {

/// What follows "SomeError: " at the beginning of a line, or "SomeError: OtherError: "; nothing where it has neither.
std::string_view after_names(std::string_view line) {
  std::string_view rest;
  for (auto colon = line.find(": "); colon != std::string_view::npos; colon = line.find(": ")) {
    const std::string_view name = line.substr(0, colon);
    if (name.find(' ') != std::string_view::npos || !(name.ends_with("Error") || name.ends_with("Exception"))) break;
    line = rest = line.substr(colon + 2);
  }
  return rest;
}

/// From the last line with such a name on, which stands below the traces of TorchScript.
std::string_view below_traces(std::string_view text) {
  for (auto line = text.rfind('\n'); line != std::string_view::npos && line > 0; line = text.rfind('\n', line - 1))
    if (const std::string_view rest = after_names(text.substr(line + 1)); !rest.empty()) return rest;
  return text;
}

}  // namespace

std::string telling_line(const std::exception& error) {
  const auto* torch = dynamic_cast<const c10::Error*>(&error);
  const std::string whole = torch != nullptr ? torch->what_without_backtrace() : error.what();
  std::string_view text = below_traces(whole);
  const auto first = text.find_first_not_of(" \n");
  if (first == std::string_view::npos) return "no reason is given";
  text.remove_prefix(first);
  text = text.substr(0, text.find('\n'));
  while (text.ends_with('.') || text.ends_with(' ') || text.ends_with(':')) text.remove_suffix(1);
  constexpr std::size_t most = 240;
  return std::string(text.substr(0, most)) + (text.size() > most ? " …" : "");
}

}  // namespace tiltscape
