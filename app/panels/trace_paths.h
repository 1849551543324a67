// Paths of the runs in the plane of loss and trace: the records where the trace was measured, as fine as is seen.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "app/laboratory.h"
#include "core/path_rows.h"

namespace tiltscape {

class TracePaths {
 public:
  /// Takes in the records of the runs, of a long one some at a time, and forgets runs that are no more. On a
  /// logarithmic axis losses below `smallest_shown` lie there.
  void update(const std::vector<RunView>& runs, bool logarithmic);
  /// Every record is in; else another update goes on.
  bool complete() const { return complete_; }

  /// Rows of the run's records that draw its path within `bounds`, of log₁₀ loss where the axis is logarithmic, up to
  /// row `last`; at most most_path_rows and the last. Empty where no trace was measured yet.
  std::vector<std::size_t> rows(const RunView& run, const Bounds& bounds, std::size_t last);
  /// The last row up to `last` where the trace was measured.
  std::optional<std::size_t> end(const RunView& run, std::size_t last) const;
  /// What the whole path reaches, [loss, trace]; the loss itself, not its logarithm. Nothing without a path.
  std::optional<Bounds> reach(const RunView& run) const;

 private:
  struct Entry {
    Blocks<double> points{};       ///< loss or its logarithm, and trace, of each record where both are known
    Blocks<std::uint32_t> rows{};  ///< of those records
    Pyramid pyramid{};             ///< of `points`
    PathOutline outline{};
    std::size_t looked = 0;       ///< records
    std::uint64_t last_step = 0;  ///< of the last of them
    std::size_t count_until(std::size_t row) const;
  };
  bool update(const RunView& run, Entry& entry) const;

  std::map<RunId, Entry> entries_;
  bool logarithmic_ = false, complete_ = true;
};

}  // namespace tiltscape
