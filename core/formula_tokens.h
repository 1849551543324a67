// A formula's text as tokens, each with its column.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tiltscape::formula {

struct Token {
  enum class Kind { number, name, sign, end };
  Kind kind = Kind::end;
  std::string text{};  ///< of signs: as the language writes them (** for ^)
  double number = 0.0;
  std::size_t column = 1;  ///< from 1, in characters
};

/// Reads token by token. Throws BadFormula at what is no part of a formula.
class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) { advance(); }
  const Token& next() const { return next_; }
  Token take();

 private:
  void advance();
  void number();
  void sign();
  [[noreturn]] void strange() const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t column_ = 1;
  Token next_;
};

}  // namespace tiltscape::formula
