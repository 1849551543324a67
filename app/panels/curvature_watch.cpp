// Requests and answers by number.
#include "app/panels/curvature_watch.h"

#include <imgui.h>

#include <algorithm>
#include <utility>

#include "app/panels/describe_run.h"
#include "core/measure.h"

namespace tiltscape {
namespace {

constexpr double still_after = 0.25;  ///< seconds without another step: nobody drags it through the run

bool offers(const MeasureEntry& entry, std::string_view method) {
  return std::ranges::count(entry.methods, method) > 0;
}

/// Exact where that is quick, else as models are measured.
std::string method_for(const MeasureEntry& entry, const Laboratory& lab, Eigen::Index d) {
  const ProblemSpec& problem = lab.scene().problem;
  const bool quick = quick_when_exact(entry, find_problem(problem.name), problem.settings);
  if (offers(entry, "exact") && (quick || d <= most_dense)) return "exact";
  return entry.model_method.empty() ? entry.methods.front() : entry.model_method;
}

std::vector<MeasureSpec> specs_for(const Laboratory& lab, const CurvatureChoice& choice, double rho, double tilt) {
  const ProblemEntry& problem = find_problem(lab.scene().problem.name);
  const Eigen::Index d = lab.experiment()->loss->dimension();
  std::vector<MeasureSpec> specs;
  for (const MeasureEntry& entry : measures()) {
    if (!entry.curvature || !belongs(entry, problem)) continue;
    const bool chosen = entry.name == "trace" && choice.method != "auto";
    MeasureSpec spec{.name = entry.name,
                     .method = chosen ? choice.method : method_for(entry, lab, d),
                     .relative_error = choice.relative_error,
                     .budget = choice.budget};
    if (entry.has_rho) spec.rho = rho;
    if (entry.has_tilt) spec.tilt = tilt;
    specs.push_back(std::move(spec));
  }
  return specs;
}

}  // namespace

CurvatureWatch::CurvatureWatch(std::function<void()> wake)
    : worker_([](const CurvatureRequest& request, const Worker::Done& done,
                 const Worker::Stale& stale) { measure_curvature(request, done, stale); },
              std::move(wake), Worker::Priority::low) {}

void CurvatureWatch::take() {
  for (CurvatureReport& report : worker_.all()) {
    if (report.number != asked_.number) continue;
    asked_.answered = true;
    asked_.report = std::move(report);
    if (asked_.report.last) finished_ = ImGui::GetTime();
    // of another step of the same run, the whole answer to the one before stays until this one is whole
    if (asked_.report.last || !shown_.answered || !shown_.report.last || !shown_.same_subject(asked_)) shown_ = asked_;
  }
}

const CurvatureReport* CurvatureWatch::under_way() const {
  const bool begun = asked_.answered && !asked_.report.last;
  return begun && asked_.report.number != shown_.report.number ? &asked_.report : nullptr;
}

void CurvatureWatch::follow(const Laboratory& lab, const RunView& run, const Snapshot& step,
                            const CurvatureChoice& choice) {
  take();
  Asked next{.generation = lab.generation(),
             .step = step.step,
             .run = run.id,
             .choice = choice,
             .rho = scale_of(lab, run),
             .tilt = tilt_of(lab, run)};
  if (!shown_.same_subject(next)) shown_.answered = false;
  if (std::exchange(seen_step_, step.step) != step.step) moved_ = ImGui::GetTime();
  settled_ = asked_.same_subject(next) && asked_.step == next.step && asked_.answered && asked_.report.last;
  if (settled_ || step.point == nullptr) return;
  if (asked_.same_subject(next) && asked_.number > 0) {
    const bool moves = lab.playing() && run.snapshot.status == Status::running;
    const bool whole = asked_.answered && asked_.report.last;
    if (asked_.step == next.step) return;  // it is on its way
    if (!whole && (moves || ImGui::GetTime() - moved_ < still_after)) return;
    if (moves && ImGui::GetTime() - finished_ < asked_.report.seconds) return;
  }
  ask(lab, std::move(next), *step.point);
}

void CurvatureWatch::ask(const Laboratory& lab, Asked next, const Vector& x) {
  next.number = asked_.number + 1;
  worker_.request({.number = next.number,
                   .loss = lab.experiment()->loss,
                   .x = x,
                   .alpha = next.choice.alpha,
                   .measures = specs_for(lab, next.choice, next.rho, next.tilt),
                   .seed = lab.scene().seed});
  asked_ = std::move(next);
}

}  // namespace tiltscape
