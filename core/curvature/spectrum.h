// The Hessian's spectrum: its density by stochastic Lanczos quadrature, its moments, and all of it where d allows.
#pragma once

#include <vector>

#include "core/curvature/estimate.h"
#include "core/curvature/hessian.h"

namespace tiltscape {

/// Gauss quadratures of the spectral measure, one a probe: (1/d) Σ g(λᵢ) ≈ mean over probes of Σ wⱼ g(nodeⱼ), exact in
/// expectation for polynomials of degree 2 steps − 1. Empty where H is not finite.
struct Spectrum {
  struct Rule {
    Vector nodes;    ///< eigenvalues of T, ascending
    Vector weights;  ///< squared first components of its eigenvectors; they sum to 1
  };
  std::vector<Rule> rules{};
  Probes probes{};
  Eigen::Index dimension = 0;
  std::uint64_t products = 0;
  bool exact = false;  ///< one rule with all eigenvalues

  bool defined() const { return !rules.empty(); }
};

/// Stochastic Lanczos quadrature (Golub & Meurant 1994; Ghorbani, Krishnan, Xiao 2019, arXiv 1901.10159): at most
/// `steps` products a sign probe, with full reorthogonalisation.
Spectrum lanczos_quadrature(Hessian& hessian, Eigen::Index probes, Eigen::Index steps, std::uint64_t seed);

/// Every eigenvalue, from d products and a dense solver: O(d³), for d up to a few hundred.
Spectrum exact_spectrum(Hessian& hessian);

/// tr H^order from the quadratures: d times their mean, with the error of the mean over probes.
Estimate spectral_moment(const Spectrum& spectrum, int order);

/// The density at every point of `grid`, smoothed by a Gaussian of standard deviation `sigma`; it integrates to 1. The
/// unit is 1/λ. NaN where the spectrum is not defined.
Vector spectral_density(const Spectrum& spectrum, const Vector& grid, double sigma);

/// `points` equally spaced ones from the least node to the greatest, and 4 sigma beyond.
Vector spectral_grid(const Spectrum& spectrum, double sigma, Eigen::Index points);

}  // namespace tiltscape
