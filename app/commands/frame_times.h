// Frame times of the welcome scene, and the runs' speed beside a window.
#pragma once

namespace tiltscape {

/// Measures for about half a minute and prints. With a display in a window of 1600 × 1000, otherwise into a
/// framebuffer.
void print_frame_times(bool display);

}  // namespace tiltscape
