// Measures of sharpness beside trace and eigenvalues: they disagree, which is why they stand side by side.
#pragma once

#include <functional>

#include "core/curvature/estimate.h"
#include "core/curvature/hessian.h"
#include "core/neighbourhood.h"

namespace tiltscape {

/// ‖H‖_F from all of H (d products).
Estimate frobenius_norm(Hessian& hessian);
/// ‖H‖_F from E‖Hv‖² = ‖H‖_F², a product a probe, with a standard error by the delta method. Its bias is that of the
/// root: −(standard error)²/(2 value), to first order.
Estimate frobenius_norm(Hessian& hessian, const Probes& probes);

/// An increase f(x + ε) − f(x) with its ε. NaN, and no ε, where f, or its gradient at x, is not finite.
struct Ascent {
  double increase = std::numeric_limits<double>::quiet_NaN();
  Vector displacement{};  ///< ε
  std::uint64_t gradients = 0, evaluations = 0;
};

/// SAM's ascent step (Foret et al., arXiv 2010.01412): ε = ρ∇f/(‖∇f‖ + 1e-12). NaN, too, where ‖∇f‖ <
/// 1e-11: at a minimum no direction is the gradient's, however sharp it is.
Ascent sam_sharpness(const LossFunction& loss, const Vector& x, double rho);

/// ASAM's ascent step (Kwon et al., arXiv 2102.11600, equation 7): the first-order maximum over ‖T⁻¹ε‖ ≤ ρ with T =
/// diag(|x|), ε = ρT²∇f/‖T∇f‖. It does not change when coordinates are rescaled without changing f. NaN, too, where
/// ‖T∇f‖ < 1e-11.
Ascent adaptive_sharpness(const LossFunction& loss, const Vector& x, double rho);

/// The largest increase over the ball ‖ε‖ ≤ ρ that projected gradient ascent finds: a lower bound of the maximum.
/// Starts from the gradient's direction and from `starts` − 1 seeded points of the sphere; each takes at most `steps`
/// steps. NaN, too, where f is not finite somewhere it looked, and when `stale` ends it.
Ascent ball_sharpness(
    const LossFunction& loss, const Vector& x, double rho, Eigen::Index starts, Eigen::Index steps, std::uint64_t seed,
    const std::function<bool()>& stale = [] { return false; });

/// E f(x + ρu) − f(x) for u of a law with covariance I (gaussian, sphere of radius √d …), from antithetic pairs ±u, a
/// sample each: the gradient drops out. 2 evaluations a probe and one for f(x).
Estimate average_sharpness(const LossFunction& loss, const Vector& x, double rho, const Probes& probes);

/// F_t(x) − f(x) = (1/t) log E e^{t(f(x + u) − f(x))} over a neighbourhood, 0 ≤ t < ∞, from `pairs` antithetic pairs
/// (the nodes of `sampled_nodes`); t = 0 is the mean. The standard error is the delta method's: samples are the value
/// plus (w̄ᵢ − 1)/t with w̄ᵢ a pair's mean weight. It is biased low by about t(standard error)²/2, and far more where a
/// few weights carry the sum: with an effective number of pairs below 10 `dominated` is set and there is no error,
/// since the true value may be any larger one.
Estimate tilted_sharpness(const LossFunction& loss, const Vector& x, double rho, double tilt,
                          Neighbourhood neighbourhood, Eigen::Index pairs, std::uint64_t seed);

}  // namespace tiltscape
