// Tilted sharpness-aware minimization (Li, Zhou, Bilmes, arXiv 2410.22656): SAM's gradients at n points around x,
// weighed by the exponentials of their losses. A reconstruction: from the paper and a description of its code.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/optimizer.h"
#include "core/optimizers/parameters.h"
#include "core/optimizers/tilted.h"
#include "core/vector_operations.h"

namespace tiltscape {

/// How TSAM's points are drawn around x.
enum class Noise { clipped_gaussian, sphere };

template <>
struct Choices<Noise> {
  static constexpr std::array names = {"clipped-gaussian", "sphere"};
};

template <class V>
struct Tsam {
  double learning_rate = 0.01;
  double rho = 0.1;
  double tilt = 20.0;
  int samples = 5;
  double spread = 0.1;
  Noise noise = Noise::clipped_gaussian;
  V u{}, point{}, estimate{};
  std::vector<V> gradients;
  std::vector<double> losses;
  SampleWeights weights;

  void visit(auto& parameter) {
    parameter(learning_rate, learning_rate_parameter());
    parameter(rho, rho_parameter("Radius of each sample's ascent step, in the norm of x, as SAM's.", true));
    parameter(tilt, tilt_parameter("0 averages over the samples' gradients; larger tilts weigh those of larger losses "
                                   "more; inf takes the worst sample's alone.",
                                   true));
    parameter(samples, {.name = "samples",
                        .title = "Samples",
                        .symbol = "n",
                        .help = "Points around x, two gradients each: 6n forward passes a step.",
                        .low = 1,
                        .high = 10000,
                        .slider_low = 1,
                        .slider_high = 64,
                        .scale = Scale::log});
    parameter(spread, {.name = "spread",
                       .title = "Spread",
                       .symbol = "r",
                       .help = "Radius around x within which the samples begin, in the norm of x: not r√d.",
                       .low = 0.0,
                       .slider_low = 1e-4,
                       .slider_high = 2.0,
                       .scale = Scale::log,
                       .schedulable = true});
    parameter(noise, {.name = "noise",
                      .title = "Noise",
                      .symbol = "",
                      .help = "How samples are drawn around x: clipped-gaussian within the radius r, sphere at it."});
  }

  Step step(Objective<V>& f, V& x, std::uint64_t number) {
    const Directions drawn{noise == Noise::sphere ? Law::sphere : Law::gaussian, samples, number};
    const double usual =
        std::sqrt(static_cast<double>(dimension(x)));  // ‖u‖ on the sphere; its mean, nearly, for normals
    const auto n = static_cast<std::size_t>(samples);
    losses.resize(n);
    gradients.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      V& g = gradients[i];
      f.direction(drawn, static_cast<int>(i), u);
      assign(point, x);
      axpy(spread / std::max(usual, norm(u)), u, point);  // θ + ε, ‖ε‖ ≤ r
      f.gradient(point, g);
      axpy(rho / (norm(g) + 1e-12), g, point);  // SAM's ascent from there
      losses[i] = f.gradient(point, g);
    }
    weights.compute(losses, tilt);  // softmax(t L)
    set_zero(estimate, x);
    for (std::size_t i = 0; i < n; ++i) axpy(weights.weights[i], gradients[i], estimate);
    axpy(-learning_rate, estimate, x);
    const double size = norm(estimate);
    return {.length = learning_rate * size,
            .effective_samples = weights.effective_samples,
            .estimate_norm = size,
            .tilt_spread = weights.spread,
            .sample_losses = losses,
            .sample_weights = weights.weights};
  }

  static OptimizerEntry entry() {
    return {.name = "tsam",
            .title = "TSAM",
            .summary = "tilted sharpness-aware minimization",
            .formula = "x ← x − η Σ wᵢ ∇f(xᵢ + ρ∇f/‖∇f‖),  xᵢ = x + εᵢ,  w = softmax(t f)",
            .help =
                "SAM from n points within r of x; the gradients found are weighed by the exponentials of their losses, "
                "from the mean (t = 0) to the worst sample (t = inf). ρ and r are radii, not ρ√d. Unlike ZEST's, the "
                "step does not shrink with t. A reconstruction: from the paper and a description of its code; its "
                "Gaussian is taken to have r/√d a coordinate before it is clipped.",
            .citation = "Li, Zhou, Bilmes, arXiv 2410.22656",
            .reconstruction = true};
  }
};

}  // namespace tiltscape
