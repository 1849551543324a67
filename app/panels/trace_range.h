// What the plane of loss and trace shows by itself: the runs, their errors and the known minima.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/panels/trace_paths.h"

namespace tiltscape {

struct TraceMark {
  double loss = 0.0, trace = 0.0;
};

struct KnownMinimum : TraceMark {
  std::string label{};
};
/// With their exact traces, where these are finite (at a kink they are not); none where there is no problem (models).
std::vector<KnownMinimum> known_minima(const Problem* problem);

/// The standard error of a run's trace at a row; NaN where it is exact, or not measured.
double trace_error(const RunView& run, std::size_t row);

/// [loss, trace] of all paths of runs that are shown, the errors where they end, and the minima that the axes have a
/// place for, with a margin. A run that diverged does not flatten the others.
Bounds trace_range(const std::vector<RunView>& runs, const TracePaths& paths, std::span<const KnownMinimum> minima,
                   bool logarithmic);

}  // namespace tiltscape
