// A start moves within the picture's plane: what lies off it stays.
#include "app/panels/movable_starts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/panels/describe_run.h"

namespace tiltscape {
namespace {

/// Where a start goes that was at `from` and is put at a point of the picture.
std::optional<Start> moved_start(const SurfaceSubject& subject, const Vector& from, const Eigen::Vector2d& to) {
  const Chart& chart = subject.chart;
  const auto there = chart.lift(to), here = chart.lift(chart.project(from));
  if (!there || !here) return std::nullopt;
  const Matrix domain = subject.problem->domain();
  const Vector x = (from + *there - *here).cwiseMax(domain.col(0)).cwiseMin(domain.col(1));
  std::vector<double> start(x.data(), x.data() + x.size());
  for (double& coordinate : start) coordinate = std::round(coordinate * 1e4) / 1e4;
  return Start(std::move(start));
}

}  // namespace

/// With more coordinates a scene would have to list them all.
bool MovableStarts::movable(const Problem* problem) { return problem != nullptr && problem->dimension() <= 8; }

std::string MovableStarts::why_fixed(const Problem* problem) {
  if (problem == nullptr) return "A click places no start here: a model's is drawn by the seed.";
  return fmt::format(
      "A click places no start here: it would leave {} of the {} coordinates open. The experiment panel has Random and "
      "Default.",
      problem->dimension() - 2, problem->dimension());
}

void MovableStarts::mark(const std::vector<std::pair<std::size_t, std::array<float, 2>>>& begins,
                         const SurfaceSubject& subject, LandscapeInput& input) {
  started_.clear();
  for (const auto& [run, at] : begins) {
    const Eigen::Vector2d place(static_cast<double>(at[0]), static_cast<double>(at[1]));
    const auto same = std::ranges::find(input.starts, place, &LandscapeStart::at);
    if (same == input.starts.end()) {
      input.starts.push_back({.at = place, .label = "start", .draggable = movable(subject.problem.get())});
      started_.push_back({run});
    } else {
      started_[static_cast<std::size_t>(same - input.starts.begin())].push_back(run);
    }
  }
}

void MovableStarts::drag(Laboratory& lab, const SurfaceSubject& subject, const LandscapeOutput::Drag& drag) {
  if (drag.cancelled) {
    lab.cancel();
    dragged_.reset();
    return;
  }
  if (!dragged_) {
    if (drag.start >= started_.size()) return;
    const auto from = start_of(lab.runs()[started_[drag.start].front()]);
    if (!from) return;
    dragged_ = Dragged{.from = *from, .runs = started_[drag.start]};
  }
  if (const auto start = moved_start(subject, dragged_->from, drag.at); start && start != dragged_->last) {
    lab.track(true, false);
    lab.change_start(*start, dragged_->runs);
    dragged_->last = start;
  }
  if (drag.released) {
    lab.track(false, true);
    dragged_.reset();
  }
}

void MovableStarts::click(Laboratory& lab, const SurfaceSubject& subject, const Click& click) {
  if (lab.selected_run() == nullptr) return;
  if (!movable(subject.problem.get())) return lab.notify(why_fixed(subject.problem.get()), true);
  const auto from = start_of(*lab.selected_run());
  const auto start = from ? moved_start(subject, *from, click.at) : std::nullopt;
  if (!start) return lab.notify("No start here: no point has these coordinates.", true);
  std::vector<std::size_t> runs(lab.runs().size());
  std::iota(runs.begin(), runs.end(), std::size_t{0});
  if (click.shift) runs = {lab.selected()};
  lab.remember();
  lab.change_start(*start, runs);
}

}  // namespace tiltscape
