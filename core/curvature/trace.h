// The Hessian's trace: exact, from Hessian products (Hutchinson) or from losses alone.
#pragma once

#include "core/curvature/estimate.h"
#include "core/curvature/hessian.h"

namespace tiltscape {

/// From d products.
Estimate exact_trace(Hessian& hessian);

/// Mean of vᵀHv (Hutchinson 1990), a product a probe. Variance of a sample: 2‖H‖_F² for Gaussian probes, 2(‖H‖_F² −
/// ΣH_ii²) for rademacher.
Estimate hutchinson(Hessian& hessian, const Probes& probes);

/// ε^{1/4} of the point's scale, its root mean square but at least 1, for the rounding ε of f: rounding and truncation
/// are then both about √ε of f and of its fourth derivatives. 1.2e-4 in double, 2e-2 in single precision.
double default_lambda(const LossFunction& loss, const Vector& x);

/// Mean of [f(x + λu) + f(x − λu) − 2f(x)]/λ² (Zhang et al., arXiv 2506.05454, with central differences): 2 evaluations
/// a probe and one for f(x). For Gaussian u its expectation is tr H + (λ²/4) Δ²f + O(λ⁴).
Estimate zeroth_order_trace(const LossFunction& loss, const Vector& x, double lambda, const Probes& probes);

}  // namespace tiltscape
