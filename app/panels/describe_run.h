// Short texts about runs that several panels show.
#pragma once

#include <string>

#include "app/laboratory.h"

namespace tiltscape {

/// "t = 4   k = 32": what tells this run from its neighbours at a glance.
std::string run_summary(const RunView& run);
/// Every setting, a line each, then status and counts: for tooltips.
std::string run_details(const RunView& run);
/// The latest finite value of a column; NaN where there is none. `up_to` limits the step.
double latest(const RunView& run, std::string_view column, std::optional<std::uint64_t> up_to = {});
/// The row that is shown: the scrubbed step's, or the last one.
std::size_t shown_row(const RunView& run, std::optional<std::uint64_t> step);

}  // namespace tiltscape
