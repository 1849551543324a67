// Measures of the Hessian: trace, extreme eigenvalues, Frobenius norm.

#include "core/curvature/eigenpairs.h"
#include "core/curvature/sharpness.h"
#include "core/curvature/spectrum.h"
#include "core/curvature/trace_request.h"
#include "core/measures/plan.h"
#include "core/measures/registry.h"

namespace tiltscape {
namespace {

Estimate trace_at(const MeasureSpec& spec, const MeasuredPoint& at) {
  const auto method = choice_named<TraceMethod>(spec.method).value_or(TraceMethod::exact);
  if (method == TraceMethod::exact)
    return at.x.allFinite() ? exactly(at.loss.trace(at.x), static_cast<std::uint64_t>(at.x.size())) : undefined(0);
  Hessian hessian(at.loss, at.x);
  const Plan plan = plan_of(spec);
  return as_planned(spec, estimate_trace(hessian, {.method = method,
                                                   .relative_error = plan.relative_error,
                                                   .budget = budget_of(spec),
                                                   .seed = at.seed,
                                                   .lambda = spec.rho,
                                                   .count = plan.count}));
}

/// By Lanczos' method; not defined where the budget does not get to the tolerance.
Estimate extreme_eigenvalue(const MeasureSpec& spec, const MeasuredPoint& at, End end, double tolerance) {
  Hessian hessian(at.loss, at.x);
  const Eigenpairs found = eigenpairs(hessian, {.end = end,
                                                .tolerance = reachable_tolerance(at.loss, tolerance),
                                                .most = static_cast<Eigen::Index>(spec.budget),
                                                .seed = at.seed,
                                                .copies = false});
  return found.status == Eigenpairs::Status::converged ? exactly(found.values[0], found.products)
                                                       : undefined(found.products);
}

constexpr double six_digits = 1e-6, ten_digits = 1e-10;

Estimate lambda_max_at(const MeasureSpec& spec, const MeasuredPoint& at) {
  if (spec.method == "lanczos") return extreme_eigenvalue(spec, at, End::largest, six_digits);
  return at.x.allFinite() ? exactly(at.loss.lambda_max(at.x), static_cast<std::uint64_t>(at.x.size())) : undefined(0);
}

Estimate lambda_min_at(const MeasureSpec& spec, const MeasuredPoint& at) {
  if (spec.method == "lanczos") return extreme_eigenvalue(spec, at, End::smallest, six_digits);
  constexpr Eigen::Index quickly_dense = 64, at_all_dense = 2000;
  if (at.x.size() > quickly_dense) {
    Estimate found = extreme_eigenvalue(spec, at, End::smallest, ten_digits);
    if (found.defined() || at.x.size() > at_all_dense) return found;
  }
  Hessian hessian(at.loss, at.x);
  const Spectrum spectrum = exact_spectrum(hessian);
  return spectrum.defined() ? exactly(spectrum.rules[0].nodes.minCoeff(), spectrum.products)
                            : undefined(spectrum.products);
}

Estimate frobenius_at(const MeasureSpec& spec, const MeasuredPoint& at) {
  Hessian hessian(at.loss, at.x);
  if (!is_sampled(spec.method)) return frobenius_norm(hessian);
  return planned(spec, {.seed = at.seed, .family = ProbeFamily::frobenius}, budget_of(spec),
                 [&](const Probes& probes) { return frobenius_norm(hessian, probes); });
}

}  // namespace

MeasureEntry trace_measure() {
  return {.name = "trace",
          .title = "Hessian trace",
          .symbol = "tr H",
          .help =
              "Sum of the Hessian's eigenvalues: exact on landscapes unless a method is named, estimated with its "
              "standard error on models. Says nothing of flatness while the loss is high.",
          .point = trace_at,
          .methods = {"exact", "hutchinson", "hutch++", "zeroth-order"},
          .model_method = "hutch++",
          .curvature = true};
}

MeasureEntry lambda_max_measure() {
  return {.name = "lambda_max",
          .title = "Largest eigenvalue",
          .symbol = "λ₁",
          .help =
              "Largest eigenvalue of the Hessian: exact on landscapes, by Lanczos' method to six digits on models "
              "(five in single precision).",
          .point = lambda_max_at,
          .methods = {"exact", "lanczos"},
          .model_method = "lanczos",
          .curvature = true};
}

MeasureEntry lambda_min_measure() {
  return {.name = "lambda_min",
          .title = "Smallest eigenvalue",
          .symbol = "λ_min",
          .help = "Smallest eigenvalue of the Hessian: below 0 the point is no minimum.",
          .point = lambda_min_at,
          .methods = {"exact", "lanczos"},
          .model_method = "lanczos",
          .curvature = true};
}

MeasureEntry frobenius_measure() {
  return {
      .name = "frobenius",
      .title = "Frobenius norm",
      .symbol = "‖H‖_F",
      .help = "Root of the sum of the squared eigenvalues: unlike the trace, positive and negative ones do not cancel.",
      .point = frobenius_at,
      .methods = {"exact", "hutchinson"},
      .model_method = "hutchinson",
      .curvature = true};
}

}  // namespace tiltscape
