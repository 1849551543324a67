// What the settings of `torchscript` may be.
#include "core/problems/models/script_parameters.h"

#include <fmt/format.h>

#include <charconv>

#include "core/bad_input.h"

namespace tiltscape {

std::vector<std::int64_t> shape_in(const std::string& text) {
  std::vector<std::int64_t> shape;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (bool more = true; more; ++at) {
    std::int64_t size = 0;
    const auto [next, error] = std::from_chars(at, end, size);
    more = next < end && *next == 'x';
    if (error != std::errc() || size < 1 || (next < end && !more))
      throw BadInput(fmt::format("shape = \"{}\" is no shape; write \"auto\", or sizes such as \"3x32x32\"", text));
    shape.push_back(size);
    at = next;
  }
  return shape;
}

void ScriptParameters::check() const {
  data.check();
  if (shape != "auto") shape_in(shape);
}

}  // namespace tiltscape
