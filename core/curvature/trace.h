// The Hessian's trace: exact, from Hessian products (Hutchinson, Hutch++) or from losses alone.
#pragma once

#include "core/curvature/estimate.h"
#include "core/curvature/hessian.h"

namespace tiltscape {

enum class TraceMethod { exact, hutchinson, hutch_plus_plus, zeroth_order };

template <>
struct Choices<TraceMethod> {
  static constexpr std::array names = {"exact", "hutchinson", "hutch++", "zeroth-order"};
};

/// From d products.
Estimate exact_trace(Hessian& hessian);

/// Mean of vᵀHv (Hutchinson 1990), a product a probe. Variance of a sample: 2‖H‖_F² for Gaussian probes, 2(‖H‖_F² −
/// ΣH_ii²) for rademacher.
Estimate hutchinson(Hessian& hessian, const Probes& probes);

/// Hutch++ (Meyer, Musco, Musco, Woodruff 2021, algorithm 1) with `products` ≥ 6 products: a third each for HS, for HQ,
/// Q = qr(HS), and for Hutchinson's estimate of what Q leaves, whose error is the estimate's. What does not divide by
/// three goes where all products are used. S and the probes are signs.
Estimate hutch_plus_plus(Hessian& hessian, Eigen::Index products, std::uint64_t seed);

/// 1e-4 of the point's scale, its root mean square but at least 1: rounding and truncation are then both about 1e-8 of
/// f and of its fourth derivatives.
double default_lambda(const Vector& x);

/// Mean of [f(x + λu) + f(x − λu) − 2f(x)]/λ² (Zhang et al., arXiv 2506.05454, with central differences): 2 evaluations
/// a probe and one for f(x). For Gaussian u its expectation is tr H + (λ²/4) Δ²f + O(λ⁴).
Estimate zeroth_order_trace(const LossFunction& loss, const Vector& x, double lambda, const Probes& probes);

/// A relative standard error within a budget, in two stages.
struct TraceRequest {
  TraceMethod method = TraceMethod::hutchinson;
  double relative_error = 0.02;   ///< standard error / value
  std::uint64_t budget = 10'000;  ///< most Hessian products, or evaluations for zeroth_order; at least 6
  std::uint64_t seed = 0;
  std::optional<Law> law{};        ///< of the probes; otherwise gaussian for zeroth_order, rademacher for the others
  std::optional<double> lambda{};  ///< of zeroth_order; otherwise `default_lambda`
  std::optional<Eigen::Index> count{};  ///< of fresh probes, in place of a pilot: constant along a run
};

/// A pilot of 30 probes fixes the number of fresh ones (10 at least), and the value comes from the fresh ones alone: it
/// is as if that number had always been meant. Hutch++ sketches with 30 columns first. `capped` where the budget ended
/// it. `exact` ignores all but the method.
Estimate estimate_trace(Hessian& hessian, const TraceRequest& request);

/// How many probes give a pilot's quantity to a relative standard error; at least 10 and at most `most`.
Eigen::Index planned_probes(const Estimate& pilot, double relative_error, Eigen::Index most);

}  // namespace tiltscape
