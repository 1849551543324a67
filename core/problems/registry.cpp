// The list of landscapes, made once.
#include "core/problems/registry.h"

namespace tiltscape {

const std::vector<ProblemEntry>& landscapes() {
#define TILTSCAPE_ENTRY(name) problems::name(),
  static const std::vector<ProblemEntry> list{TILTSCAPE_LANDSCAPES(TILTSCAPE_ENTRY)};
#undef TILTSCAPE_ENTRY
  return list;
}

}  // namespace tiltscape
