// The optimizers of models, by name.
#pragma once

#include "core/models/flat_tensor.h"
#include "core/optimizer.h"

namespace tiltscape {

/// By name or alias. Throws BadInput naming the nearest.
std::unique_ptr<Optimizer<FlatTensor>> make_model_optimizer(std::string_view name);

}  // namespace tiltscape
