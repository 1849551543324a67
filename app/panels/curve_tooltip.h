// What a column's plot says under the mouse.
#pragma once

#include <string>

#include "app/laboratory.h"
#include "app/panels/curve_theory.h"

namespace tiltscape {

/// In a plot: what every run has there, its last record until this place.
void curve_tooltip(const Laboratory& lab, std::size_t column, const std::string& quantity, const CurveTheory& theory);

}  // namespace tiltscape
