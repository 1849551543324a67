// Hutch++: the trace on a range that a sketch finds exactly, and Hutchinson's estimate of the rest.
#pragma once

#include "core/curvature/estimate.h"
#include "core/curvature/hessian.h"

namespace tiltscape {

/// A range and the trace on it, NaN where H is not finite.
struct Deflation {
  Matrix q;  ///< d × columns, orthonormal
  double trace = 0.0;
};
/// From 2 `columns` products: of a sketch S of signs, the same for a seed, and of Q = qr(HS).
Deflation deflate(Hessian& hessian, Eigen::Index columns, std::uint64_t seed);

/// tr QᵀHQ + Hutchinson's estimate of tr (I − QQᵀ) H (I − QQᵀ), whose error it has. `cost` is that of the probes.
Estimate deflated_trace(Hessian& hessian, const Deflation& deflation, const Probes& probes);

/// Hutch++ (Meyer, Musco, Musco, Woodruff 2021, algorithm 1) with `products` ≥ 6 products: a third each for HS, for HQ,
/// Q = qr(HS), and for Hutchinson's estimate of what Q leaves, whose error is the estimate's. What does not divide by
/// three goes where all products are used. S and the probes are signs.
Estimate hutch_plus_plus(Hessian& hessian, Eigen::Index products, std::uint64_t seed);

}  // namespace tiltscape
