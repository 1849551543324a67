// What core cannot do without LibTorch, for those who know both.
#pragma once

#include "core/outside.h"

namespace tiltscape {

Outside with_libtorch();

}  // namespace tiltscape
