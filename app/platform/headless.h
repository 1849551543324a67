// An OpenGL 4.1 core context without a display, through EGL; it is current while this lives.
#pragma once

#include <string>

namespace tiltscape {

class Headless {
 public:
  /// Tries Mesa's surfaceless platform, then the EGL devices. Throws std::runtime_error that says what is missing.
  Headless();
  ~Headless();
  Headless(const Headless&) = delete;
  Headless& operator=(const Headless&) = delete;

  /// Makes the context current on the calling thread.
  void make_current() const;
  /// "llvmpipe (LLVM 15.0.6, 256 bits)"
  std::string renderer() const;

 private:
  void* display_ = nullptr;
  void* context_ = nullptr;
};

}  // namespace tiltscape
