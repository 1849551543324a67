// Formulas that people type: parsed against a whitelist, and turned into a script for LibTorch without knowing it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/bad_input.h"

namespace tiltscape {

/// A formula that was understood.
struct Formula {
  std::vector<std::string> variables;
  /// TorchScript of a function `f` with an argument a variable, in their order: tensors of one size in, one out.
  /// A line an operation and no name of the user's, so that whatever is accepted also compiles.
  std::string script;
};

/// "formula, column 7: what is wrong; what would be right".
class BadFormula : public BadInput {
 public:
  BadFormula(std::size_t at, const std::string& why, std::string unknown_name = {});
  std::size_t column;  ///< from 1, in characters
  std::string why;
  std::string unknown;  ///< a name that could be a variable and is none; else empty
};

/// Arithmetic (+ - * / // % and ** or ^ for powers), comparisons and conditions, numbers, the usual functions and
/// constants, with Python's precedence. `variables` empty: the formula's names in the order they appear. Throws
/// BadFormula, or BadInput about the variables.
Formula parse_formula(std::string_view text, const std::vector<std::string>& variables = {});

/// What is wrong with a name for a variable, or "".
std::string variable_complaint(const std::string& name);

inline constexpr std::size_t longest_formula = 10'000;  ///< bytes
inline constexpr std::size_t most_variables = 256;

/// The functions and constants, for help texts: "abs, acos, …".
std::string formula_functions();

}  // namespace tiltscape
