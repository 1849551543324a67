// Measures of models at a point: exact over the training or test set, the Hessian's trace by Hutchinson's estimator.
#pragma once

#include "core/measure.h"
#include "core/models/flat_tensor.h"
#include "core/models/task.h"
#include "core/optimizer.h"

namespace tiltscape {

/// Names of the measures that models have.
const std::vector<std::string>& model_measures();
/// Throws BadInput where models have no such measure or method.
void check_model_measure(const MeasureSpec& spec);
bool model_measure_estimated(const MeasureSpec& spec);

/// Mean and standard error of vᵀHv over `probes` vectors of signs, drawn by seed, step and probe (Hutchinson 1990),
/// with H over the whole training set.
Measured hutchinson_trace(const Task& task, const at::Tensor& x, std::int64_t probes, std::uint64_t seed,
                          std::uint64_t step);

/// At x after `step` updates; `seed` is the run's.
Measured measure_model(const Task& task, const MeasureSpec& spec, const FlatTensor& x, std::uint64_t seed,
                       std::uint64_t step, const Step& last);

}  // namespace tiltscape
