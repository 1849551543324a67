// Projections are kept: a run that goes on costs the projection of what is new, and of a long one some at a time.
#include "app/traced_paths.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/format.h"
#include "app/laboratory.h"
#include "core/plane.h"

namespace tiltscape {
namespace {

/// So many records are projected for a frame, which takes a few milliseconds.
constexpr std::size_t most_at_once = 1 << 17;
/// So many rows outline what is not projected yet.
constexpr std::size_t outline = 256;

std::array<float, 2> to_point(const Eigen::Vector2d& at) {
  return {static_cast<float>(at[0]), static_cast<float>(at[1])};
}

}  // namespace

void TracedPaths::trace(std::shared_ptr<const Chart> chart, std::optional<std::size_t> own) {
  if (chart == chart_) return;
  chart_ = std::move(chart);
  own_ = own;
  entries_.clear();
}

void TracedPaths::keep_only(const std::vector<RunView>& runs) {
  std::erase_if(entries_,
                [&runs](const auto& entry) { return std::ranges::count(runs, entry.first, &RunView::id) == 0; });
}

void TracedPaths::take(ReplayedPath path) {
  Entry& entry = entries_[path.id];
  entry.replayed = std::move(path);
  entry.kept_next = 0;
}

bool TracedPaths::from_records(const RunView& run) const { return own_.has_value() || run.trajectory.has_points(); }

bool TracedPaths::complete(const RunView& run) const {
  if (own_ || !run.trajectory.has_points()) return true;
  const auto entry = entries_.find(run.id);
  return entry != entries_.end() && entry->second.rows() == run.trajectory.size();
}

void TracedPaths::project(const Trajectory& trajectory, Entry& entry) const {
  // a run that was done and goes on takes its last record back
  const std::size_t before = entry.rows();
  if (before > 0 && (before > trajectory.size() || trajectory.step(before - 1) != entry.last_step)) {
    const std::size_t left = std::min(before - 1, trajectory.size());
    entry.projected.keep(2 * left);
    entry.pyramid.keep(left, 2);
  }
  const std::size_t end = std::min(trajectory.size(), entry.rows() + most_at_once);
  for (std::size_t row = entry.rows(); row < end; ++row) {
    const Eigen::Vector2d at = chart_->project(*trajectory.point(row));
    entry.projected.append(std::array{at[0], at[1]});
  }
  if (end > 0) entry.last_step = trajectory.step(end - 1);
  entry.pyramid.grow({entry.projected, 2});
}

std::vector<std::array<float, 2>> TracedPaths::recorded_path(const Trajectory& trajectory, Entry& entry,
                                                             std::size_t last, const Bounds& bounds) const {
  project(trajectory, entry);
  std::vector<std::array<float, 2>> points;
  const Table table{entry.projected, 2};
  for (const std::uint32_t row : entry.outline.rows(table, entry.pyramid, 0, bounds, last))
    points.push_back(to_point({table.at(row, 0), table.at(row, 1)}));
  const std::size_t known = table.rows();
  if (last < known) return points;
  for (std::size_t row = known; row < last; row += (last - known) / outline + 1)
    points.push_back(to_point(chart_->project(*trajectory.point(row))));
  points.push_back(to_point(chart_->project(*trajectory.point(last))));
  return points;
}

std::vector<std::array<float, 2>> TracedPaths::path(const RunView& run, std::optional<std::uint64_t> step,
                                                    const Bounds& bounds) {
  std::vector<std::array<float, 2>> points;
  const Trajectory& trajectory = run.trajectory;
  if (trajectory.empty() || chart_ == nullptr) return points;
  if (trajectory.has_points())
    return recorded_path(trajectory, entries_[run.id], step ? trajectory.row_at(*step) : trajectory.size() - 1, bounds);
  const Traced& all = traced(run);
  for (std::size_t i = 0; i < all.steps.size() && (!step || all.steps[i] <= *step); ++i)
    points.push_back(to_point(all.points[i]));
  if (!step && run.snapshot.point) points.push_back(to_point(chart_->project(*run.snapshot.point)));
  return points;
}

const TracedPaths::Traced& TracedPaths::traced(const RunView& run) {
  Entry& entry = entries_[run.id];
  if (entry.kept_next == run.kept.next()) return entry.traced;
  Traced next;
  next.steps = entry.replayed.steps;
  next.points = entry.replayed.points;
  next.replayed = next.steps.size();
  const Traced& before = entry.traced;
  Points kept;
  for (const KeptPoint& point : run.kept.points()) {
    kept.push_back(point.x);
    next.extent = std::max(next.extent, (*point.x - *kept.front()).norm());
    if (!next.steps.empty() && point.step <= next.steps.back()) continue;
    const auto known = std::ranges::lower_bound(before.steps, point.step);
    next.steps.push_back(point.step);
    next.points.push_back(known != before.steps.end() && *known == point.step
                              ? before.points[static_cast<std::size_t>(known - before.steps.begin())]
                              : chart_->project(*point.x));
  }
  if (run.snapshot.point) kept.push_back(run.snapshot.point);
  if (chart_->plane) next.explained = explained_variance(*chart_->plane, kept);
  entry.traced = std::move(next);
  entry.kept_next = run.kept.next();
  return entry.traced;
}

std::string TracedPaths::source(const RunView& run) {
  const std::size_t records = run.trajectory.size();
  if (from_records(run))
    return records <= most_path_rows ? "every record" : fmt::format("the extremes of {} records", grouped(records));
  const Traced& all = traced(run);
  const std::size_t kept = all.steps.size() - all.replayed;
  if (all.replayed == 0) return run.kept.stride() == 1 ? "every step" : fmt::format("{} kept points", kept);
  return kept == 0 ? "replayed" : fmt::format("replayed, then {} kept points", kept);
}

}  // namespace tiltscape
