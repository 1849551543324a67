// Extremes of paths and minima, widened by a margin.
#include "app/panels/trace_range.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/panels/curve_lines.h"
#include "app/panels/describe_run.h"

namespace tiltscape {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

class Range {
 public:
  void include(double value) {
    low_ = std::min(low_, value);
    high_ = std::max(high_, value);
  }
  bool empty() const { return !(low_ <= high_); }
  std::array<double, 2> with_margin(bool logarithmic) const {
    if (empty()) return {logarithmic ? 0.1 : 0.0, 1.0};
    if (logarithmic) {
      const double high = std::max(high_, 1.1 * low_), margin = std::pow(high / low_, 0.05);
      return {low_ / margin, high * margin};
    }
    const double size = std::max(std::abs(low_), std::abs(high_)), spread = high_ - low_;
    const bool constant = spread <= 1e-6 * size;  // to rounding
    const double margin = constant ? (size > 0.0 ? 0.1 * size : 1.0) : std::max(0.06 * spread, 1e-3 * size);
    return {low_ - margin, high_ + margin};
  }

 private:
  double low_ = infinity, high_ = -infinity;
};

}  // namespace

std::vector<KnownMinimum> known_minima(const Problem* problem) {
  std::vector<KnownMinimum> list;
  if (problem == nullptr) return list;
  for (const Minimum& minimum : problem->minima())
    if (const double trace = problem->trace(minimum.x); std::isfinite(trace))
      list.push_back({{minimum.value, trace}, minimum.label});
  return list;
}

double trace_error(const RunView& run, std::size_t row) {
  const Columns& columns = run.trajectory.columns();
  const std::size_t trace = columns.find("trace");
  const std::size_t error = trace != Columns::npos ? error_column(columns, trace) : Columns::npos;
  return error != Columns::npos ? run.trajectory.value(row, error) : std::numeric_limits<double>::quiet_NaN();
}

Bounds trace_range(const std::vector<RunView>& runs, const TracePaths& paths, std::span<const KnownMinimum> minima,
                   bool logarithmic) {
  Range losses, traces;
  for (const bool diverged : {false, true}) {
    if (diverged && !losses.empty()) break;
    for (const RunView& run : runs) {
      const auto reach = paths.reach(run);
      if (!reach || !run.visible || (run.snapshot.status == Status::diverged) != diverged) continue;
      for (const double value : (*reach)[0]) losses.include(value);
      for (const double value : (*reach)[1]) traces.include(value);
      const std::size_t end = *paths.end(run, run.trajectory.size() - 1);
      const double spread = trace_error(run, end);
      if (!std::isfinite(spread)) continue;
      const double trace = run.trajectory.value(end, run.trajectory.columns().find("trace"));
      traces.include(trace - spread);
      traces.include(trace + spread);
    }
  }
  for (const KnownMinimum& minimum : minima) {
    if (!logarithmic || minimum.loss >= smallest_shown) losses.include(minimum.loss);
    traces.include(minimum.trace);
  }
  return {losses.with_margin(logarithmic), traces.with_margin(false)};
}

}  // namespace tiltscape
