// The user's own function: its description and its settings. core/models/expression.cpp makes it.
#include "core/problems/expression.h"

#include <fmt/format.h>

namespace tiltscape {
namespace problems {
namespace {

/// A bowl with dents: something to look at that is short enough to be changed.
constexpr const char* first_formula = "x**2 + y**2 - cos(4*x)*cos(4*y)";

ProblemEntry expression() {
  return {
      .name = "expression",
      .title = "Your own function",
      .formula = "f = what you type",
      .help = "A function that you type: + - * / %, powers as ** or ^, comparisons, a if condition else b, and " +
              formula_functions() + ". Its derivatives are exact, by automatic differentiation.",
      .citation = "Compiled and differentiated by LibTorch",
      .parameters =
          {{.name = "formula",
            .title = "Formula",
            .help = "One expression, such as (1-x)**2 + 100*(y-x**2)**2. The surface follows while you type.",
            .kind = Kind::text,
            .fallback = std::string(first_formula)},
           {.name = "variables",
            .title = "Variables",
            .help = "The coordinates in their order. Left out, they are the formula's names in the order they appear.",
            .kind = Kind::words,
            .fallback = WordList{}},
           {.name = "bounds",
            .title = "Bounds",
            .help = "What the picture shows of every variable, and where random starts are drawn. The default start "
                    "lies a fifth of the way into them. Runs may leave them. Left out, they are [-2, 2].",
            .kind = Kind::intervals,
            .low = -1e100,
            .high = 1e100,
            .fallback = Intervals{}}},
      .parameter_count =
          [](const Settings& settings) {
            return static_cast<Eigen::Index>(ExpressionSettings(settings).complete().variables.size());
          },
      .complete =
          [](Settings& settings) {
            ExpressionSettings own(settings);
            own.complete();
            own.put_into(settings);
          },
      .make = {}};
}

}  // namespace

ExpressionSettings::ExpressionSettings(const Settings& settings)
    : formula(std::get<std::string>(*settings.find("formula"))),
      variables(std::get<WordList>(*settings.find("variables"))),
      bounds(std::get<Intervals>(*settings.find("bounds"))) {}

Formula ExpressionSettings::complete() {
  Formula parsed = parse_formula(formula, variables);
  variables = parsed.variables;
  if (bounds.empty()) bounds.assign(variables.size(), default_interval);
  if (bounds.size() != variables.size())
    throw BadInput(fmt::format("bounds has {} interval{}, but there {} {} variable{} ({}); write [low, high] for each",
                               bounds.size(), bounds.size() == 1 ? "" : "s", variables.size() == 1 ? "is" : "are",
                               variables.size(), variables.size() == 1 ? "" : "s", fmt::join(variables, ", ")));
  return parsed;
}

void ExpressionSettings::put_into(Settings& settings) const {
  settings.set("formula", formula);
  settings.set("variables", variables);
  settings.set("bounds", bounds);
}

}  // namespace problems

const ProblemEntry& expression_entry() {
  static const ProblemEntry entry = problems::expression();
  return entry;
}

}  // namespace tiltscape
