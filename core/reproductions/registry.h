// Every reproduction. Adding one: a file that defines it, its declaration here, its line in reproduction.cpp.
#pragma once

#include "core/reproductions/reproduction.h"

namespace tiltscape {

ReproductionEntry flat_minima_2();
ReproductionEntry flat_minima_2_breast_cancer();

}  // namespace tiltscape
