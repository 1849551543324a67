// Checks of parameters, settings by name, and their texts.
#include "core/parameter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/bad_input.h"

namespace tiltscape {
namespace {

/// "a real > 0", "an integer in [1, 100]", "one of naive, jackknife".
std::string expected(const Parameter& p) {
  if (p.kind == Kind::text) return "text";
  if (p.kind == Kind::words) return "a list of words";
  if (p.kind == Kind::intervals) return fmt::format("[low, high] with {} ≤ low < high ≤ {}", p.low, p.high);
  if (p.kind == Kind::choice) {
    if (p.choices.empty()) return "a word";
    std::string list = "one of ";
    for (std::size_t i = 0; i < p.choices.size(); ++i) list += (i > 0 ? ", " : "") + p.choices[i];
    return list;
  }
  std::string text = p.kind == Kind::real ? "a real" : "an integer";
  const bool from = std::isfinite(p.low), to = std::isfinite(p.high);
  if (from && to)
    text += fmt::format(" in {}{}, {}{}", p.low_excluded ? '(' : '[', p.low, p.high, p.high_excluded ? ')' : ']');
  if (from && !to) text += fmt::format(" {} {}", p.low_excluded ? ">" : "≥", p.low);
  if (!from && to) text += fmt::format(" {} {}", p.high_excluded ? "<" : "≤", p.high);
  return p.infinity_allowed ? text + " or inf" : text;
}

[[noreturn]] void refuse(const Parameter& p, const std::string& name, const std::string& found, const char* why) {
  throw BadInput(fmt::format("{} = {} {}; expected {}", name, found, why, expected(p)));
}

/// A finite number within the limits, or throws. `name` may be a schedule's end.
double checked_number(const Parameter& p, const std::string& name, double number) {
  if (!std::isfinite(number)) refuse(p, name, fmt::format("{}", number), "is not finite");
  if (number < p.low || number > p.high || (p.low_excluded && number == p.low) || (p.high_excluded && number == p.high))
    refuse(p, name, fmt::format("{}", number), "is out of range");
  return number;
}

Schedule checked_ends(const Parameter& p, const Schedule& schedule) {
  if (!p.schedulable) throw BadInput(fmt::format("{} cannot follow a schedule; expected {}", p.name, expected(p)));
  checked_number(p, p.name + ".from", schedule.from);
  checked_number(p, p.name + ".to", schedule.to);
  if (schedule.steps == 0) throw BadInput(fmt::format("{}.steps = 0 is out of range; expected an integer ≥ 1", p.name));
  return schedule;
}

std::int64_t checked_integer(const Parameter& p, const Setting& setting) {
  std::int64_t whole = 0;
  if (const auto* integer = std::get_if<std::int64_t>(&setting)) {
    whole = *integer;
  } else {
    constexpr double exact = 9007199254740992.0;  // 2^53
    const double real = std::get<double>(setting);
    if (std::isfinite(real) && (real != std::trunc(real) || std::abs(real) > exact))
      refuse(p, p.name, fmt::format("{}", real), "is not an integer");
    checked_number(p, p.name, real);
    whole = static_cast<std::int64_t>(real);
  }
  checked_number(p, p.name, static_cast<double>(whole));
  return whole;
}

std::string checked_word(const Parameter& p, const Setting& setting) {
  const auto* word = std::get_if<std::string>(&setting);
  if (word == nullptr) refuse(p, p.name, to_string(setting), "is not a word");
  if (!p.choices.empty() && std::ranges::count(p.choices, *word) == 0)
    throw BadInput(unknown(p.name, *word, p.choices));
  return *word;
}

/// `Which` as it is, or a refusal of anything else.
template <class Which>
const Which& checked_as(const Parameter& p, const Setting& setting, const char* why) {
  const auto* found = std::get_if<Which>(&setting);
  if (found == nullptr) refuse(p, p.name, to_string(setting), why);
  return *found;
}

Intervals checked_intervals(const Parameter& p, const Setting& setting) {
  const auto& intervals = checked_as<Intervals>(p, setting, "is no list of intervals");
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    const auto& [low, high] = intervals[i];
    if (!(low < high) || low < p.low || high > p.high || !std::isfinite(high - low))
      refuse(p, fmt::format("{}[{}]", p.name, i), fmt::format("[{}, {}]", low, high), "is no interval");
  }
  return intervals;
}

/// 60000 → "60 000", from five digits on.
std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 5) return digits;
  for (std::size_t i = digits.size(); i > 3;) digits.insert(i -= 3, 1, ' ');
  return digits;
}

}  // namespace

