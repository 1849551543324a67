// Writes a formula as a script, operation by operation: constants are computed at once, what was written before is used
// again, and what the result does not need is left out.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/formula_words.h"

namespace tiltscape::formula {

/// What a part of a formula is: a number that is known, or the name of a tensor, of numbers or of truths.
struct Value {
  double number = 0.0;
  std::string name{};  ///< empty: the number
  bool truth = false;  ///< of a tensor: its type is bool
  bool known() const { return name.empty(); }
};

class Script {
 public:
  Value variable(std::size_t index);
  Value negated(const Value& a);
  /// + - * / // % **
  Value arithmetic(std::string_view sign, const Value& a, const Value& b);
  /// < <= > >= == !=
  Value comparison(std::string_view sign, const Value& a, const Value& b);
  Value conjunction(const Value& a, const Value& b);
  Value disjunction(const Value& a, const Value& b);
  Value opposite(const Value& a);
  Value function(const Function& function, const Value& a);
  /// atan2, hypot, max, min, pow.
  Value function(Several which, const Value& a, const Value& b);
  Value where(const Value& condition, const Value& a, const Value& b);

  /// The whole function of so many variables.
  std::string finished(const Value& result, std::size_t variables);

 private:
  /// The name of a tensor with this value.
  std::string line(const std::string& operation);
  Value made(const std::string& operation, bool truth = false) { return {0.0, line(operation), truth}; }
  /// A number as the script writes it.
  std::string operand(const Value& a);
  std::string tensor(const Value& a);
  std::string truth(const Value& a);
  Value power(const Value& a, const Value& b);
  /// A branch that is taken where the condition (the name of a tensor) holds: of the same value, and without slopes
  /// elsewhere, where they may be no numbers (those of √x at x < 0), which times 0 are none either.
  Value taken_where(const std::string& condition, const Value& branch);
  /// Of each operation, whether the result needs it.
  std::vector<bool> needed_by(const std::string& result) const;

  std::vector<std::string> operations_;                 ///< of t0, t1, …; none needs a later one
  std::unordered_map<std::string, std::string> names_;  ///< of operations
};

}  // namespace tiltscape::formula
