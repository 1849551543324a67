// The measures, a function each, gathered in registry.cpp.
#pragma once

#include "core/measure.h"

namespace tiltscape {

MeasureEntry trace_measure();
MeasureEntry lambda_max_measure();
MeasureEntry lambda_min_measure();
MeasureEntry frobenius_measure();
MeasureEntry sam_sharpness_measure();
MeasureEntry ball_sharpness_measure();
MeasureEntry adaptive_sharpness_measure();
MeasureEntry average_sharpness_measure();
MeasureEntry tilted_sharpness_measure();
MeasureEntry gradient_norm_measure();
MeasureEntry x_norm_measure();
MeasureEntry imbalance_measure();
MeasureEntry ess_measure();

}  // namespace tiltscape
