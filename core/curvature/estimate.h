// What an estimator answers: a value with its standard error, its interval, its cost, and whether the interval can be
// trusted.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>

#include "core/curvature/probes.h"

namespace tiltscape {

/// value = known + mean of samples. Where the point is not finite the value is NaN and there is no error.
struct Estimate {
  double value = std::numeric_limits<double>::quiet_NaN();
  std::optional<double> standard_error{};  ///< nothing where the value is exact, not defined or from a single sample
  Eigen::Index degrees_of_freedom = 0;     ///< of the standard error
  std::uint64_t cost = 0;                  ///< Hessian products, or evaluations of f; pilots included
  /// Lower bound, itself estimated, on the share of the samples' variance that one eigenvector carries:
  /// λ²/‖H‖_F² for probes' vᵀHv. About 1 for a matrix of rank one.
  double concentration = 0.0;
  bool dominated = false;  ///< concentration above ½: samples are so skewed that fewer intervals cover than should
  bool capped = false;     ///< the budget ended before the requested error
  double known = 0.0;      ///< the part without sampling error
  Vector samples{};        ///< one a probe
  Probes probes{};         ///< whose samples they are

  bool defined() const;
  /// Student's interval; nothing without a standard error.
  std::optional<std::array<double, 2>> interval(double confidence = 0.95) const;
};

/// The estimate of a mean from independent samples; not defined where one is not finite.
Estimate estimate_of(Vector samples, const Probes& probes, std::uint64_t cost, double known = 0.0);
/// A value without sampling error; not defined where it is not finite.
Estimate exactly(double value, std::uint64_t cost);
/// Of something not finite, which still cost something.
Estimate undefined(std::uint64_t cost);

/// later − earlier from the probes that both have, with the error of the difference: under common probes it is smaller
/// than either's own. Where the numbers of probes differ, the covariance is that of the common ones. `cost` is 0.
/// Throws std::invalid_argument where the estimates do not share their probes.
Estimate difference(const Estimate& later, const Estimate& earlier);

}  // namespace tiltscape
