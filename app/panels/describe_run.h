// Short texts and numbers about runs that several panels show.
#pragma once

#include <string>

#include "app/laboratory.h"

namespace tiltscape {

/// "t = 4   k = 32": what tells this run from its neighbours at a glance, of its settings now or at an earlier step; as
/// many whole terms as `width` points hold in the small font.
std::string run_summary(const RunView& run, const Settings& settings, float width);
/// Every setting, now or at an earlier step, a line each, then status and counts as they are now: for tooltips.
std::string run_details(const RunView& run, const Settings& settings);

/// The columns that are drawn as curves: the loss and the measures, without standard errors and coordinates.
std::vector<std::size_t> measured_columns(const Columns& columns);
std::string column_title(const std::string& name);
std::string column_help(const std::string& name);
/// The column of its standard errors; npos where it is exact.
std::size_t error_column(const Columns& columns, std::size_t column);
/// The column of the standard errors of its changes from one measurement to the next; npos where it is exact.
std::size_t step_error_column(const Columns& columns, std::size_t column);

/// The latest finite value of a column; NaN where there is none. `up_to` limits the step.
double latest(const RunView& run, std::string_view column, std::optional<std::uint64_t> up_to = {});

/// x before the first step; nothing until it is known.
std::optional<Vector> start_of(const RunView& run);

/// The scale at which a run sees the loss: its own ρ at the step shown or, where it has none, that of the surface.
double scale_of(const Laboratory& lab, const RunView& run);
/// Its tilt, likewise; at most 1e4.
double tilt_of(const Laboratory& lab, const RunView& run);

/// What the runs took until a step, or until now.
struct Spent {
  double cost = 0.0;     ///< of all runs, in forward passes
  double seconds = 0.0;  ///< of the slowest
};
Spent spent_by(const std::vector<RunView>& runs, std::optional<std::uint64_t> step);

}  // namespace tiltscape
