// Worst directions: the ascent steps of SAM and ASAM, and projected gradient ascent in a ball.
#include <algorithm>
#include <cmath>

#include "core/curvature/sharpness.h"

namespace tiltscape {
namespace {

/// f, ∇f and whether they are numbers.
struct Here {
  double value = 0.0;
  Vector gradient;
  bool finite = false;
};

Here at(const LossFunction& loss, const Vector& x) {
  Here here{.gradient = Vector(x.size())};
  here.value = loss.gradient(x, here.gradient);
  here.finite = x.allFinite() && std::isfinite(here.value) && here.gradient.allFinite();
  return here;
}

/// Below this a gradient's direction is rounding: SAM adds 1e-12 to its norm for the same reason.
constexpr double least_slope = 1e-11;

Ascent step_to(const LossFunction& loss, const Vector& x, double here, Vector displacement) {
  const double increase = loss.value(x + displacement) - here;
  if (!std::isfinite(increase)) return {.gradients = 1, .evaluations = 1};
  return {.increase = increase, .displacement = std::move(displacement), .gradients = 1, .evaluations = 1};
}

Vector into_ball(Vector epsilon, double rho) {
  const double length = epsilon.norm();
  if (length > rho) epsilon *= rho / length;
  return epsilon;
}

/// One climb: the step doubles after a success and shrinks after a failure, so that it never goes down.
class Climb {
 public:
  Climb(const LossFunction& loss, const Vector& x, double rho, Ascent& total)
      : loss_(loss), x_(x), rho_(rho), total_(total) {}

  /// From `epsilon` in the ball; notes in `total` what is better. False where it met what is not finite.
  bool from(Vector epsilon, double here, Eigen::Index steps, const std::function<bool()>& stale) {
    Here best = look(epsilon);
    if (!best.finite) return false;
    note(best.value - here, epsilon);
    // the full-length step goes straight to the linearisation's maximum, where convex functions are best climbed
    double length = 1e3 * rho_;
    for (Eigen::Index i = 0; i < steps && !stale(); ++i) {
      const double slope = best.gradient.norm();
      if (!(slope > 0.0) || length < 1e-12 * rho_) return true;
      const Vector candidate = into_ball(epsilon + (length / slope) * best.gradient, rho_);
      const Here next = look(candidate);
      if (!next.finite) return false;
      note(next.value - here, candidate);
      if (next.value > best.value) {
        const bool settled = next.value - best.value <= 1e-14 * std::abs(best.value - here);
        epsilon = candidate;
        best = next;
        length *= 2.0;
        if (settled) return true;
      } else {
        length = std::min(length, 2.0 * rho_) / 4.0;
      }
    }
    return true;
  }

 private:
  Here look(const Vector& epsilon) {
    ++total_.gradients;
    return at(loss_, x_ + epsilon);
  }
  void note(double increase, const Vector& epsilon) {
    if (!(increase > total_.increase)) return;
    total_.increase = increase;
    total_.displacement = epsilon;
  }

  const LossFunction& loss_;
  const Vector& x_;
  double rho_;
  Ascent& total_;
};

}  // namespace

Ascent sam_sharpness(const LossFunction& loss, const Vector& x, double rho) {
  const Here here = at(loss, x);
  if (!here.finite || here.gradient.norm() < least_slope) return {.gradients = 1};
  return step_to(loss, x, here.value, rho / (here.gradient.norm() + 1e-12) * here.gradient);
}

Ascent adaptive_sharpness(const LossFunction& loss, const Vector& x, double rho) {
  const Here here = at(loss, x);
  if (!here.finite) return {.gradients = 1};
  const Vector scaled = x.cwiseAbs().cwiseProduct(here.gradient);
  const double length = scaled.norm();
  if (length < least_slope) return {.gradients = 1};
  return step_to(loss, x, here.value, rho / length * x.cwiseAbs().cwiseProduct(scaled));
}

Ascent ball_sharpness(const LossFunction& loss, const Vector& x, double rho, Eigen::Index starts, Eigen::Index steps,
                      std::uint64_t seed, const std::function<bool()>& stale) {
  const Here here = at(loss, x);
  if (!here.finite) return {.gradients = 1};
  Ascent total{.increase = 0.0, .displacement = Vector::Zero(x.size()), .gradients = 1};
  Climb climb(loss, x, rho, total);
  for (Eigen::Index i = 0; i < starts; ++i) {
    Matrix start(x.size(), 1);
    if (i == 0 && here.gradient.norm() > 0.0)
      start = here.gradient;
    else
      fill_probes({.seed = seed, .law = Law::gaussian, .first = 0, .family = ProbeFamily::ascent}, i, start);
    const bool finite = climb.from(start * (rho / start.norm()), here.value, steps, stale);
    if (!finite || stale()) return {.gradients = total.gradients};
  }
  return total;
}

}  // namespace tiltscape
