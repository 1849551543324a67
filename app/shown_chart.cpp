// When a plane is made, of what, and what is shown meanwhile.
#include "app/shown_chart.h"

#include <algorithm>

#include "app/laboratory.h"

namespace tiltscape {
namespace {

constexpr double longest_replay = 2.0;  ///< seconds that a run may have taken

/// The runs that are shown and did not end in nowhere, and which of them is selected.
PlaneRequest request_of(const Laboratory& lab) {
  PlaneRequest request{.spec = lab.scene().view.plane, .experiment = lab.shared_experiment(), .paths = {}};
  for (std::size_t i = 0; i < lab.runs().size(); ++i) {
    const RunView& run = lab.runs()[i];
    if (!run.visible || run.snapshot.status == Status::diverged || !run.snapshot.point) continue;
    if (i == lab.selected()) request.selected = request.paths.size();
    PlanePath path{.label = run.info.label, .points = {}};
    for (const KeptPoint& point : run.kept.points()) path.points.push_back(point.x);
    path.points.push_back(run.snapshot.point);
    request.paths.push_back(std::move(path));
  }
  return request;
}

}  // namespace

std::vector<std::uint64_t> steps_to_replay(const RunView& run) {
  constexpr std::size_t most = 2048;
  const Trajectory& trajectory = run.trajectory;
  if (trajectory.has_points() || run.seconds > longest_replay || trajectory.empty()) return {};
  const std::size_t stride = (trajectory.size() + most - 1) / most;
  if (run.kept.stride() <= stride * run.info.record_every) return {};
  std::vector<std::uint64_t> steps;
  for (std::size_t row = 0; row < trajectory.size(); row += stride) steps.push_back(trajectory.step(row));
  return steps;
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
  const RunView* run = lab.selected_run();
  const bool moving = run != nullptr && lab.playing() && run->snapshot.status == Status::running;
  if (run != nullptr && !chart_->note.empty())
    comparison_.update(lab.experiment()->loss, chart_, run->snapshot.point, moving);
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
    for (ReplayedPath& path : answer.paths) paths_.take(std::move(path));
    replaying_ = !answer.last;
  }
}

void ShownChart::ask(const Laboratory& lab) {
  if (lab.loading() || std::ranges::any_of(lab.runs(), [](const RunView& run) { return !run.snapshot.point; })) return;
  made_ = lab.scene().view.plane;
  made_at_ = lab.furthest_step();
  PlaneJob job{.number = ++job_, .plane = request_of(lab), .scene = lab.recorded_scene(), .replays = {}};
  for (std::size_t i = 0; i < lab.runs().size(); ++i)
    if (auto steps = steps_to_replay(lab.runs()[i]); !steps.empty())
      job.replays.push_back({.id = lab.runs()[i].id, .run = i, .steps = std::move(steps)});
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
  Facts facts{.path = paths_.source(*run), .losses = comparison_.of(chart_)};
  if (chart_->plane) {
    const TracedPaths::Traced& traced = paths_.traced(*run);
    facts.explained = traced.explained;
    facts.extent = traced.extent;
    facts.distance = chart_->plane->distance(*run->snapshot.point);
  }
  return facts;
}

}  // namespace tiltscape
