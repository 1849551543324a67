// Formulas of core/zo_stability.h, with what a reader must know of them.
#include "app/panels/stability_lines.h"

#include <fmt/format.h>

#include <cmath>

#include "app/format.h"
#include "core/law.h"
#include "core/optimizer.h"
#include "core/zo_stability.h"

namespace tiltscape {
namespace {

constexpr const char* source =
    "In mean square, from Σ ηlᵢ/[k(2 − (1 + 1/k)ηlᵢ)] = 1 for the η that is just stable: Song et al., arXiv "
    "2604.14669, "
    "for k = 1. Holds for Gaussian directions with ρ → 0 at a minimum; no formula covers the sphere in few dimensions, "
    "a ρ that matters, or ZEST.";

std::string settings_used(double eta, int pairs) { return fmt::format("η = {}, k = {}", readable(eta), pairs); }

std::vector<StabilityLine> of_gradient_descent(std::string_view column, double eta) {
  if (column != "lambda_max") return {};
  const double limit = gradient_descent_limit(eta);
  return {{.level = limit,
           .formula = "2/η",
           .help = fmt::format("Where λ₁ is larger than 2/η = {}, gradient descent with η = {} is thrown off along its "
                               "eigenvector: the edge of stability. Cohen et al., arXiv 2103.00065. Holds for full "
                               "gradients of a quadratic; a curved loss can bring λ₁ back.",
                               readable(limit), readable(eta))}};
}

std::vector<StabilityLine> of_zeroth_order(std::string_view column, double eta, int pairs, double lambda_max) {
  if (column == "lambda_max")
    return {
        {.level = gradient_descent_limit(eta),
         .formula = "2/η",
         .help = fmt::format("No spectrum with λ₁ above 2/η = {} is stable ({}), as for gradient descent: the mean of "
                             "the steps is one of its steps. In mean square even a lone eigenvalue must stay below "
                             "2k/((k + 2)η) = {}. {}",
                             readable(gradient_descent_limit(eta)), settings_used(eta, pairs),
                             readable(most_stable_eigenvalue(eta, pairs)), source)}};
  if (column != "trace") return {};
  std::vector<StabilityLine> lines = {
      {.level = most_stable_trace(eta, pairs),
       .formula = "2k/η",
       .help = fmt::format("No spectrum with a trace above 2k/η = {} is stable ({}). {}",
                           readable(most_stable_trace(eta, pairs)), settings_used(eta, pairs), source)}};
  const double surely = surely_stable_trace(eta, pairs, lambda_max);
  if (surely > lambda_max)  // NaN where λ₁ is not measured
    lines.push_back(
        {.level = surely,
         .surely = true,
         .formula = "2k/η − (k + 1)λ₁",
         .help = fmt::format("With the λ₁ = {} of this step every spectrum with a trace below 2k/η − (k + 1)λ₁ "
                             "= {} is stable ({}). {}",
                             readable(lambda_max), readable(surely), settings_used(eta, pairs), source)});
  return lines;
}

}  // namespace

std::string law_of(const Settings& settings) {
  const Setting* law = settings.find("law");
  return law != nullptr ? std::get<std::string>(*law) : std::string();
}

int pairs_of(const Settings& settings) {
  const Setting* pairs = settings.find("pairs");
  return pairs != nullptr ? static_cast<int>(std::get<std::int64_t>(*pairs)) : 1;
}

std::vector<StabilityLine> stability_lines(std::string_view column, const StabilityStep& step) {
  if (!no_stability_formula(step.optimizer, step.settings).empty()) return {};
  const double eta = step.settings.real("learning_rate", step.step);
  if (!(eta > 0.0)) return {};  // the end of a schedule
  if (step.optimizer == "gd") return of_gradient_descent(column, eta);
  return of_zeroth_order(column, eta, pairs_of(step.settings), step.lambda_max);
}

std::string no_stability_formula(std::string_view optimizer, const Settings& settings) {
  if (optimizer == "gd") return {};
  if (optimizer != "zo") return fmt::format("no formula covers {}", find_optimizer(optimizer).title);
  const std::string law = law_of(settings);
  return law == choice_name(Law::gaussian) ? "" : fmt::format("no formula covers {} directions", law);
}

}  // namespace tiltscape
