// Operations as lines of TorchScript. Numbers stay numbers as long as they can: an operation with one is cheaper.
#include "core/formula_script.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

namespace tiltscape::formula {
namespace {

/// Python's: the sign of the divisor.
double remainder(double a, double b) {
  const double rest = std::fmod(a, b);
  return rest != 0.0 && (rest < 0.0) != (b < 0.0) ? rest + b : rest;
}

/// As LibTorch's maximum and minimum: NaN wins.
double extreme(bool most, double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::numeric_limits<double>::quiet_NaN();
  return most ? std::max(a, b) : std::min(a, b);
}

bool holds(std::string_view sign, double a, double b) {
  if (sign == "<") return a < b;
  if (sign == "<=") return a <= b;
  if (sign == ">") return a > b;
  if (sign == ">=") return a >= b;
  return sign == "==" ? a == b : a != b;
}

/// With the sides exchanged.
std::string_view turned(std::string_view sign) {
  if (sign == "<") return ">";
  if (sign == "<=") return ">=";
  if (sign == ">") return "<";
  return sign == ">=" ? "<=" : sign;
}

/// Calls visit(text, whether it is the name of a tensor) for the parts of an operation.
template <class Visit>
void for_parts(std::string_view operation, Visit visit) {
  const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  while (!operation.empty()) {
    const bool word = is_word(operation.front());
    const auto end = std::ranges::find_if(operation, [&](char c) { return is_word(c) != word; });
    const std::string_view part(operation.begin(), end);
    const bool name = (part[0] == 't' || part[0] == 'v') && part.size() > 1 &&
                      part.find_first_not_of("0123456789", 1) == std::string_view::npos;
    visit(part, name);
    operation.remove_prefix(part.size());
  }
}

std::size_t number_of(std::string_view name) { return std::stoul(std::string(name.substr(1))); }

}  // namespace

std::string Script::line(const std::string& operation) {
  const auto [place, fresh] = names_.try_emplace(operation, fmt::format("t{}", names_.size()));
  if (fresh) operations_.push_back(operation);
  return place->second;
}

std::vector<bool> Script::needed_by(const std::string& result) const {
  std::vector<bool> needed(operations_.size());
  const auto need = [&](std::string_view part, bool name) {
    if (name && part[0] == 't') needed[number_of(part)] = true;
  };
  for_parts(result, need);
  for (std::size_t i = needed.size(); i-- > 0;)
    if (needed[i]) for_parts(operations_[i], need);
  return needed;
}

Value Script::taken_where(const std::string& condition, const Value& branch) {
  if (branch.known()) return branch;
  std::unordered_map<std::string, std::string> renamed;
  const auto with_new_names = [&](std::string_view operation) {
    std::string text;
    for_parts(operation, [&](std::string_view part, bool name) {
      if (!name) {
        text += part;
        return;
      }
      auto& other = renamed[std::string(part)];
      if (other.empty())
        other = line(fmt::format("torch.where({0}, {1}, {1}.detach())", condition, part));  // a variable
      text += other;
    });
    return text;
  };
  const std::vector<bool> needed = needed_by(branch.name);
  for (std::size_t i = 0; i < needed.size(); ++i)
    if (needed[i]) renamed[fmt::format("t{}", i)] = line(with_new_names(std::string(operations_[i])));
  return {0.0, with_new_names(branch.name), branch.truth};
}

std::string Script::operand(const Value& a) {
  if (!a.known()) return a.truth ? line(fmt::format("{}.double()", a.name)) : a.name;
  if (std::isnan(a.number)) return "float('nan')";
  if (std::isinf(a.number)) return a.number > 0.0 ? "float('inf')" : "(-float('inf'))";
  std::string text = fmt::format("{}", std::abs(a.number));
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return std::signbit(a.number) ? "(-" + text + ")" : text;
}

std::string Script::tensor(const Value& a) {
  return a.known() ? line(fmt::format("torch.full_like(v0, {})", operand(a))) : operand(a);
}

std::string Script::truth(const Value& a) {
  if (!a.known() && a.truth) return a.name;
  return line(fmt::format("torch.ne({}, 0.0)", tensor(a)));
}

Value Script::variable(std::size_t index) { return {0.0, fmt::format("v{}", index), false}; }

Value Script::negated(const Value& a) {
  if (a.known()) return {-a.number, {}, false};
  return made(fmt::format("torch.neg({})", operand(a)));
}

Value Script::power(const Value& a, const Value& b) {
  if (a.known() && b.known()) return {std::pow(a.number, b.number), {}, false};
  if (b.known() && b.number == 1.0) return {0.0, operand(a), false};
  return made(fmt::format("torch.pow({}, {})", operand(a), operand(b)));
}

Value Script::arithmetic(std::string_view sign, const Value& a, const Value& b) {
  if (sign == "**") return power(a, b);
  if (a.known() && b.known()) {
    const double x = a.number, y = b.number;
    if (sign == "+") return {x + y, {}, false};
    if (sign == "-") return {x - y, {}, false};
    if (sign == "*") return {x * y, {}, false};
    if (sign == "/") return {x / y, {}, false};
    return {sign == "%" ? remainder(x, y) : std::floor(x / y), {}, false};
  }
  if (sign == "//") return made(fmt::format("torch.floor({})", operand(arithmetic("/", a, b))));
  if (sign == "%") return made(fmt::format("torch.remainder({}, {})", tensor(a), operand(b)));
  const std::string_view name = sign == "+" ? "add" : sign == "-" ? "sub" : sign == "*" ? "mul" : "div";
  if (!a.known()) return made(fmt::format("torch.{}({}, {})", name, operand(a), operand(b)));
  // a number first: LibTorch has these the other way round
  if (name == "sub") return made(fmt::format("torch.rsub({}, {})", operand(b), operand(a)));
  if (name == "div" && a.number == 1.0) return made(fmt::format("torch.reciprocal({})", operand(b)));
  if (name == "div") return made(fmt::format("torch.div({}, {})", tensor(a), operand(b)));
  return made(fmt::format("torch.{}({}, {})", name, operand(b), operand(a)));
}

Value Script::comparison(std::string_view sign, const Value& a, const Value& b) {
  if (a.known() && b.known()) return {holds(sign, a.number, b.number) ? 1.0 : 0.0, {}, false};
  if (a.known()) return comparison(turned(sign), b, a);
  const std::string_view name = sign == "<"    ? "lt"
                                : sign == "<=" ? "le"
                                : sign == ">"  ? "gt"
                                : sign == ">=" ? "ge"
                                : sign == "==" ? "eq"
                                               : "ne";
  return made(fmt::format("torch.{}({}, {})", name, operand(a), operand(b)), true);
}

Value Script::conjunction(const Value& a, const Value& b) {
  if (a.known() && b.known()) return {a.number != 0.0 && b.number != 0.0 ? 1.0 : 0.0, {}, false};
  return made(fmt::format("torch.logical_and({}, {})", truth(a), truth(b)), true);
}

Value Script::disjunction(const Value& a, const Value& b) {
  if (a.known() && b.known()) return {a.number != 0.0 || b.number != 0.0 ? 1.0 : 0.0, {}, false};
  return made(fmt::format("torch.logical_or({}, {})", truth(a), truth(b)), true);
}

Value Script::opposite(const Value& a) {
  if (a.known()) return {a.number == 0.0 ? 1.0 : 0.0, {}, false};
  return made(fmt::format("torch.logical_not({})", truth(a)), true);
}

Value Script::function(const Function& function, const Value& a) {
  if (a.known()) return {function.of(a.number), {}, false};
  return made(fmt::format(fmt::runtime(function.script), operand(a)));
}

Value Script::function(Several which, const Value& a, const Value& b) {
  if (which == Several::pow) return power(a, b);
  if (a.known() && b.known()) {
    if (which == Several::atan2) return {std::atan2(a.number, b.number), {}, false};
    if (which == Several::hypot) return {std::hypot(a.number, b.number), {}, false};
    return {extreme(which == Several::max, a.number, b.number), {}, false};
  }
  const std::string_view name = which == Several::atan2   ? "atan2"
                                : which == Several::hypot ? "hypot"
                                : which == Several::max   ? "maximum"
                                                          : "minimum";
  return made(fmt::format("torch.{}({}, {})", name, tensor(a), tensor(b)));
}

Value Script::where(const Value& condition, const Value& a, const Value& b) {
  if (condition.known()) return condition.number != 0.0 ? a : b;
  const std::string name = truth(condition);
  const std::string yes = tensor(taken_where(name, a));
  const std::string no = tensor(taken_where(line(fmt::format("torch.logical_not({})", name)), b));
  return made(fmt::format("torch.where({}, {}, {})", name, yes, no));
}

std::string Script::finished(const Value& result, std::size_t variables) {
  const std::string returned = tensor(result);
  std::string script = "def f(";
  for (std::size_t i = 0; i < variables; ++i) script += fmt::format("{}v{}", i > 0 ? ", " : "", i);
  script += "):\n";
  const std::vector<bool> needed = needed_by(returned);
  for (std::size_t i = 0; i < needed.size(); ++i)
    if (needed[i]) script += fmt::format("    t{} = {}\n", i, operations_[i]);
  return script + fmt::format("    return {}\n", returned);
}

}  // namespace tiltscape::formula
