// A thread's place behind the others.
#pragma once

namespace tiltscape {

/// From now on the calling thread gets at most a tenth of a core that other threads want (niceness 10: Linux weighs it
/// 110 to 1024), and all of one that nobody wants.
void step_back();

}  // namespace tiltscape
