// What is said below a picture: two lines at most, and all of it on hovering where they do not hold it.
#pragma once

#include <imgui.h>

#include <string>

namespace tiltscape {

/// Both, one after the other; what the first ends with and the second begins with is said once.
std::string joined_note(const std::string& first, const std::string& second);

/// How much room it takes; 0 where there is nothing to say.
float note_height(const std::string& note, float width);

/// From `at` down, as one item.
void draw_note(ImDrawList& list, const std::string& note, ImVec2 at, float width);

}  // namespace tiltscape
