// Repetitions of an estimator of the trace: how often its intervals cover, how far off it is, what it costs.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <utility>

#include "tests/core/curvature_support.h"

namespace tiltscape {

inline constexpr std::uint64_t repetitions = 2000;
inline constexpr std::array both_laws = {Law::rademacher, Law::gaussian};

/// What repetitions, each in its own basis and with its own probes, say of an estimator.
struct Trial {
  double coverage = 0.0;   ///< share of intervals that hold the trace
  double dominated = 0.0;  ///< share of estimates with the flag
  double cost = 0.0;       ///< mean
  double error = 0.0;      ///< root mean square, relative to the trace
};
inline Trial trial(const Vector& spectrum, std::uint64_t times,
                   const std::function<Estimate(Hessian&, std::uint64_t)>& estimate) {
  Trial result;
  const double truth = spectrum.sum();
  for (std::uint64_t i = 0; i < times; ++i) {
    const QuadraticForm form(with_spectrum(spectrum, 1000 + i));
    Hessian hessian(form, Vector::Zero(spectrum.size()));
    const Estimate one = estimate(hessian, i);
    result.coverage += covers(one, truth);
    result.dominated += one.dominated;
    result.cost += static_cast<double>(one.cost);
    result.error += std::pow(one.value / truth - 1.0, 2);
  }
  const auto n = static_cast<double>(times);
  return {result.coverage / n, result.dominated / n, result.cost / n, std::sqrt(result.error / n)};
}
inline void report(const std::string& what, const Trial& t) {
  testing::Test::RecordProperty(what, fmt::format("covered {:.4f}, dominated {:.4f}, cost {:.1f}, error {:.5f}",
                                                  t.coverage, t.dominated, t.cost, t.error));
}
inline const std::array<std::pair<std::string, Vector>, 2> spectra = {
    {{"linear", linear_space(0.1, 3.0, 50)}, {"geometric", geometric_space(1e-3, 10.0, 50)}}};

}  // namespace tiltscape
