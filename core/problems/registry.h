// The list of landscapes. Adding one: a new file that defines `ProblemEntry NAME()`, and one line here.
#pragma once

#include "core/problem.h"

// In the order of menus.
#define TILTSCAPE_LANDSCAPES(X) \
  X(sharpness_valley)           \
  X(product_valley)             \
  X(twin_wells)                 \
  X(quadratic)                  \
  X(rosenbrock)                 \
  X(himmelblau)                 \
  X(beale)                      \
  X(six_hump_camel)             \
  X(ackley)                     \
  X(rastrigin)                  \
  X(styblinski_tang)

namespace tiltscape::problems {

#define TILTSCAPE_DECLARE(name) ProblemEntry name();
TILTSCAPE_LANDSCAPES(TILTSCAPE_DECLARE)
#undef TILTSCAPE_DECLARE

}  // namespace tiltscape::problems
