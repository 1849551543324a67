// Records: what a run says of its steps, as rows of doubles with named columns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/objective.h"

namespace tiltscape {

/// Names of a record's doubles. Row: loss, a value a measure, a standard error an estimated measure, x0 … (d ≤ 8), what
/// is kept aside, then two coordinates a chart.
struct Columns {
  std::vector<std::string> names{};  ///< "loss", "trace", "trace_stderr", "x0" …: what results hold
  /// What curves need beside that: "trace_step_stderr", the standard error of what an estimate has changed by since it
  /// was due before, and "gradient_norm" where curvature was measured.
  std::vector<std::string> aside{};
  std::size_t charts = 0;
  std::size_t width() const { return names.size() + aside.size() + 2 * charts; }
  std::size_t chart(std::size_t index) const { return names.size() + aside.size() + 2 * index; }
  /// npos where there is no such column
  std::size_t find(std::string_view name) const;
  /// Where the position begins, which comes last of the names; npos where it is not recorded.
  std::size_t position() const { return find("x0"); }
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
};

/// One run's records in order, or a batch of them. NaN stands for "not measured here".
struct Records {
  std::vector<std::uint64_t> steps;
  std::vector<Counts> counts;
  std::vector<double> seconds;  ///< time spent stepping, for curves; never written to records.csv
  std::vector<double> values;   ///< steps.size() × width
  /// Rows before this batch that no longer count: the last record of a run that was done and goes on.
  std::size_t retracted = 0;

  std::size_t size() const { return steps.size(); }
  /// Keeps the first `rows`.
  void keep(std::size_t rows) {
    if (rows >= size()) return;
    values.resize(values.size() / size() * rows);
    steps.resize(rows);
    counts.resize(rows);
    seconds.resize(rows);
  }
  /// Takes back the last row, which may lie in a batch before this one.
  void retract_last() { size() > 0 ? keep(size() - 1) : static_cast<void>(++retracted); }
  void append(const Records& more) {
    for (std::size_t i = 0; i < more.retracted; ++i) retract_last();
    steps.insert(steps.end(), more.steps.begin(), more.steps.end());
    counts.insert(counts.end(), more.counts.begin(), more.counts.end());
    seconds.insert(seconds.end(), more.seconds.begin(), more.seconds.end());
    values.insert(values.end(), more.values.begin(), more.values.end());
  }
  void clear() {
    steps.clear();
    counts.clear();
    seconds.clear();
    values.clear();
    retracted = 0;
  }
};

}  // namespace tiltscape
