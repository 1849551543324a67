// Which of it people want to know.
#include "core/library_error.h"

#include <new>
#include <string_view>

namespace tiltscape {

std::string library_error(const std::exception& error) {
  const std::string_view text = error.what();
  const bool memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
                      text.find("DefaultCPUAllocator: ") != std::string_view::npos;
  if (memory) return "memory ran out; take a smaller problem, or fewer pairs or seeds";
  return std::string(text.substr(0, text.find('\n')));
}

}  // namespace tiltscape
