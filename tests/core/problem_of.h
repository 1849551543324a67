// A problem by its name, for tests.
#pragma once

#include <memory>
#include <string>

#include "core/problem.h"

namespace tiltscape {

inline std::shared_ptr<const Problem> problem_of(const std::string& name, const Settings& changed = {}) {
  const ProblemEntry& entry = find_problem(name);
  Settings settings(entry.parameters);
  for (const auto& [key, value] : changed) settings.set(key, value);
  return entry.make(settings, 0);
}

}  // namespace tiltscape
