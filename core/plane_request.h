// Which plane a view asks for, and the chart that answers it.
#pragma once

#include "core/plane.h"
#include "core/run.h"

namespace tiltscape {

/// How far from either end of the spectrum an eigenvector may be to span a plane.
inline constexpr std::int64_t most_eigenvectors = 10;

/// Whether the view is of a plane that has to be made, not of one of the problem's own charts.
bool needs_plane(const PlaneSpec& spec);
/// What is wrong with such a plane in d dimensions; empty where nothing is.
std::string plane_complaint(const PlaneSpec& spec, Eigen::Index dimension);

/// One run's path, as the plane's maker sees it: the points in order, the last one where the run is.
struct PlanePath {
  std::string label;
  Points points;
  std::uint64_t step = 0;  ///< of the last one
};

struct PlaneRequest {
  PlaneSpec spec;
  std::shared_ptr<const Experiment> experiment;
  std::vector<PlanePath> paths;  ///< of the runs that are shown and have not diverged; none is empty
  /// Of the selected run, shown or not, up to the step shown: planes through one point go through its end. Without
  /// points where that is not known.
  PlanePath selected;
};

/// The chart of the plane, its bounds fitted to the paths. A pure function of the request. Throws BadInput where there
/// is none, Abandoned once `stale` says that nobody waits for it any more.
Chart make_plane(
    const PlaneRequest& request, const std::function<bool()>& stale = [] { return false; });

}  // namespace tiltscape
