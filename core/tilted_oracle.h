// F_t, ∇F_t and ∇²F_t at a point, by adaptive quadrature: what estimates, steps and minimisers are compared with.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/law.h"
#include "core/neighbourhood.h"
#include "core/problem.h"

namespace tiltscape {

struct Tilted {
  double value = 0.0;  ///< F_t(x)
  Vector gradient;     ///< the mean of ∇f(x + u), each u weighed by e^{t f(x + u)}
  Matrix hessian;      ///< the weighted mean of ∇²f plus t times the weighted covariance of ∇f
};

/// The neighbourhood whose F_t the estimates of a law follow: sphere directions the ball (divergence theorem), gaussian
/// ones the Gaussian (Stein). Nothing for the others, which are unbiased for no t.
std::optional<Neighbourhood> neighbourhood_of(Law law);

/// For one problem in two or three dimensions, one neighbourhood and one ρ > 0.
class TiltedOracle {
 public:
  /// Why there is no oracle, to follow "no exact ∇F_t: "; empty where there is one. No problem means a model.
  static std::string missing(const Problem* problem);

  TiltedOracle(std::shared_ptr<const Problem> problem, Neighbourhood neighbourhood, double rho);

  /// F_t(x), relative error about 1e-6 of the range of f in the neighbourhood, for 0 ≤ t ≤ ∞. Nothing where f is not
  /// finite, or so rough that it cannot be resolved.
  std::optional<double> value(const Vector& x, double t) const;
  std::optional<Tilted> gradient(const Vector& x, double t) const;
  std::optional<Tilted> hessian(const Vector& x, double t) const;

  double radius() const { return radius_; }

 private:
  enum class Order { value, gradient, hessian };
  std::optional<Tilted> average(const Vector& x, double t, Order order) const;

  std::shared_ptr<const Problem> problem_;
  Neighbourhood neighbourhood_;
  double rho_, radius_;
};

}  // namespace tiltscape
