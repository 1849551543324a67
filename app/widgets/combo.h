// A choice in one row: name on the left, a drop-down on the right.
#pragma once

#include <span>
#include <string>

#include "app/widgets/edit.h"

namespace tiltscape {

/// Changes `selected`, an index into `choices`; -1 shows nothing as chosen. `choice_help` may be empty or one text a
/// choice; hovering over the row shows `help`, over its control also what is chosen.
Edit combo(const char* name, std::span<const std::string> choices, int& selected, const char* help = "",
           std::span<const std::string> choice_help = {});

/// The same across the whole row, without a label.
Edit wide_combo(const char* id, std::span<const std::string> choices, int& selected, const char* help = "",
                std::span<const std::string> choice_help = {});

}  // namespace tiltscape
