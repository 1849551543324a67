// A recursive-descent parser of formulas: one function a level of precedence, each writing its operation at once.
#include "core/formula.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "core/formula_script.h"
#include "core/formula_tokens.h"
#include "core/formula_words.h"

namespace tiltscape {
namespace {

using namespace formula;

/// Of parentheses, signs and powers in one another: what the parser's stack holds.
constexpr int deepest = 100;

std::string list_of(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

class Parser {
 public:
  Parser(std::string_view text, const std::vector<std::string>& variables)
      : tokens_(text), variables_(variables), declared_(!variables.empty()) {}

  Formula parse() {
    const Value result = expression();
    if (!at_end()) unexpected();
    if (variables_.empty()) throw BadFormula(1, "the formula has no variable; write one, such as x**2");
    return {variables_, script_.finished(result, variables_.size())};
  }

 private:
  /// One level deeper while it lives.
  struct Level {
    Level(int& at, std::size_t column) : depth(at) {
      if (++depth > deepest)
        throw BadFormula(column, fmt::format("parentheses, signs or powers are nested more than {} deep; write a "
                                             "flatter formula",
                                             deepest));
    }
    ~Level() { --depth; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    int& depth;
  };

  const Token& next() const { return tokens_.next(); }
  bool at_end() const { return next().kind == Token::Kind::end; }
  bool is(std::string_view text) const {
    return (next().kind == Token::Kind::sign || next().kind == Token::Kind::name) && next().text == text;
  }
  bool is_any(std::initializer_list<std::string_view> texts) const {
    return std::ranges::any_of(texts, [this](std::string_view text) { return is(text); });
  }
  bool skip(std::string_view text) {
    if (!is(text)) return false;
    tokens_.take();
    return true;
  }

  /// a if condition else b
  Value expression() {
    const Level level(depth_, next().column);
    Value value = either();
    if (!skip("if")) return value;
    const Value condition = either();
    if (!skip("else"))
      throw BadFormula(next().column, "this condition has no else; write: value if condition else other");
    return script_.where(condition, value, expression());
  }

  Value either() {
    Value value = both();
    while (skip("or")) value = script_.disjunction(value, both());
    return value;
  }

  Value both() {
    Value value = opposite();
    while (skip("and")) value = script_.conjunction(value, opposite());
    return value;
  }

  Value opposite() {
    if (!is("not")) return comparison();
    const Level level(depth_, tokens_.take().column);
    return script_.opposite(opposite());
  }

  /// a < b < c is a < b and b < c.
  Value comparison() {
    Value left = sum();
    if (!is_any({"<", "<=", ">", ">=", "==", "!="})) return left;
    Value all{1.0, {}, false};
    while (is_any({"<", "<=", ">", ">=", "==", "!="})) {
      const std::string sign = tokens_.take().text;
      Value right = sum();
      const Value holds = script_.comparison(sign, left, right);
      all = all.known() && all.number != 0.0 ? holds : script_.conjunction(all, holds);
      left = std::move(right);
    }
    return all;
  }

  Value sum() {
    Value value = product();
    while (is_any({"+", "-"})) {
      const std::string sign = tokens_.take().text;
      value = script_.arithmetic(sign, value, product());
    }
    return value;
  }

  Value product() {
    Value value = factor();
    while (is_any({"*", "/", "//", "%"})) {
      const std::string sign = tokens_.take().text;
      value = script_.arithmetic(sign, value, factor());
    }
    return value;
  }

  /// −x² is −(x²).
  Value factor() {
    if (is_any({"-", "+"})) {
      const Token sign = tokens_.take();
      const Level level(depth_, sign.column);
      return sign.text == "-" ? script_.negated(factor()) : factor();
    }
    Value value = atom();
    if (!is("**")) return value;
    const Level level(depth_, tokens_.take().column);
    return script_.arithmetic("**", value, factor());
  }

  Value atom() {
    if (next().kind == Token::Kind::number) {
      const Token token = tokens_.take();
      if (next().kind == Token::Kind::name && !is_keyword(next().text))
        throw BadFormula(next().column,
                         fmt::format("'{}' follows a number; write {}*{}", next().text, token.text, next().text));
      return {token.number, {}, false};
    }
    if (is("(")) {
      const std::size_t column = tokens_.take().column;
      Value value = expression();
      close(column);
      return value;
    }
    if (next().kind == Token::Kind::name && !is_keyword(next().text)) return named(tokens_.take());
    unexpected();
  }

  /// The parenthesis that was opened at a column.
  void close(std::size_t column) {
    if (skip(")")) return;
    if (!at_end()) unexpected();
    throw BadFormula(column, "this parenthesis is not closed; write ) where it ends");
  }

  Value named(const Token& name) {
    if (is("(")) return call(name);
    if (const auto constant = find_constant(name.text)) return {*constant, {}, false};
    if (find_function(name.text) != nullptr || find_several(name.text) != Several::none)
      throw BadFormula(name.column, fmt::format("'{0}' is a function; write {0}(…)", name.text));
    if (std::ranges::count(variables_, name.text) == 0) add(name);
    return script_.variable(static_cast<std::size_t>(std::ranges::find(variables_, name.text) - variables_.begin()));
  }

  /// A new variable, where they are not declared.
  void add(const Token& name) {
    if (is_statement(name.text)) statement(name);
    if (declared_) {
      auto known = variables_;
      for (const auto& list : {constant_names(), function_names()}) known.insert(known.end(), list.begin(), list.end());
      const std::string near = nearest(name.text, known);
      throw BadFormula(name.column,
                       fmt::format("unknown name '{}'; {}the variables are {}", name.text,
                                   near.empty() ? "" : fmt::format("did you mean '{}'? ", near), list_of(variables_)),
                       variable_complaint(name.text).empty() ? name.text : "");
    }
    if (variables_.size() == most_variables)
      throw BadFormula(name.column, fmt::format("'{}' would be variable {}; a formula has at most {}", name.text,
                                                most_variables + 1, most_variables));
    variables_.push_back(name.text);
  }

  [[noreturn]] static void statement(const Token& name) {
    throw BadFormula(name.column, fmt::format("'{}' is no part of a formula, which is one expression; write numbers, "
                                              "variables, + - * / ** and functions such as exp(x)",
                                              name.text));
  }

  Value call(const Token& name) {
    const Function* function = find_function(name.text);
    const Several several = find_several(name.text);
    if (function == nullptr && several == Several::none) no_function(name);
    const std::size_t open = tokens_.take().column;
    std::vector<Value> arguments;
    if (!is(")")) {
      do arguments.push_back(expression());
      while (skip(","));
    }
    close(open);
    const std::size_t count = arguments.size();
    if (several == Several::max || several == Several::min) {
      if (count < 2) wrong_count(name, count, "two or more");
      Value value = arguments[0];
      for (std::size_t i = 1; i < count; ++i) value = script_.function(several, value, arguments[i]);
      return value;
    }
    const std::size_t right = function != nullptr ? 1 : several == Several::where ? 3 : 2;
    if (count != right)
      wrong_count(name, count, right == 1 ? "one" : right == 2 ? "two" : "three: where(condition, a, b)");
    if (function != nullptr) return script_.function(*function, arguments[0]);
    if (several == Several::where) return script_.where(arguments[0], arguments[1], arguments[2]);
    return script_.function(several, arguments[0], arguments[1]);
  }

  [[noreturn]] static void wrong_count(const Token& name, std::size_t count, std::string_view right) {
    throw BadFormula(name.column,
                     fmt::format("{} has {} argument{}; it takes {}", name.text, count, count == 1 ? "" : "s", right));
  }

  [[noreturn]] void no_function(const Token& name) const {
    if (is_statement(name.text)) statement(name);
    if (std::ranges::count(variables_, name.text) > 0 || find_constant(name.text))
      throw BadFormula(name.column, fmt::format("'{0}' is no function; write {0}*(…) for a product", name.text));
    const auto names = function_names();
    const std::string near = nearest(name.text, names);
    throw BadFormula(name.column, near.empty()
                                      ? fmt::format("unknown function '{}'; there are {}", name.text, list_of(names))
                                      : fmt::format("unknown function '{}'; did you mean '{}'?", name.text, near));
  }

  /// What stands here cannot.
  [[noreturn]] void unexpected() const {
    const Token& token = next();
    if (at_end())
      throw BadFormula(token.column, token.column == 1 ? "the formula is empty; write one, such as x**2 + y**2"
                                                       : "the formula ends here; write a number, variable or function");
    if (token.text == ")")
      throw BadFormula(token.column,
                       "')' closes nothing or comes too early; write a ( before it, "
                       "or what is missing here");
    if (token.text == ",")
      throw BadFormula(token.column,
                       "',' does not belong here; write a point in numbers (0.5), and commas only between "
                       "the arguments of a function");
    if (token.text == "else")
      throw BadFormula(token.column, "this else has no if; write: value if condition else other");
    if (token.kind == Token::Kind::name && is_statement(token.text)) statement(token);
    if (token.kind == Token::Kind::sign && token.text != "(")
      throw BadFormula(token.column,
                       fmt::format("a number, variable or function is missing before '{}'; write one", token.text));
    throw BadFormula(token.column, fmt::format("'{0}' follows without a sign; write *{0} for a product", token.text));
  }

  Tokens tokens_;
  std::vector<std::string> variables_;
  bool declared_;
  Script script_;
  int depth_ = 0;
};

void check(const std::vector<std::string>& variables) {
  if (variables.size() > most_variables)
    throw BadInput(fmt::format("variables has {} names; at most {} are possible", variables.size(), most_variables));
  for (std::size_t i = 0; i < variables.size(); ++i) {
    if (const std::string wrong = variable_complaint(variables[i]); !wrong.empty())
      throw BadInput("variables: " + wrong);
    if (std::ranges::count(variables, variables[i]) > 1)
      throw BadInput(fmt::format("variables has '{}' twice; write each name once", variables[i]));
  }
}

}  // namespace

BadFormula::BadFormula(std::size_t at, const std::string& reason, std::string unknown_name)
    : BadInput(fmt::format("formula, column {}: {}", at, reason)),
      column(at),
      why(reason),
      unknown(std::move(unknown_name)) {}

std::string variable_complaint(const std::string& name) {
  const auto letter = [](char c) { return c == '_' || std::isalpha(static_cast<unsigned char>(c)) != 0; };
  const auto rest = [letter](char c) { return letter(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; };
  if (name.empty() || !letter(name[0]) || !std::ranges::all_of(name, rest))
    return fmt::format("'{}' is no name; write letters, digits and _, beginning with a letter, such as x1", name);
  if (name.size() > 32) return fmt::format("'{}' is longer than 32 letters; write a shorter name", name);
  if (find_function(name) != nullptr || find_several(name) != Several::none)
    return fmt::format("'{}' is a function; write another name", name);
  if (find_constant(name)) return fmt::format("'{}' is a constant; write another name", name);
  if (is_keyword(name) || is_statement(name))
    return fmt::format("'{}' is a word of the language; write another name", name);
  return {};
}

Formula parse_formula(std::string_view text, const std::vector<std::string>& variables) {
  if (text.size() > longest_formula)
    throw BadFormula(longest_formula + 1,
                     fmt::format("the formula has {} bytes; at most {} are possible", text.size(), longest_formula));
  check(variables);
  return Parser(text, variables).parse();
}

std::string formula_functions() { return list_of(function_names()) + "; " + list_of(constant_names()); }

}  // namespace tiltscape
