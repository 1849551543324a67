// When a plane is made, of what, and what is shown meanwhile.
#include "app/shown_chart.h"

#include <algorithm>
#include <numeric>

#include "app/laboratory.h"

namespace tiltscape {
namespace {

/// A run's way up to a step, and its end.
PlanePath path_of(const RunView& run, std::optional<std::uint64_t> step, std::shared_ptr<const Vector> end) {
  PlanePath path{.label = run.info.label, .points = {}, .step = step.value_or(run.snapshot.step)};
  for (const KeptPoint& point : run.kept.points())
    if (!step || point.step <= *step) path.points.push_back(point.x);
  path.points.push_back(std::move(end));
  return path;
}

/// The runs that are shown and did not end in nowhere, and the selected one as far as `point`.
PlaneRequest request_of(const Laboratory& lab, const std::shared_ptr<const Vector>& point) {
  PlaneRequest request{
      .spec = lab.scene().view.plane, .experiment = lab.shared_experiment(), .paths = {}, .selected = {}};
  for (const RunView& run : lab.runs())
    if (run.visible && run.snapshot.status != Status::diverged && run.snapshot.point)
      request.paths.push_back(path_of(run, {}, run.snapshot.point));
  if (const RunView* run = lab.selected_run()) {
    request.selected.label = run->info.label;
    if (point) request.selected = path_of(*run, lab.shown_step(), point);
  }
  return request;
}

/// The steps at which a replay has to look to outline a run's path. Empty where its records hold x, or the points it
/// keeps are as many.
std::vector<std::uint64_t> steps_to_replay(const RunView& run) {
  constexpr std::size_t most = 2048;
  const Trajectory& trajectory = run.trajectory;
  if (trajectory.has_points() || trajectory.empty()) return {};
  const std::size_t stride = (trajectory.size() + most - 1) / most;
  if (run.kept.stride() <= stride * run.info.record_every) return {};
  std::vector<std::uint64_t> steps;
  for (std::size_t row = 0; row < trajectory.size(); row += stride) steps.push_back(trajectory.step(row));
  return steps;
}

}  // namespace

std::vector<Replay> replays_of(const std::vector<RunView>& runs) {
  std::vector<std::size_t> order(runs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return runs[i].seconds; });
  std::vector<Replay> replays;
  double seconds = 0.0;
  for (const std::size_t i : order) {
    auto steps = steps_to_replay(runs[i]);
    if (steps.empty()) continue;
    if (seconds += runs[i].seconds; seconds > longest_replay) break;
    replays.push_back({.id = runs[i].id, .run = i, .steps = std::move(steps)});
  }
  return replays;
}

ShownChart::ShownChart(const Runner::MakeExperiment& make, const std::function<void()>& wake)
    : worker_(
          [make](const PlaneJob& job, const auto& done, const auto& stale) { do_plane_job(make, job, done, stale); },
          wake),
      comparison_(wake) {}

void ShownChart::follow() {
  follows_ = true;
  made_.reset();
}

void ShownChart::remake() {
  follows_ = false;
  made_.reset();
}

void ShownChart::show(std::shared_ptr<const Chart> chart, std::optional<std::size_t> own) {
  chart_ = std::move(chart);
  own_ = own;
  paths_.trace(chart_, own);
}

void ShownChart::show_own(const Laboratory& lab) {
  const auto& charts = lab.experiment()->charts;
  const auto found = std::ranges::find(charts, lab.scene().view.chart, &Chart::name);
  const std::size_t index = found == charts.end() ? 0 : static_cast<std::size_t>(found - charts.begin());
  if (own_ != index) show(std::make_shared<const Chart>(charts.at(index)), index);
}

