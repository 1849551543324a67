// Mean-square stability of zeroth-order steps at a minimum: which learning rates keep E‖x‖² from growing.
//
// For f = ½xᵀHx, Gaussian directions, k pairs and λ → 0 a step is x ← (I − η/k Σ uᵢuᵢᵀ H)x. With E[uuᵀAuuᵀ] = 2A + tr A
// I, the second moments mᵢ along the eigenvectors of H follow
//   mᵢ ← (1 − 2ηlᵢ + (1 + 1/k)η²lᵢ²) mᵢ + η²/k Σⱼ lⱼ² mⱼ,
// which keeps them from growing up to the η* that solves Σ ηlᵢ/[k(2 − (1 + 1/k)ηlᵢ)] = 1. For one pair this is Song et
// al., arXiv 2604.14669. No such formula is known for the sphere in few dimensions, for λ > 0 or for ZEST.
#pragma once

#include <span>

namespace tiltscape {

/// η*: larger learning rates let the second moments grow. Below 2/λ_max always. ∞ where every eigenvalue is 0; 0 where
/// one is negative (no step size keeps one at a saddle); NaN where one is. `pairs` is at least 1.
double stable_learning_rate(std::span<const double> eigenvalues, int pairs);

struct LearningRateBounds {
  double low, high;
};
/// What trace and largest eigenvalue say of η*: 2k/(tr + (k + 1)λ_max) ≤ η* ≤ 2k/tr, for eigenvalues that are none
/// below 0. The lower one is η* itself where there is a single eigenvalue.
LearningRateBounds stable_learning_rate_bounds(double trace, double lambda_max, int pairs);

/// 2k/η: no spectrum with a larger trace is stable.
double most_stable_trace(double learning_rate, int pairs);
/// 2k/η − (k + 1)λ_max: every spectrum with a smaller trace is stable. Below λ_max, or below 0, where none is surely
/// so.
double surely_stable_trace(double learning_rate, int pairs, double lambda_max);
/// 2k/((k + 2)η): no spectrum with a larger eigenvalue is stable, be it the only one. Tends to 2/η as k grows.
double most_stable_eigenvalue(double learning_rate, int pairs);
/// 2/η: gradient descent on a quadratic grows along eigenvectors of larger eigenvalues, and so do the means of
/// zeroth-order steps (Cohen et al., arXiv 2103.00065).
double gradient_descent_limit(double learning_rate);

}  // namespace tiltscape
