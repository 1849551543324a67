// What happened by itself, or did not happen, and would go unseen: one sentence for the user.
#pragma once

#include <cstdint>
#include <string>

namespace tiltscape {

struct Notice {
  std::string text{};
  bool at_mouse = false;     ///< it is about the place that was clicked
  std::uint64_t number = 0;  ///< another one for each that is given; 0 is none
};

}  // namespace tiltscape
