// x*(t): the minimisers of F_t, each followed as t goes from the mean towards the worst case.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/tilted_oracle.h"

namespace tiltscape {

/// The local minimum of F_t that a point leads to.
struct MinimiserAt {
  double tilt = 0.0;
  Vector x;
  double value = 0.0;  ///< F_t(x)
};

/// Newton's method with positive curvatures, no step longer than half the radius, kept within the problem's domain;
/// x to about 1e-5 of the radius. Nothing where it ends at the domain's edge, F_t has no minimum there or is not
/// finite.
std::optional<MinimiserAt> minimise_tilted(const Problem& problem, const TiltedOracle& oracle, Vector x, double tilt);

struct MinimisersRequest {
  std::shared_ptr<const Problem> problem;
  Neighbourhood neighbourhood = Neighbourhood::ball;
  double rho = 0.1;
  bool operator==(const MinimisersRequest&) const = default;
};

struct Minimisers {
  MinimisersRequest request{};
  std::string reason{};  ///< why there are none; empty where there are
  /// A line each, by t: a basin that another one swallows ends there.
  std::vector<std::vector<MinimiserAt>> basins{};
  /// Of each basin that goes on to the last t: where the worst case itself is least. Empty until complete.
  std::vector<std::optional<MinimiserAt>> worst_case{};
  bool complete = false;  ///< up to the last tilt

  /// The basin that is lowest at the sample nearest to t (by its logarithm), or in the worst case; nothing where there
  /// is none.
  std::optional<std::size_t> lowest(double tilt) const;
};

/// 0, then .01 to 1e4 in equal ratios.
std::vector<double> minimiser_tilts();

/// From the local minima of f (found from a grid in the plane; the known ones otherwise): `done` gets what there is so
/// far from time to time and the whole in the end, unless `stale` says that nobody waits any more.
void follow_minimisers(
    const MinimisersRequest& request, const std::function<void(Minimisers)>& done,
    const std::function<bool()>& stale = [] { return false; });

}  // namespace tiltscape
