// Where in a scene something stands that turns out to be wrong only once its problem is made: files, modules, data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "core/scene.h"

namespace tiltscape {

/// The setting of a problem that a complaint about it begins with; null where it begins with none.
const Parameter* blamed_setting(const ProblemEntry& problem, std::string_view complaint);

/// Of a file or a gallery scene. Throws BadInput.
std::string scene_text(const std::string& file_or_name);

/// A message that begins with the name of one of the problem's settings, with the place of that (of the problem, where
/// it is not written) before it; so one that begins with "start"; others as they are.
std::string placed_in_scene(const std::string& file_or_name, const std::vector<Override>& overrides,
                            const std::string& message);

}  // namespace tiltscape
