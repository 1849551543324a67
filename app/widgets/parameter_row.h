// One parameter as its control: a slider for numbers, a drop-down for choices, made from its description.
#pragma once

#include "app/widgets/edit.h"
#include "core/parameter.h"

namespace tiltscape {

/// Edits `value`, which always stays legal. A schedule is shown as text; dragging replaces it by a constant. `formula`
/// is what the parameter stands in: it joins the tooltip.
Edit parameter_row(const Parameter& parameter, Setting& value, const std::string& formula);

}  // namespace tiltscape
