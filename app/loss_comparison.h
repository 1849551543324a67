// The loss where a run is beside the loss of the point that shows it in a chart, worked out in the background.
#pragma once

#include <chrono>
#include <optional>

#include "core/latest_worker.h"
#include "core/problem.h"

namespace tiltscape {

struct ComparedLosses {
  std::shared_ptr<const LossFunction> loss{};
  std::shared_ptr<const Chart> chart{};
  std::shared_ptr<const Vector> x{};
  double here = 0.0;   ///< f(x)
  double shown = 0.0;  ///< f at the chart's point for x; NaN where it has none
};

class LossComparison {
 public:
  explicit LossComparison(const std::function<void()>& wake);

  /// Asks for this point where it is another one. While it is `moving`, not more often than four times a second: a
  /// model's loss takes time from its runs.
  void update(std::shared_ptr<const LossFunction> loss, std::shared_ptr<const Chart> chart,
              std::shared_ptr<const Vector> x, bool moving);
  /// Nothing is wanted any more: no answer is waited for.
  void drop() { asked_ = {}; }
  /// The latest answer, if it is of this chart.
  const ComparedLosses* of(const std::shared_ptr<const Chart>& chart) const;
  /// Whether what was asked for is here.
  bool settled() const { return !asked_.x || (answer_ && answer_->x == asked_.x && answer_->chart == asked_.chart); }

 private:
  using Clock = std::chrono::steady_clock;

  LatestWorker<ComparedLosses, ComparedLosses> worker_;
  ComparedLosses asked_;
  Clock::time_point asked_at_{};
  std::optional<ComparedLosses> answer_;
};

}  // namespace tiltscape
