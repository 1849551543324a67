// Measures of how far f rises around the point, each with a radius of its own.
#include "core/curvature/sharpness.h"

#include "core/measures/plan.h"
#include "core/measures/registry.h"

namespace tiltscape {
namespace {

constexpr double usual_rho = 0.05;

Estimate of_ascent(const Ascent& ascent) { return exactly(ascent.increase, ascent.evaluations + 3 * ascent.gradients); }

/// Pairs of evaluations that a budget allows beside f(x), for the pilot and the value.
std::uint64_t pairs_within(const MeasureSpec& spec) { return (budget_of(spec) - 2) / 2; }

Estimate average_at(const MeasureSpec& spec, const MeasuredPoint& at) {
  const double rho = spec.rho.value_or(usual_rho);
  return planned(spec, {.seed = at.seed, .law = Law::gaussian}, pairs_within(spec),
                 [&](const Probes& probes) { return average_sharpness(at.loss, at.x, rho, probes); });
}

Estimate tilted_at(const MeasureSpec& spec, const MeasuredPoint& at) {
  const double rho = spec.rho.value_or(usual_rho), tilt = spec.tilt.value_or(1.0);
  return planned(spec, {}, pairs_within(spec), [&](const Probes& probes) {
    const std::uint64_t seed = probes.first == 0 ? ~at.seed : at.seed;  // the pilot's points are others
    return tilted_sharpness(at.loss, at.x, rho, tilt, Neighbourhood::ball, probes.count, seed);
  });
}

}  // namespace

MeasureEntry sam_sharpness_measure() {
  return {
      .name = "sam_sharpness",
      .title = "SAM sharpness",
      .symbol = "max f − f",
      .help = "f(x + ρ∇f/‖∇f‖) − f(x): how far f rises in SAM's ascent step, of radius ρ, not ρ√d (Foret et al. 2021).",
      .point =
          [](const MeasureSpec& spec, const MeasuredPoint& at) {
            return of_ascent(sam_sharpness(at.loss, at.x, spec.rho.value_or(usual_rho)));
          },
      .methods = {"ascent"},
      .curvature = true,
      .has_rho = true,
      .around = "step of ρ"};
}

MeasureEntry ball_sharpness_measure() {
  return {.name = "ball_sharpness",
          .title = "Ball sharpness",
          .symbol = "max f − f",
          .help =
              "The largest rise of f over the ball of radius ρ that projected gradient ascent finds from 4 starts: a "
              "lower bound of the true maximum, which SAM's single step approximates.",
          .point =
              [](const MeasureSpec& spec, const MeasuredPoint& at) {
                constexpr Eigen::Index starts = 4, steps = 50;
                return of_ascent(ball_sharpness(at.loss, at.x, spec.rho.value_or(usual_rho), starts, steps, at.seed));
              },
          .methods = {"ascent"},
          .curvature = true,
          .has_rho = true,
          .around = "ball ρ"};
}

MeasureEntry adaptive_sharpness_measure() {
  return {.name = "adaptive_sharpness",
          .title = "Adaptive sharpness",
          .symbol = "ASAM",
          .help =
              "How far f rises in ASAM's ascent step, of radius ρ in units of each |xᵢ|: it does not change when "
              "coordinates are rescaled without changing f (Kwon et al. 2021).",
          .point =
              [](const MeasureSpec& spec, const MeasuredPoint& at) {
                return of_ascent(adaptive_sharpness(at.loss, at.x, spec.rho.value_or(usual_rho)));
              },
          .methods = {"ascent"},
          .curvature = true,
          .has_rho = true,
          .around = "step of ρ|x|"};
}

MeasureEntry average_sharpness_measure() {
  return {.name = "average_sharpness",
          .title = "Average sharpness",
          .symbol = "E f − f",
          .help = "E f(x + ρu) − f(x) over Gaussian directions u, of length about ρ√d: what ZO's smoothing adds to f.",
          .point = average_at,
          .methods = {"zeroth-order"},
          .curvature = true,
          .has_rho = true,
          .around = "Gaussian ρ√d"};
}

MeasureEntry tilted_sharpness_measure() {
  return {.name = "tilted_sharpness",
          .title = "Tilted sharpness",
          .symbol = "Fₜ − f",
          .help =
              "Fₜ(x) − f(x) over the ball of radius ρ√d: from the mean over that ball, below the average over Gaussian "
              "directions, which all reach about ρ√d, up to its maximum as t grows. Sampled; biased low where few "
              "points carry the weight.",
          .point = tilted_at,
          .methods = {"zeroth-order"},
          .curvature = true,
          .has_rho = true,
          .has_tilt = true,
          .around = "ball ρ√d"};
}

}  // namespace tiltscape
