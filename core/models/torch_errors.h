// LibTorch's errors are pages: traces of C++ and of TorchScript around the line that says what is wrong.
#pragma once

#include <exception>
#include <string>

namespace tiltscape {

/// That line.
std::string telling_line(const std::exception& error);

}  // namespace tiltscape
