// Which of it people want to know.
#include "core/library_error.h"

#include <new>
#include <string_view>

#include "core/bad_input.h"

namespace tiltscape {

bool memory_ran_out(const std::exception& error) {
  return dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
         std::string_view(error.what()).find("DefaultCPUAllocator: ") != std::string_view::npos;
}

std::string library_error(const std::exception& error) {
  const std::string_view text = error.what();
  if (dynamic_cast<const BadInput*>(&error) != nullptr) return std::string(text);
  if (memory_ran_out(error)) return "memory ran out; take a smaller problem, or fewer pairs or seeds";
  return std::string(text.substr(0, text.find('\n')));
}

}  // namespace tiltscape
