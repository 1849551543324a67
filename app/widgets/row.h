// A row of the experiment panel: its label on the left, its control on the right.
#pragma once

#include <imgui.h>

#include <optional>

namespace tiltscape {

struct RowPlace {
  ImVec2 label;    ///< where the label's text begins
  ImVec2 control;  ///< upper left corner of the control
  ImVec2 control_size;
};

/// Takes the next row of the current window: full width, spacing::row_height high.
RowPlace next_row();

/// "Learning rate η" at the place; the name gives way to an ellipsis before the symbol does.
void row_label(const RowPlace& place, const char* name, const char* symbol = "");

/// A tooltip of wrapped text for the last item, shown after a moment.
void help_tooltip(const char* text);

/// Seconds until the tooltip under the resting mouse is to be drawn; nothing where none is waited for. Frames come with
/// events, and a mouse that rests sends none.
std::optional<double> tooltip_due();

}  // namespace tiltscape
