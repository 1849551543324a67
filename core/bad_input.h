// The one exception for input a user can mend; the place (file and line, or --set) is added by who knows it.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tiltscape {

/// "what is wrong; what would be right".
class BadInput : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The candidate nearest to `word` by edit distance, for "did you mean"; nothing where that is more than a third of the
/// longer one's length.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "unknown WHAT 'word'; did you mean 'x'? (a, b, c)", or "…; write one of a, b, c" where nothing is near.
std::string unknown(std::string_view what, std::string_view word, const std::vector<std::string>& candidates);

}  // namespace tiltscape
