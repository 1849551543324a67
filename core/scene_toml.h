// Located access to a scene's TOML: every complaint names the line, or the --set, that it is about.
#pragma once

#include <toml++/toml.h>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bad_input.h"

namespace tiltscape::scene_toml {

/// A BadInput that already says where.
class PlacedBadInput : public BadInput {
 public:
  using BadInput::BadInput;
};

/// What the source paths of --set values begin with; their places are written without a line.
inline constexpr std::string_view set_prefix = "--set ";

/// Throws "FILE:LINE: message" or "--set PATH=VALUE: message", on one line whatever the message holds.
[[noreturn]] void complain(const toml::source_region& place, std::string_view message);
[[noreturn]] void complain(const std::string& file, std::uint64_t line, std::string_view message);
bool from_set(const toml::source_region& place);

/// Calls `body`; a BadInput that says no place gets this one.
template <class Body>
decltype(auto) located(const toml::source_region& place, Body&& body) {
  try {
    return body();
  } catch (const PlacedBadInput&) {
    throw;
  } catch (const BadInput& error) {
    complain(place, error.what());
  }
}

/// A whole document. Rejects what is empty, binary or not UTF-8, and puts syntax errors on one line.
toml::table parse_document(std::string_view text, const std::string& name);

/// "text 'x'", "the number 3.5", "true", "a list", "a table", "a date".
std::string described(const toml::node& node);
/// Complains "WHAT is text 'x'; it must be RIGHT".
[[noreturn]] void wrong_type(const toml::node& node, std::string_view what, std::string_view right);

/// `text`, or a complaint where it has a line break or control character.
std::string without_controls(const toml::source_region& place, std::string_view what, std::string text);

// Typed access. `what` is the key as the user knows it ("stop.steps").
/// Text without control characters: it fits on one line wherever it is shown.
std::string word(const toml::node& node, std::string_view what);
/// One of `choices`.
std::string choice(const toml::node& node, std::string_view what, const std::vector<std::string>& choices);
/// A number that is not NaN; infinite only where allowed.
double real(const toml::node& node, std::string_view what, bool infinite_allowed = false);
std::uint64_t count(const toml::node& node, std::string_view what, std::uint64_t low, std::uint64_t high);
const toml::table& table(const toml::node& node, std::string_view what);
const toml::array& array(const toml::node& node, std::string_view what, std::string_view right);

/// Complains about the first key that is not among `keys`: what `explain` says of it or, where that is nothing,
/// "unknown WHAT key 'x'; did you mean …".
void only_keys(const toml::table& table, std::string_view what, const std::vector<std::string>& keys,
               const std::function<std::string(std::string_view)>& explain = {});

}  // namespace tiltscape::scene_toml
