// Numbers, names and signs; what people paste from elsewhere is answered with what to write.
#include "core/formula_tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/formula.h"

namespace tiltscape::formula {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Longer ones before their beginnings.
constexpr std::array<std::string_view, 17> signs = {"**", "//", "<=", ">=", "==", "!=", "^", "+", "-",
                                                    "*",  "/",  "%",  "<",  ">",  "(",  ")", ","};

constexpr std::array<std::pair<std::string_view, std::string_view>, 19> instead = {{{"−", "-"},
                                                                                    {"–", "-"},
                                                                                    {"·", "*"},
                                                                                    {"×", "*"},
                                                                                    {"÷", "/"},
                                                                                    {"²", "**2"},
                                                                                    {"³", "**3"},
                                                                                    {"√", "sqrt(…)"},
                                                                                    {"π", "pi"},
                                                                                    {"∞", "inf"},
                                                                                    {"≤", "<="},
                                                                                    {"≥", ">="},
                                                                                    {"≠", "!="},
                                                                                    {"&&", "and"},
                                                                                    {"&", "and"},
                                                                                    {"||", "or"},
                                                                                    {"!", "not"},
                                                                                    {"=", "== to compare"},
                                                                                    {"|", "or, or abs(…) for a size"}}};

}  // namespace

Token Tokens::take() {
  Token token = std::move(next_);
  advance();
  return token;
}

void Tokens::advance() {
  for (; at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'); ++at_) ++column_;
  next_ = {.kind = Token::Kind::end, .text = {}, .number = 0.0, .column = column_};
  if (at_ == text_.size()) return;
  const char c = text_[at_];
  if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) return number();
  if (!is_letter(c)) return sign();
  std::size_t end = at_;
  while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
  next_.kind = Token::Kind::name;
  next_.text = text_.substr(at_, end - at_);
  column_ += end - at_;
  at_ = end;
}

void Tokens::number() {
  const char *from = text_.data() + at_, *to = text_.data() + text_.size();
  const auto [end, error] = std::from_chars(from, to, next_.number);
  const auto length = static_cast<std::size_t>(end - from);
  next_.kind = Token::Kind::number;
  next_.text = text_.substr(at_, length);
  if (error == std::errc::result_out_of_range)
    throw BadFormula(column_, fmt::format("the number {} is beyond what a double holds; write one from 1e-307 to 1e308",
                                          next_.text));
  at_ += length;
  column_ += length;
}

void Tokens::sign() {
  const std::string_view rest = text_.substr(at_);
  const auto found = std::ranges::find_if(signs, [rest](std::string_view s) { return rest.starts_with(s); });
  if (found == signs.end()) strange();
  next_.kind = Token::Kind::sign;
  next_.text = *found == "^" ? "**" : *found;
  at_ += found->size();
  column_ += found->size();
}

void Tokens::strange() const {
  const std::string_view rest = text_.substr(at_);
  for (const auto& [written, right] : instead)
    if (rest.starts_with(written))
      throw BadFormula(column_, fmt::format("'{}' is no part of a formula; write {}", written, right));
  const auto first = static_cast<unsigned char>(rest[0]);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  const bool text = first >= 0x20 && first != 0x7F && first < 0xF5 && length <= rest.size() &&
                    std::ranges::all_of(rest.substr(1, length - 1), continues);
  const std::string what = text && (first < 0x80 || first >= 0xC2) ? fmt::format("'{}'", rest.substr(0, length))
                                                                   : fmt::format("the byte 0x{:02x}", first);
  throw BadFormula(column_, fmt::format("{} is no part of a formula; write numbers, variables, + - * / **, comparisons "
                                        "and functions such as exp(x)",
                                        what));
}

}  // namespace tiltscape::formula
