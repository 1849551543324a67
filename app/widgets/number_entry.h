// Typing a number in place of a control: the value is taken once, at Enter or when the focus goes elsewhere.
#pragma once

#include <imgui.h>

#include <functional>
#include <optional>
#include <string>

namespace tiltscape {

/// Whether the item is being typed into.
bool is_typing(ImGuiID id);

/// Shows the text field over the rectangle while typing goes on; `start` begins it with `value`. `label` must be the
/// one that `id` was made of. Returns what was typed, once, when typing ended with a number; Escape ends it without.
/// `objection`: what there is to say of a number while it stands there, or nothing.
std::optional<double> number_entry(const char* label, ImGuiID id, ImVec2 from, ImVec2 to, double value, bool start,
                                   const std::function<std::string(double)>& objection = {});

}  // namespace tiltscape
