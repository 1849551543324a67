// One line on a terminal that says how far something is, and goes when it is done.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>

namespace tiltscape {

/// Shows nothing where standard error is no terminal.
class ProgressLine {
 public:
  ~ProgressLine() {
    if (drawn_) fmt::print(stderr, "\r\033[K");
  }
  /// Ten times a second at most; what comes between is left out.
  void show(const std::string& text) {
    if (!shown_ || std::chrono::steady_clock::now() < next_) return;
    next_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
    fmt::print(stderr, "\r\033[K{}", text);
    std::fflush(stderr);
    drawn_ = true;
  }

 private:
  bool shown_ = isatty(STDERR_FILENO) == 1, drawn_ = false;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace tiltscape
