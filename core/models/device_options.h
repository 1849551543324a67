// Where the parameters of a scene's models live.
#pragma once

#include <ATen/ATen.h>

#include <string>

namespace tiltscape {

/// Single precision on the device. Throws BadInput where it is not available.
at::TensorOptions options_for(const std::string& device);

}  // namespace tiltscape
