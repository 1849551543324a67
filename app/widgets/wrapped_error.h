// What is wrong, in the colour of errors.
#pragma once

#include <string>

namespace tiltscape {

void wrapped_error(const std::string& text);

}  // namespace tiltscape