void ShownChart::update(const Laboratory& lab) {
  take();
  if (lab.experiment() == nullptr || lab.experiment()->charts.empty()) return;
  paths_.keep_only(lab.runs());
  find_point(lab);
  const Scene& scene = lab.experiment()->scene;
  if (const Space space{scene.problem, scene.seed}; space_ != space) {  // planes of another space mean nothing here
    space_ = space;
    made_.reset();
    show({}, {});
  }
  const PlaneSpec& wanted = lab.scene().view.plane;
  if (!needs_plane(wanted)) {
    made_.reset();
    reason_.clear();
    answered_ = job_;
    replaying_ = false;
    show_own(lab);
  } else {
    if (chart_ == nullptr) show_own(lab);
    const bool further =
        (follows_ || !reason_.empty()) && lab.furthest_step() >= std::max<std::uint64_t>(1, 2 * made_at_);
    if (made_ != wanted || (further && !making())) ask(lab);
  }
}

/// What records hold needs no replay. The same point stays the same object, so that its losses are asked for once.
void ShownChart::find_point(const Laboratory& lab) {
  const RunView* run = lab.selected_run();
  if (run == nullptr || run->trajectory.empty()) return point_.reset();
  if (!lab.shown_step()) {
    point_ = run->snapshot.point;
  } else if (const auto x = run->trajectory.point(shown_row(*run, lab.shown_step()))) {
    if (!point_ || *point_ != *x) point_ = std::make_shared<const Vector>(*x);
  } else {
    const Snapshot* step = lab.shown_snapshot();
    point_ = step != nullptr ? step->point : nullptr;
  }
}

void ShownChart::compare(const Laboratory& lab) {
  if (lab.experiment() == nullptr || chart_ == nullptr) return;
  find_point(lab);
  const RunView* run = lab.selected_run();
  const bool moving = run != nullptr && lab.playing() && !lab.shown_step() && run->snapshot.status == Status::running;
  if (point_ && !chart_->note.empty())
    comparison_.update(lab.experiment()->loss, chart_, point_, moving);
  else
    comparison_.drop();
}

void ShownChart::take() {
  for (PlaneAnswer& answer : worker_.all()) {
    if (answer.number != job_ || !made_) continue;
    if (answered_ != job_) {
      answered_ = job_;
      reason_ = answer.reason;
      if (answer.chart) show(answer.chart, {});
    }
    if (answer.path) paths_.take(std::move(*answer.path));
    replaying_ = !answer.last;
  }
}

void ShownChart::ask(const Laboratory& lab) {
  if (lab.loading() || std::ranges::any_of(lab.runs(), [](const RunView& run) { return !run.snapshot.point; })) return;
  if (!point_ && !lab.replayed_step().settled()) return;  // it may go through that step's point
  made_ = lab.scene().view.plane;
  made_at_ = lab.furthest_step();
  PlaneJob job{.number = ++job_,
               .plane = request_of(lab, point_),
               .scene = lab.recorded_scene(),
               .replays = replays_of(lab.runs())};
  replaying_ = !job.replays.empty();
  worker_.request(std::move(job));
}

std::span<const std::array<float, 2>> ShownChart::probed(const Snapshot& snapshot) const {
  if (own_ && *own_ < snapshot.points.size()) return snapshot.points[*own_];
  if (!own_ && snapshot.shown == chart_) return snapshot.shown_points;
  return {};
}

std::optional<ShownChart::Facts> ShownChart::facts(const Laboratory& lab) {
  const RunView* run = lab.selected_run();
  if (run == nullptr || chart_ == nullptr || chart_->note.empty() || !run->snapshot.point) return std::nullopt;
  Facts facts{.path = paths_.source(*run), .losses = nullptr};
  if (point_) facts.losses = comparison_.of(chart_);
  if (chart_->plane) {
    const TracedPaths::Traced& traced = paths_.traced(*run);
    facts.explained = traced.explained;
    facts.extent = traced.extent;
    if (point_) facts.distance = chart_->plane->distance(*point_);
  }
  return facts;
}

}  // namespace tiltscape
