// LibTorch's answers to what core asks.
#include "core/models/outside.h"

#include "core/models/devices.h"
#include "core/models/expression.h"

namespace tiltscape {

Outside with_libtorch() { return {.device_complaint = device_complaint, .compile = compile_expression}; }

}  // namespace tiltscape
