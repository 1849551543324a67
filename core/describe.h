// Binds members of a struct to their parameters: `visit` names each member once, and descriptions, defaults and
// assignment follow from it.
#pragma once

#include <concepts>
#include <optional>
#include <string_view>
#include <type_traits>

#include "core/parameter.h"

namespace tiltscape {

/// An enumeration whose values are `Choices<Enum>::names` in order.
template <class Enum>
struct Choices;

/// The word of a value.
template <class Enum>
const char* choice_name(Enum value) {
  return Choices<Enum>::names[static_cast<std::size_t>(value)];
}

/// The value that a word names, if any.
template <class Enum>
std::optional<Enum> choice_named(std::string_view word) {
  for (std::size_t i = 0; i < std::size(Choices<Enum>::names); ++i)
    if (word == Choices<Enum>::names[i]) return static_cast<Enum>(i);
  return std::nullopt;
}

/// Collects parameters; the members' initial values are the defaults.
class Describe {
 public:
  template <class Member>
  void operator()(const Member& member, Parameter parameter) {
    if constexpr (std::is_enum_v<Member>) {
      parameter.kind = Kind::choice;
      if (parameter.choices.empty())
        parameter.choices.assign(std::begin(Choices<Member>::names), std::end(Choices<Member>::names));
      parameter.fallback = choice_name(member);
    } else if constexpr (std::integral<Member>) {
      parameter.kind = Kind::integer;
      parameter.fallback = static_cast<std::int64_t>(member);
    } else if constexpr (std::same_as<Member, std::string>) {
      parameter.kind = Kind::text;
      parameter.fallback = member;
    } else {
      parameter.fallback = static_cast<double>(member);
    }
    parameters.push_back(std::move(parameter));
  }

  std::vector<Parameter> parameters;
};

/// Writes settings, schedules evaluated at `step`, into the members.
class Assign {
 public:
  explicit Assign(const Settings& settings, std::uint64_t step = 0) : settings_(settings), step_(step) {}

  template <class Member>
  void operator()(Member& member, const Parameter& parameter) {
    const Setting* setting = settings_.find(parameter.name);
    if (setting == nullptr) return;
    if constexpr (std::is_enum_v<Member>) {
      member = choice_named<Member>(std::get<std::string>(*setting)).value_or(member);
    } else if constexpr (std::integral<Member>) {
      member = static_cast<Member>(std::get<std::int64_t>(*setting));
    } else if constexpr (std::same_as<Member, std::string>) {
      member = std::get<std::string>(*setting);
    } else {
      member = settings_.real(parameter.name, step_);
    }
  }

 private:
  const Settings& settings_;
  std::uint64_t step_;
};

/// A struct with what the settings say, and its own defaults for the rest.
template <class Described>
Described assigned(const Settings& settings) {
  Described described;
  Assign assign(settings);
  described.visit(assign);
  return described;
}

template <class Described>
std::vector<Parameter> parameters_of(Described described = {}) {
  Describe describe;
  described.visit(describe);
  return std::move(describe.parameters);
}

}  // namespace tiltscape
