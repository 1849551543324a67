// The tables of functions and constants. A new function of one number is one line here.
#include "core/formula_words.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace tiltscape::formula {
namespace {

double sign(double x) { return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x; }
double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }
double relu(double x) { return std::isnan(x) ? x : std::max(x, 0.0); }
double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

/// −log_sigmoid(−x) is softplus with second derivatives that neither jump nor overflow.
constexpr std::array functions = {Function{"abs", [](double x) { return std::abs(x); }, "torch.abs({})"},
                                  Function{"acos", [](double x) { return std::acos(x); }, "torch.acos({})"},
                                  Function{"acosh", [](double x) { return std::acosh(x); }, "torch.acosh({})"},
                                  Function{"asin", [](double x) { return std::asin(x); }, "torch.asin({})"},
                                  Function{"asinh", [](double x) { return std::asinh(x); }, "torch.asinh({})"},
                                  Function{"atan", [](double x) { return std::atan(x); }, "torch.atan({})"},
                                  Function{"atanh", [](double x) { return std::atanh(x); }, "torch.atanh({})"},
                                  Function{"ceil", [](double x) { return std::ceil(x); }, "torch.ceil({})"},
                                  Function{"cos", [](double x) { return std::cos(x); }, "torch.cos({})"},
                                  Function{"cosh", [](double x) { return std::cosh(x); }, "torch.cosh({})"},
                                  Function{"erf", [](double x) { return std::erf(x); }, "torch.erf({})"},
                                  Function{"exp", [](double x) { return std::exp(x); }, "torch.exp({})"},
                                  Function{"expm1", [](double x) { return std::expm1(x); }, "torch.expm1({})"},
                                  Function{"floor", [](double x) { return std::floor(x); }, "torch.floor({})"},
                                  Function{"log", [](double x) { return std::log(x); }, "torch.log({})"},
                                  Function{"log10", [](double x) { return std::log10(x); }, "torch.log10({})"},
                                  Function{"log1p", [](double x) { return std::log1p(x); }, "torch.log1p({})"},
                                  Function{"log2", [](double x) { return std::log2(x); }, "torch.log2({})"},
                                  Function{"relu", relu, "torch.relu({})"},
                                  Function{"round", [](double x) { return std::nearbyint(x); }, "torch.round({})"},
                                  Function{"sigmoid", sigmoid, "torch.sigmoid({})"},
                                  Function{"sign", sign, "torch.sign({})"},
                                  Function{"sin", [](double x) { return std::sin(x); }, "torch.sin({})"},
                                  Function{"sinh", [](double x) { return std::sinh(x); }, "torch.sinh({})"},
                                  Function{"softplus", softplus, "torch.neg(torch.log_sigmoid(torch.neg({})))"},
                                  Function{"sqrt", [](double x) { return std::sqrt(x); }, "torch.sqrt({})"},
                                  Function{"tan", [](double x) { return std::tan(x); }, "torch.tan({})"},
                                  Function{"tanh", [](double x) { return std::tanh(x); }, "torch.tanh({})"}};

constexpr std::array<std::pair<std::string_view, Several>, 6> several = {{{"atan2", Several::atan2},
                                                                          {"hypot", Several::hypot},
                                                                          {"max", Several::max},
                                                                          {"min", Several::min},
                                                                          {"pow", Several::pow},
                                                                          {"where", Several::where}}};

constexpr std::array<std::pair<std::string_view, double>, 4> constants = {
    {{"pi", std::numbers::pi},
     {"e", std::numbers::e},
     {"tau", 2.0 * std::numbers::pi},
     {"inf", std::numeric_limits<double>::infinity()}}};

constexpr std::array<std::string_view, 5> keywords = {"if", "else", "and", "or", "not"};
constexpr std::array<std::string_view, 17> statements = {"import", "from",  "lambda", "for",   "while", "def",
                                                         "return", "class", "del",    "print", "exec",  "eval",
                                                         "in",     "is",    "with",   "yield", "global"};

template <class Table>
auto named(const Table& table, std::string_view name) {
  return std::ranges::find_if(table, [name](const auto& row) { return row.first == name; });
}

}  // namespace

const Function* find_function(std::string_view name) {
  const auto found = std::ranges::find(functions, name, &Function::name);
  return found == functions.end() ? nullptr : &*found;
}

Several find_several(std::string_view name) {
  const auto found = named(several, name);
  return found == several.end() ? Several::none : found->second;
}

std::optional<double> find_constant(std::string_view name) {
  const auto found = named(constants, name);
  return found == constants.end() ? std::nullopt : std::optional(found->second);
}

bool is_keyword(std::string_view name) { return std::ranges::count(keywords, name) > 0; }
bool is_statement(std::string_view name) { return std::ranges::count(statements, name) > 0; }

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const Function& function : functions) names.emplace_back(function.name);
  for (const auto& [name, which] : several) names.emplace_back(name);
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> constant_names() {
  std::vector<std::string> names;
  for (const auto& [name, value] : constants) names.emplace_back(name);
  return names;
}

}  // namespace tiltscape::formula
