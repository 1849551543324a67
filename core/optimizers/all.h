// The list of optimizers: one line each. Landscapes and models instantiate every one of them.
#pragma once

#include "core/optimizers/gd.h"
#include "core/optimizers/sam.h"
#include "core/optimizers/zest.h"
#include "core/optimizers/zo.h"

namespace tiltscape {

/// Calls visitor.template operator()<Method>() for every method, in the order of menus.
void for_each_optimizer(auto&& visitor) {
  visitor.template operator()<Zest>();
  visitor.template operator()<Zo>();
  visitor.template operator()<Sam>();
  visitor.template operator()<Gd>();
}

}  // namespace tiltscape