Setting Parameter::checked(const Setting& setting) const {
  if (kind == Kind::choice) return checked_word(*this, setting);
  if (kind == Kind::text) return checked_as<std::string>(*this, setting, "is not text");
  if (kind == Kind::words) return checked_as<WordList>(*this, setting, "is no list of words");
  if (kind == Kind::intervals) return checked_intervals(*this, setting);
  if (std::holds_alternative<WordList>(setting) || std::holds_alternative<Intervals>(setting))
    refuse(*this, name, to_string(setting), "is a list");
  if (const auto* word = std::get_if<std::string>(&setting)) refuse(*this, name, "'" + *word + "'", "is not a number");
  if (const auto* schedule = std::get_if<Schedule>(&setting)) return checked_ends(*this, *schedule);
  if (kind == Kind::integer) return checked_integer(*this, setting);
  const auto* integer = std::get_if<std::int64_t>(&setting);
  const double number = integer != nullptr ? static_cast<double>(*integer) : std::get<double>(setting);
  if (infinity_allowed && number == std::numeric_limits<double>::infinity()) return number;
  return checked_number(*this, name, number);
}

Settings::Settings(const std::vector<Parameter>& parameters) {
  entries_.reserve(parameters.size());
  for (const Parameter& p : parameters) entries_.emplace_back(p.name, p.fallback);
}

const Setting* Settings::find(std::string_view name) const {
  const auto found = std::ranges::find(entries_, name, &Entry::first);
  return found == entries_.end() ? nullptr : &found->second;
}

void Settings::set(std::string_view name, Setting setting) {
  const auto found = std::ranges::find(entries_, name, &Entry::first);
  if (found == entries_.end())
    entries_.emplace_back(std::string(name), std::move(setting));
  else
    found->second = std::move(setting);
}

double Settings::real(std::string_view name, std::uint64_t step, double otherwise) const {
  const Setting* setting = find(name);
  if (setting == nullptr) return otherwise;
  if (const auto* integer = std::get_if<std::int64_t>(setting)) return static_cast<double>(*integer);
  if (const auto* schedule = std::get_if<Schedule>(setting)) return schedule->at(step);
  return std::get<double>(*setting);
}

std::string to_string(const Setting& setting) {
  if (const auto* word = std::get_if<std::string>(&setting)) return *word;
  if (const auto* integer = std::get_if<std::int64_t>(&setting)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&setting)) return fmt::format("{}", *real);
  if (const auto* words = std::get_if<WordList>(&setting)) return fmt::format("{}", fmt::join(*words, ", "));
  if (const auto* intervals = std::get_if<Intervals>(&setting)) {
    std::string list;
    for (const auto& [low, high] : *intervals) list += fmt::format("{}[{}, {}]", list.empty() ? "" : ", ", low, high);
    return list;
  }
  const auto& s = std::get<Schedule>(setting);
  const char* when = s.shape == Schedule::Shape::step ? "at step " : "in ";
  const char* steps = s.shape == Schedule::Shape::step ? "" : " steps";
  return fmt::format("{} {} → {} {}{}{}", to_string(s.shape), s.from, s.to, when, grouped(s.steps), steps);
}

bool is_used(const Parameter& parameter, const Settings& settings) {
  const Setting* other = settings.find(parameter.used_with.name);
  const auto* word = other != nullptr ? std::get_if<std::string>(other) : nullptr;
  return word == nullptr || std::ranges::count(parameter.used_with.words, *word) > 0;
}

const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &Parameter::name);
  return found == parameters.end() ? nullptr : &*found;
}

}  // namespace tiltscape
