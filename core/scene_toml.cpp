// Located access to TOML nodes: types, ranges, known keys.
#include "core/scene_toml.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tiltscape::scene_toml {
namespace {

std::string blanked(std::string_view text) {
  std::string line(text);
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return line;
}

std::string shortened(std::string_view text) {
  constexpr std::size_t most = 60;
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not inside a character
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace

void complain(const std::string& file, std::uint64_t line, std::string_view message) {
  throw PlacedBadInput(blanked(fmt::format("{}:{}: {}", file, line, message)));
}

void complain(const toml::source_region& place, std::string_view message) {
  const std::string path = place.path ? *place.path : "scene";
  if (!from_set(place)) complain(path, std::max<std::uint64_t>(place.begin.line, 1), message);
  throw PlacedBadInput(blanked(fmt::format("{}: {}", path, message)));
}

bool from_set(const toml::source_region& place) { return place.path && place.path->starts_with(set_prefix); }

std::string described(const toml::node& node) {
  if (const auto* text = node.as_string()) return "text '" + shortened(text->get()) + "'";
  if (const auto* integer = node.as_integer()) return fmt::format("the number {}", integer->get());
  if (const auto* number = node.as_floating_point()) return fmt::format("the number {}", number->get());
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  if (node.is_array()) return "a list";
  if (node.is_table()) return "a table";
  return "a date or time";
}

void wrong_type(const toml::node& node, std::string_view what, std::string_view right) {
  complain(node.source(), fmt::format("{} is {}; it must be {}", what, described(node), right));
}

std::string without_controls(const toml::source_region& place, std::string_view what, std::string text) {
  if (text != blanked(text))
    complain(place, fmt::format("{} has a line break or control character; it must be one line of text", what));
  return text;
}

std::string word(const toml::node& node, std::string_view what) {
  if (const auto* text = node.as_string()) return without_controls(node.source(), what, text->get());
  wrong_type(node, what, "text in quotes");
}

std::string choice(const toml::node& node, std::string_view what, const std::vector<std::string>& choices) {
  if (!node.is_string()) wrong_type(node, what, fmt::format("one of {}", fmt::join(choices, ", ")));
  std::string chosen = word(node, what);
  if (std::ranges::count(choices, chosen) == 0) complain(node.source(), unknown(what, shortened(chosen), choices));
  return chosen;
}

double real(const toml::node& node, std::string_view what, bool infinite_allowed) {
  if (const auto* integer = node.as_integer()) return static_cast<double>(integer->get());
  const auto* number = node.as_floating_point();
  if (number == nullptr) wrong_type(node, what, "a number");
  if (std::isnan(number->get()) || (std::isinf(number->get()) && !infinite_allowed))
    complain(node.source(),
             fmt::format("{} is {}; it must be a {}number", what, number->get(), infinite_allowed ? "" : "finite "));
  return number->get();
}

std::uint64_t count(const toml::node& node, std::string_view what, std::uint64_t low, std::uint64_t high) {
  const std::string right = fmt::format("a whole number from {} to {}", low, high);
  const auto* integer = node.as_integer();
  if (const auto* number = node.as_floating_point(); number != nullptr && std::trunc(number->get()) == number->get() &&
                                                     number->get() >= static_cast<double>(low) &&
                                                     std::abs(number->get()) < 1e15)
    complain(node.source(), fmt::format("{} is written as a real number; write {:.0f}", what, number->get()));
  if (integer == nullptr) wrong_type(node, what, right);
  const std::int64_t value = integer->get();
  if (value < 0 || static_cast<std::uint64_t>(value) < low || static_cast<std::uint64_t>(value) > high)
    complain(node.source(), fmt::format("{} is {}; it must be {}", what, value, right));
  return static_cast<std::uint64_t>(value);
}

const toml::table& table(const toml::node& node, std::string_view what) {
  if (const auto* found = node.as_table()) return *found;
  wrong_type(node, what, "a table { key = value, … }");
}

const toml::array& array(const toml::node& node, std::string_view what, std::string_view right) {
  if (const auto* found = node.as_array()) return *found;
  wrong_type(node, what, right);
}

void only_keys(const toml::table& table, std::string_view what, const std::vector<std::string>& keys,
               const std::function<std::string(std::string_view)>& explain) {
  const toml::key* first = nullptr;  // the table is sorted by key, complaints go by line
  for (const auto& [key, node] : table) {
    if (std::ranges::count(keys, key.str()) > 0) continue;
    if (first == nullptr || key.source().begin < first->source().begin) first = &key;
  }
  if (first == nullptr) return;
  if (const std::string why = explain ? explain(first->str()) : ""; !why.empty()) complain(first->source(), why);
  complain(first->source(), unknown(fmt::format("{} key", what), shortened(first->str()), keys));
}

}  // namespace tiltscape::scene_toml
