// The landscape measures, a function a file, gathered in registry.cpp.
#pragma once

#include "core/measure.h"

namespace tiltscape {

MeasureEntry trace_measure();
MeasureEntry lambda_max_measure();
MeasureEntry gradient_norm_measure();
MeasureEntry x_norm_measure();
MeasureEntry imbalance_measure();
MeasureEntry ess_measure();

}  // namespace tiltscape
