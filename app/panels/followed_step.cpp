// The request carries the step that it is of, so that an answer is never put beside the numbers of another one.
#include "app/panels/followed_step.h"

namespace tiltscape {
namespace {

bool same_average(const StepFacts& a, const StepFacts& b) {
  return a.generation == b.generation && a.run == b.run && a.problem == b.problem && a.average == b.average;
}

bool same_point(const StepFacts& a, const StepFacts& b) {
  return same_average(a, b) && a.snapshot.step == b.snapshot.step &&
         a.snapshot.before.size() == b.snapshot.before.size() && a.snapshot.before == b.snapshot.before;
}

void add_gradient(StepFacts& facts) {
  if (facts.problem == nullptr) return;
  const Snapshot& s = facts.snapshot;
  const bool rated = s.settings.find("learning_rate") != nullptr && s.settings.real("learning_rate") > 0.0;
  const Vector moved = s.before - *s.point;
  constexpr double resolved = 1e-12;  // of x: the direction of a shorter step is that of rounding
  if (rated && moved.norm() > resolved * s.before.norm()) facts.step = moved / s.settings.real("learning_rate");
  facts.gradient = Vector(s.before.size());
  facts.problem->gradient(s.before, *facts.gradient);
}

}  // namespace

/// Whether the answer is one to show for the newest step.
bool FollowedStep::answered() const { return newest_.missing.empty() && same_average(answer_, newest_); }

std::uint64_t FollowedStep::take(const Laboratory& lab, const RunView& run, const Snapshot& newest) {
  newest_ = StepFacts();
  newest_.generation = lab.generation();
  newest_.run = run.id;
  newest_.problem = lab.experiment()->problem;
  newest_.snapshot = newest;
  newest_.average = average_of(run.info.label, newest, newest_.problem.get());
  newest_.missing = newest_.average.reason;
  if (auto answer = worker_->newest()) {
    answer_ = *answer->request.step;
    if (answer->tilted)
      answer_.tilted = answer->tilted->gradient;
    else
      answer_.missing = "f is not finite, or too rough, around x";
    answer_.length_factor = answer->length_factor;
  }
  const bool there = same_point(answer_, newest_);
  if (there) answer_.snapshot = newest;  // the same step, perhaps in another chart
  settled_ = there || !newest_.missing.empty();
  return answered() ? answer_.snapshot.step : newest.step;
}

const StepFacts& FollowedStep::facts() {
  if (settled_ && answered()) return answer_;
  add_gradient(newest_);
  if (!newest_.missing.empty()) return newest_;
  if (wanted_.step == nullptr || !same_point(*wanted_.step, newest_)) {
    wanted_ = {newest_.problem, newest_.snapshot.before, newest_.average, std::make_shared<const StepFacts>(newest_)};
    worker_->request(wanted_);
  }
  return answered() ? answer_ : newest_;
}

}  // namespace tiltscape
