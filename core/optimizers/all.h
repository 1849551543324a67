// The list of optimizers: one line each. Landscapes and models instantiate every one of them.
#pragma once

#include "core/optimizers/adam.h"
#include "core/optimizers/asam.h"
#include "core/optimizers/gd.h"
#include "core/optimizers/momentum.h"
#include "core/optimizers/sam.h"
#include "core/optimizers/tsam.h"
#include "core/optimizers/zest.h"
#include "core/optimizers/zo.h"
#include "core/optimizers/zo_adam.h"

namespace tiltscape {

/// Calls visitor.template operator()<Method>() for every method, in the order of menus.
void for_each_optimizer(auto&& visitor) {
  visitor.template operator()<Zest>();
  visitor.template operator()<Zo>();
  visitor.template operator()<ZoAdam>();
  visitor.template operator()<Sam>();
  visitor.template operator()<Asam>();
  visitor.template operator()<Tsam>();
  visitor.template operator()<Gd>();
  visitor.template operator()<Momentum>();
  visitor.template operator()<Adam>();
}

}  // namespace tiltscape
