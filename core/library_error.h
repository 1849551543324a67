// Errors of libraries, for people.
#pragma once

#include <exception>
#include <string>

namespace tiltscape {

/// By type or, of LibTorch on the CPU, by what is said.
bool memory_ran_out(const std::exception& error);

/// That memory ran out and what to do then, or the first line of what is said: LibTorch's errors go on with traces.
/// What BadInput says is for people already and stays whole.
std::string library_error(const std::exception& error);

}  // namespace tiltscape
