// Typing a number in place of a control: the value is taken once, at Enter or when the focus goes elsewhere.
#pragma once

#include <imgui.h>

#include <optional>

namespace tiltscape {

/// Whether the item is being typed into.
bool is_typing(ImGuiID id);

/// Shows the text field over the rectangle while typing goes on; `start` begins it with `value`. `label` must be the
/// one that `id` was made of. Returns what was typed, once, when typing ended with a number; Escape ends it without.
std::optional<double> number_entry(const char* label, ImGuiID id, ImVec2 from, ImVec2 to, double value, bool start);

}  // namespace tiltscape
