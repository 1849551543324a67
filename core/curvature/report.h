// Everything that is said of the curvature at one point, for a panel: measured beside the runs, in stages.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/curvature/eigenpairs.h"
#include "core/curvature/spectrum.h"
#include "core/scene.h"

namespace tiltscape {

struct CurvatureRequest {
  std::uint64_t number = 0;  ///< the sender's own; comes back with the answers
  std::shared_ptr<const LossFunction> loss{};
  Vector x{};
  double alpha = 1.0;                   ///< also at loss->rescaled(x, alpha), where it is not 1
  std::vector<MeasureSpec> measures{};  ///< of the point, in the order that they are wanted
  std::uint64_t seed = 0;               ///< of the probes
  Eigen::Index pairs = 3;               ///< eigenpairs at either end
  double tell_every = 0.5;              ///< seconds, while a part is measured
};

struct CurvatureReport {
  /// One measure at x and, where asked for, at the rescaled point; nothing until it was measured.
  struct Row {
    MeasureSpec spec;
    std::optional<Estimate> here{}, rescaled{};
  };

  std::uint64_t number = 0;
  double loss = 0.0, gradient_norm = 0.0;
  std::optional<double> rescaled_loss{};
  std::vector<Row> rows{};
  std::optional<Eigenpairs> top{}, bottom{};  ///< without their vectors
  std::optional<Spectrum> spectrum{};
  std::vector<Layer> layers{};
  std::vector<Estimate> layer_traces{};
  double seconds = 0.0;  ///< of the work so far
  bool last = false;
  std::uint64_t cost = 0;           ///< Hessian products and evaluations of f, all together
  std::size_t parts = 0, done = 0;  ///< measures, eigenvalues, layers: how many there will be, and are
};

/// The dimension up to which all eigenvalues are computed: the dense solver then takes some tenths of a second.
inline constexpr Eigen::Index most_dense = 500;

/// Calls `done` with ever more of the report, every `tell_every` and when a part is there, the last time with all of
/// it; returns early when `stale`, which is asked before every evaluation. Where f or its gradient is not finite the
/// rows are not defined. Throws nothing.
void measure_curvature(const CurvatureRequest& request, const std::function<void(CurvatureReport)>& done,
                       const std::function<bool()>& stale);

}  // namespace tiltscape
