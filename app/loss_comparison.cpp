// Two losses a request.
#include "app/loss_comparison.h"

#include <cmath>
#include <limits>

namespace tiltscape {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

ComparedLosses compared(ComparedLosses request) {
  try {
    request.here = request.loss->value(*request.x);
    const auto there = request.chart->lift(request.chart->project(*request.x));
    request.shown = there ? request.loss->value(*there) : nan;
  } catch (const std::exception&) {  // a model's device may run out of memory
    request.here = request.shown = nan;
  }
  return request;
}

}  // namespace

LossComparison::LossComparison(const std::function<void()>& wake)
    : worker_([](const ComparedLosses& request, const auto& done, const auto&) { done(compared(request)); }, wake) {}

void LossComparison::update(std::shared_ptr<const LossFunction> loss, std::shared_ptr<const Chart> chart,
                            std::shared_ptr<const Vector> x, bool moving) {
  if (auto answer = worker_.newest()) answer_ = std::move(*answer);
  if (asked_.x == x && asked_.chart == chart) return;
  const auto now = Clock::now();
  if (moving && asked_.chart == chart && (!settled() || now - asked_at_ < std::chrono::milliseconds(250))) return;
  asked_ = {.loss = std::move(loss), .chart = std::move(chart), .x = std::move(x)};
  asked_at_ = now;
  if (asked_.x) worker_.request(asked_);
}

const ComparedLosses* LossComparison::of(const std::shared_ptr<const Chart>& chart) const {
  return answer_ && answer_->chart == chart ? &*answer_ : nullptr;
}

}  // namespace tiltscape
