// The user's own function as a landscape: compiled once, differentiated by LibTorch.
#pragma once

#include <memory>

#include "core/problem.h"

namespace tiltscape {

/// Of the complete settings of the problem `expression`. Throws BadInput where they are not right.
std::shared_ptr<const Problem> compile_expression(const Settings& settings);

}  // namespace tiltscape
