// Losses of scores.
#pragma once

#include <ATen/ATen.h>

#include "core/problems/models/loss_name.h"

namespace tiltscape {

/// The loss of every model and example (m × n), from scores (m × outputs × n) and labels (n, int64). Twice
/// differentiable in the scores.
at::Tensor losses_of(LossName loss, const at::Tensor& scores, const at::Tensor& labels);
/// The class of every model and example (m × n) that the scores speak for: the highest score's; of a lone score that
/// of its sign, for squared error whether it is nearer to 1.
at::Tensor classes_of(LossName loss, const at::Tensor& scores);
/// How sure scores (outputs × n) are of each class (classes × n; two for a lone score): see Classifier::shares.
at::Tensor shares_of(LossName loss, const at::Tensor& scores);

}  // namespace tiltscape
