// By the kernel's scheduler: work that rests by itself would leave idle cores idle.
#include "core/step_back.h"

#include <sys/resource.h>

namespace tiltscape {

void step_back() {
  constexpr int niceness = 10;
  setpriority(PRIO_PROCESS, 0, niceness);  // on Linux 0 is the calling thread; raising it is always allowed
}

}  // namespace tiltscape
