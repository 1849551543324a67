// The trace by layers: which of a model's layers is sharp.
#pragma once

#include <vector>

#include "core/curvature/estimate.h"
#include "core/curvature/hessian.h"

namespace tiltscape {

/// The trace of each layer's diagonal block of H, by Hutchinson's estimator: one product a probe serves all layers, as
/// E vₗᵀ(Hv)ₗ = tr Hₗₗ for independent coordinates. They sum to the trace from the same probes. `cost` is that of all.
std::vector<Estimate> layer_traces(Hessian& hessian, const std::vector<Layer>& layers, const Probes& probes);

}  // namespace tiltscape
