// The words of formulas: functions and constants, what they are of numbers and what they are in a script.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiltscape::formula {

/// A function of one number.
struct Function {
  std::string_view name;
  double (*of)(double);
  std::string_view script;  ///< {} stands for the argument
};
const Function* find_function(std::string_view name);

/// A function of several: min and max take two or more, where takes three, the others two.
enum class Several { none, atan2, hypot, max, min, pow, where };
Several find_several(std::string_view name);

std::optional<double> find_constant(std::string_view name);

/// if, else, and, or, not.
bool is_keyword(std::string_view name);
/// Words of Python that people try and that are no part of a formula.
bool is_statement(std::string_view name);

std::vector<std::string> function_names();
std::vector<std::string> constant_names();

}  // namespace tiltscape::formula
