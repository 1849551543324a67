// What the problem `expression` is set to, in the types of C++.
#pragma once

#include "core/formula.h"
#include "core/problem.h"

namespace tiltscape::problems {

/// Where the bounds of a variable are not said.
inline constexpr Interval default_interval{-2.0, 2.0};

struct ExpressionSettings {
  std::string formula;
  WordList variables;
  Intervals bounds;

  explicit ExpressionSettings(const Settings& settings);
  /// Parses the formula; names and bounds that were left out are filled in. Throws BadInput.
  Formula complete();
  void put_into(Settings& settings) const;
};

}  // namespace tiltscape::problems
