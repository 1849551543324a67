// The runs' paths in a chart: from their records where these say enough, else by replay and from the points they keep.
#pragma once

#include <array>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/plane_job.h"
#include "core/trajectory.h"

namespace tiltscape {

struct RunView;

class TracedPaths {
 public:
  /// Paths in another chart from now on; `own` is its place in the experiment's charts, if it has one.
  void trace(std::shared_ptr<const Chart> chart, std::optional<std::size_t> own);
  /// Forgets runs that are no more.
  void keep_only(const std::vector<RunView>& runs);
  /// A replayed path in the present chart.
  void take(ReplayedPath path);

  /// A run's path up to a step (none: until now), and where it is then; empty before its first record. For charts whose
  /// coordinates records do not hold: see from_records. Where these hold x, as fine as path_rows makes it.
  std::vector<std::array<float, 2>> path(const RunView& run, std::optional<std::uint64_t> step,
                                         const Bounds& bounds = everywhere);
  /// Whether the path that was made last holds all the records there are; else the next one holds more of them.
  bool complete(const RunView& run) const;
  /// Records hold the chart's coordinates, or all of x.
  bool from_records(const RunView& run) const;

  struct Traced {
    std::vector<std::uint64_t> steps{};
    std::vector<Eigen::Vector2d> points{};
    std::size_t replayed = 0;  ///< so many of them by replay, the others kept
    double explained = 1.0;    ///< share of the variance of the kept points and the present one that lies in the plane
    double extent = 0.0;       ///< largest distance from the start
  };
  /// Of charts that are planes.
  const Traced& traced(const RunView& run);
  /// "every record", "the extremes of 10 000 records", "replayed", "241 kept points"
  std::string source(const RunView& run);

 private:
  struct Entry {
    Traced traced{};
    ReplayedPath replayed{};
    std::uint64_t kept_next = 0;  ///< of the kept points that it was made of
    Blocks<double> projected{};   ///< the records, two coordinates a row
    Pyramid pyramid{};            ///< of `projected`
    PathOutline outline{};
    std::uint64_t last_step = 0;  ///< of the last row of `projected`
    std::size_t rows() const { return projected.size() / 2; }
  };
  void project(const Trajectory& trajectory, Entry& entry) const;
  std::vector<std::array<float, 2>> recorded_path(const Trajectory& trajectory, Entry& entry, std::size_t last,
                                                  const Bounds& bounds) const;

  static constexpr double infinity = std::numeric_limits<double>::infinity();
  static constexpr Bounds everywhere = {{{-infinity, infinity}, {-infinity, infinity}}};

  std::shared_ptr<const Chart> chart_;
  std::optional<std::size_t> own_;
  std::map<RunId, Entry> entries_;
};

}  // namespace tiltscape
