// The current points, minima and axes, each under a name of its own.
#include "app/panels/slice_targets.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/panels/describe_run.h"

namespace tiltscape {
namespace {

Vector place_of(const RunView& run, std::optional<std::uint64_t> step) {
  if (step && !run.trajectory.empty()) return run.trajectory.point(shown_row(run, step)).value_or(Vector());
  return run.snapshot.point != nullptr ? *run.snapshot.point : Vector();
}

/// "global minimum, a kink" is a global minimum, "round" is "minimum, round".
std::string brief(const std::string& label) {
  const std::string first = label.substr(0, label.find_first_of(",;"));
  return first.find("minimum") != std::string::npos ? first : "minimum, " + first;
}

}  // namespace

std::vector<SliceTarget> slice_targets(const Laboratory& lab, const RunView& run, const Vector& x) {
  std::vector<SliceTarget> targets;
  for (const RunView& other : lab.runs())
    if (other.id != run.id)
      targets.push_back({fmt::format("run {}", other.id), "to " + other.info.label, place_of(other, lab.shown_step())});
  if (const auto& problem = lab.experiment()->problem) {
    const std::vector<Minimum> minima = problem->minima();
    for (std::size_t i = 0; i < minima.size(); ++i) {
      const auto alike = std::ranges::count(minima, minima[i].label, &Minimum::label);
      targets.push_back({fmt::format("minimum {}", i),
                         "to " + brief(minima[i].label) + (alike > 1 ? fmt::format(" {}", i + 1) : ""), minima[i].x});
    }
  }
  const auto& chart = lab.shown_chart().chart();
  if (chart == nullptr || chart->plane == nullptr || chart->plane->axes.rows() != x.size()) return targets;
  for (const Eigen::Index axis : {0, 1})
    targets.push_back({fmt::format("plane axis {}", axis),
                       fmt::format("picture: {}", chart->labels[static_cast<std::size_t>(axis)]),
                       x + chart->plane->axes.col(axis), false});
  return targets;
}

}  // namespace tiltscape
