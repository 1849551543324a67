// (1/t) log Σ wᵢ exp(t fᵢ), stable for every t from 0 (the mean) to infinity (the maximum).
#pragma once

#include <span>

namespace tiltscape {

/// t·range from which on F_t is the maximum, whose weight is never below e^{−100}.
inline constexpr double maximum_above = 1e10;

/// Values near one point, as they are kept for many tilts: distances below the largest, in single precision.
struct Spread {
  double maximum = 0.0;
  double mean = 0.0;
  double range = 0.0;  ///< maximum − minimum
};

/// Fills `below` with fᵢ − maximum (rounded to float). Where a value is not finite, the spread's maximum is NaN.
Spread spread_of(std::span<const double> values, std::span<const float> weights, std::span<float> below);

/// The tilted mean of what `spread_of` made; error about 1e-7 of the range. weights sum to 1; 0 ≤ t ≤ ∞.
double tilted_mean(const Spread& spread, std::span<const float> below, std::span<const float> weights, double t);

/// The same in double precision, from the values themselves; NaN where one is not finite.
double tilted_mean(std::span<const double> values, std::span<const double> weights, double t);

}  // namespace tiltscape
