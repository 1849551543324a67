// Errors of libraries, for people.
#pragma once

#include <exception>
#include <string>

namespace tiltscape {

/// That memory ran out and what to do then, or the first line of what is said: LibTorch's errors go on with traces.
std::string library_error(const std::exception& error);

}  // namespace tiltscape
