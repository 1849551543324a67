// Where theory says that a run's steps stop being stable: levels for its curves of trace and largest eigenvalue.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/parameter.h"

namespace tiltscape {

struct StabilityLine {
  double level = 0.0;     ///< in the column's unit
  bool surely = false;    ///< below it every spectrum is stable; else above it none is
  std::string formula{};  ///< "2k/η"
  std::string help{};     ///< what it says, from where, and where it holds
};

/// One step of a run, as stability sees it.
struct StabilityStep {
  std::string_view optimizer;
  const Settings& settings;
  std::uint64_t step = 0;   ///< schedules are evaluated there
  double lambda_max = 0.0;  ///< measured there; NaN where it is not
};

/// Levels for the column ("trace", "lambda_max"); none where no formula is known or it is of another column.
std::vector<StabilityLine> stability_lines(std::string_view column, const StabilityStep& step);

/// Why a run has no level in any column, to be read after its name; empty where it has one.
std::string no_stability_formula(std::string_view optimizer, const Settings& settings);

/// "gaussian" of ZO and its kin; empty where no directions are drawn.
std::string law_of(const Settings& settings);
/// Pairs a step, 1 where nothing is said.
int pairs_of(const Settings& settings);

}  // namespace tiltscape
