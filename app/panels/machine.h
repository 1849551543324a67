// Where a model runs: device, LibTorch's threads, memory.
#pragma once

#include <string>

#include "app/laboratory.h"

namespace tiltscape {

/// The rows of a scene with a model; of landscapes there are none.
class MachineRows {
 public:
  void draw(Laboratory& lab);

 private:
  void memory(const Laboratory& lab);

  std::string memory_;
  double read_ = -1.0;  ///< when memory_ was, in the window's seconds
};

/// Why so many threads may make the window stutter, or nothing.
std::string threads_warning(int threads, std::size_t runs, unsigned cores);

}  // namespace tiltscape
