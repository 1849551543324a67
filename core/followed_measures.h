// The measures that a run follows, and with them the errors of their changes from one time to the next.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/measure.h"
#include "core/record.h"

namespace tiltscape {

class FollowedMeasures {
 public:
  explicit FollowedMeasures(const std::vector<MeasureSpec>& specs);

  /// Adds the measures' columns: in results NAME and NAME_stderr, aside NAME_step_stderr and `gradient_norm`, which
  /// says how near a minimum curvature was measured.
  void add_columns(Columns& columns) const;

  /// Where a record is made.
  struct Record {
    std::uint64_t step = 0, record_every = 1;
    bool ends = false;                                       ///< the last one of the run, as far as is known
    const tiltscape::Step& taken;                            ///< the step that led there
    std::function<MeasuredPoint()> here;                     ///< called where something is measured of the point
    std::function<double(const std::string& name)> subject;  ///< what only the subject can measure
  };
  /// Appends what a record holds of the measures; returns what it keeps aside.
  std::vector<double> measure(const Record& record, std::vector<double>& values);

 private:
  struct Followed {
    MeasureSpec spec;
    const MeasureEntry* entry = nullptr;
    Estimate latest{}, earlier{};       ///< where it was due, and where it was due before that
    std::optional<std::uint64_t> at{};  ///< the step of the latest
  };
  static Estimate measured(const Followed& each, const Record& record);
  /// Whether the norm of the gradient is kept aside: curvature is measured, and the norm is not followed anyway.
  bool keeps_norm() const;

  std::vector<Followed> followed_;
};

}  // namespace tiltscape
