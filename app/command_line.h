// The command line: words to options to commands, and errors to exit statuses.
#pragma once

namespace tiltscape {

/// 0 done, 1 every run diverged or a value was out of tolerance, 2 wrong usage or bad input, 130 interrupted.
int run_command_line(int argc, char** argv);

}  // namespace tiltscape
