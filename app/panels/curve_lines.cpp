// From records to lines, bands and ranges.
#include "app/panels/curve_lines.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <ranges>

namespace tiltscape {

namespace {

/// The rows' places along an axis, which grow with the row.
class Places {
 public:
  Places(const Trajectory& trajectory, const std::string& quantity)
      : records_(trajectory.records()),
        of_(quantity == "cost"      ? Of::cost
            : quantity == "seconds" ? Of::seconds
                                    : Of::step) {}

  double operator()(std::size_t row) const {
    if (of_ == Of::cost) return static_cast<double>(records_.counts[row].cost());
    return of_ == Of::seconds ? records_.seconds[row] : static_cast<double>(records_.steps[row]);
  }

  /// The first row at or beyond a place, or size(): in ever longer strides from a guess, then by halves.
  std::size_t first(double at, std::size_t guess) const {
    const std::size_t size = records_.size();
    std::size_t low = std::min(guess, size), high = low, stride = 1;
    for (; low > 0 && (*this)(low - 1) >= at; stride *= 2) {
      high = low - 1;
      low -= std::min(low, stride);
    }
    for (; high < size && (*this)(high) < at; stride *= 2) {
      low = high + 1;
      high += std::min(size - high, stride);
    }
    const auto rows = std::views::iota(low, high);
    const auto before = [&](std::size_t row) { return (*this)(row) < at; };
    return low + static_cast<std::size_t>(std::ranges::partition_point(rows, before) - rows.begin());
  }

 private:
  const Records& records_;
  enum class Of { step, cost, seconds } of_;
};

std::size_t buckets_of(const CurveResolution& resolution) {
  return static_cast<std::size_t>(std::max(32.0F, resolution.width / 2));  // of two pixels
}

/// Calls visit(row, next) for the rows within every two pixels of the axis, with one more to either side of it.
template <class Visit>
void for_each_bucket(const Trajectory& trajectory, const CurveAxis& axis, const CurveResolution& resolution,
                     std::optional<std::uint64_t> until, const Visit& visit) {
  const Places places(trajectory, axis.quantity);
  std::size_t last = trajectory.size();
  if (until) last = std::min(last, trajectory.row_at(*until) + 1);
  std::size_t row = places.first(axis.low, 0);
  row = row > 0 ? row - 1 : 0;
  last = std::min(last, places.first(axis.high, last) + 2);
  const std::size_t buckets = buckets_of(resolution);
  std::size_t guess = row;
  for (std::size_t bucket = 0; bucket <= buckets && row < last; ++bucket) {
    const double fraction = static_cast<double>(bucket + 1) / static_cast<double>(buckets);
    const double edge = axis.logarithmic ? axis.low * std::pow(axis.high / axis.low, fraction)
                                         : axis.low + (axis.high - axis.low) * fraction;
    std::size_t next = last;
    if (bucket < buckets) {
      const std::size_t there = places.first(edge, guess);
      guess = there + (there - std::min(there, row));  // the next is about as long
      next = std::clamp(there, row, last);
      if (next < last) next = Trajectory::cheap_end(row, next);
    }
    if (next > row) visit(row, next);
    row = next;
  }
}

}  // namespace

double axis_value(const Trajectory& trajectory, std::size_t row, const std::string& quantity) {
  return Places(trajectory, quantity)(row);
}

std::size_t first_row(const Trajectory& trajectory, double at, const std::string& quantity) {
  return Places(trajectory, quantity).first(at, trajectory.size() / 2);
}

std::size_t row_before(const Trajectory& trajectory, double at, const std::string& quantity) {
  const std::size_t row = first_row(trajectory, at, quantity);
  const bool there = row < trajectory.size() && axis_value(trajectory, row, quantity) <= at;
  return there || row == 0 ? row : row - 1;
}

CurveLine curve_line(const Trajectory& trajectory, std::size_t column, const CurveAxis& axis, bool log_y,
                     const CurveResolution& resolution, std::optional<std::uint64_t> until) {
  const Places places(trajectory, axis.quantity);
  CurveLine line;
  const auto add = [&](std::size_t at, double value) {
    if (!std::isfinite(value)) return;
    line.x.push_back(std::max(places(at), axis.logarithmic ? axis.low * 1e-3 : 0.0));
    line.y.push_back(log_y ? std::max(value, smallest_shown) : value);
  };
  const double flat = resolution.range * 0.5 / static_cast<double>(std::max(1.0F, resolution.height));
  line.x.reserve(2 * buckets_of(resolution) + 4);
  line.y.reserve(2 * buckets_of(resolution) + 4);
  for_each_bucket(trajectory, axis, resolution, until, [&](std::size_t row, std::size_t next) {
    if (next - row <= 3) {
      for (; row < next; ++row) add(row, trajectory.value(row, column));
      return;
    }
    const Extremes extremes = trajectory.extremes(column, row, next);
    const bool rising = line.y.empty() || line.y.back() < 0.5 * (extremes.low + extremes.high);
    if (!log_y && extremes.high - extremes.low < flat) {
      add(next - 1, trajectory.value(next - 1, column));
    } else {
      add(row, rising ? extremes.low : extremes.high);
      add(row, rising ? extremes.high : extremes.low);
    }
  });
  return line;
}

CurveLine change_marks(const RunView& run, std::size_t column, const CurveAxis& axis, bool log_y) {
  constexpr double apart = 0.02;  // of the axis
  const auto place = [&axis](double x) {
    return axis.logarithmic ? std::log(std::max(x, axis.low) / axis.low) / std::log(axis.high / axis.low)
                            : (x - axis.low) / (axis.high - axis.low);
  };
  CurveLine marks;
  for (const Change& change : run.changes) {
    if (change.step == 0 || run.trajectory.empty()) continue;  // made before the first step: part of the beginning
    const std::size_t row = run.trajectory.row_at(change.step);
    const double x = axis_value(run.trajectory, row, axis.quantity), y = run.trajectory.value(row, column);
    if (!std::isfinite(y) || (!marks.x.empty() && place(x) - place(marks.x.back()) < apart)) continue;
    marks.x.push_back(x);
    marks.y.push_back(log_y ? std::max(y, smallest_shown) : y);
  }
  return marks;
}

ErrorBand error_band(const Trajectory& trajectory, const MeasuredColumn& column, const CurveAxis& axis,
                     const CurveResolution& resolution) {
  const Places places(trajectory, axis.quantity);
  ErrorBand band;
  /// One place of the band, for all of these rows that were measured.
  const auto add = [&](std::initializer_list<std::size_t> rows) {
    bool first = true;
    for (const std::size_t row : rows) {
      if (row >= trajectory.size()) continue;  // nowhere
      const double value = trajectory.value(row, column.value), spread = trajectory.value(row, column.error);
      if (!std::isfinite(value) || !std::isfinite(spread)) continue;
      if (first) {
        band.x.push_back(std::max(places(row), axis.logarithmic ? axis.low * 1e-3 : 0.0));
        band.low.push_back(value - spread);
        band.high.push_back(value + spread);
      }
      band.low.back() = std::min(band.low.back(), value - spread);
      band.high.back() = std::max(band.high.back(), value + spread);
      first = false;
    }
  };
  if (const std::size_t begin = places.first(axis.low, 0); begin > 1)  // the row before it comes with the buckets
    if (const auto before = trajectory.last_measured(column.value, begin - 2)) add({*before});
  for_each_bucket(trajectory, axis, resolution, {}, [&](std::size_t row, std::size_t next) {
    if (next - row <= 3) {
      for (; row < next; ++row) add({row});
      return;
    }
    const Peaks values = trajectory.peaks(column.value, row, next), spreads = trajectory.peaks(column.error, row, next);
    add({values.low_row, values.high_row, spreads.high_row});
  });
  return band;
}

bool falls_below_zero(const std::vector<RunView>& runs, std::size_t column) {
  constexpr double rounding = 1e-12;
  return std::ranges::any_of(runs, [column](const RunView& run) {
    return run.visible && !run.trajectory.empty() &&
           run.trajectory.extremes(column, 0, run.trajectory.size()).low < -rounding;
  });
}

std::pair<double, double> followed_range(const std::vector<RunView>& runs, const std::string& quantity,
                                         bool logarithmic) {
  double last = 0.0, first = std::numeric_limits<double>::infinity();
  for (const RunView& run : runs) {
    if (run.trajectory.empty()) continue;
    last = std::max(last, axis_value(run.trajectory, run.trajectory.size() - 1, quantity));
    if (run.trajectory.size() > 1) first = std::min(first, axis_value(run.trajectory, 1, quantity));
  }
  const double low = logarithmic ? std::clamp(first, 1e-4, std::max(last / 10, 1e-3)) : 0.0;
  const double high = last > low ? last : last > 0.0 ? 2.0 * low : 1.0;  // at the start there is no length to show
  return {low, logarithmic ? high * std::pow(high / low, 0.03) : high * 1.02};  // room for the last dot
}

std::pair<double, double> value_range(const std::vector<RunView>& runs, std::size_t column, const CurveAxis& axis,
                                      bool log_y) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  const auto diverged = [](const RunView& run) { return run.snapshot.status == Status::diverged; };
  const bool all = std::ranges::all_of(runs, [&](const RunView& run) { return !run.visible || diverged(run); });
  for (const RunView& run : runs) {
    if (!run.visible || run.trajectory.empty() || (diverged(run) && !all)) continue;
    const std::size_t first = first_row(run.trajectory, axis.low, axis.quantity);
    const Extremes extremes = run.trajectory.extremes(column, first > 0 ? first - 1 : 0, run.trajectory.size());
    low = std::fmin(low, extremes.low);
    high = std::fmax(high, extremes.high);
  }
  if (!(low <= high)) return {log_y ? 0.1 : 0.0, 1.0};
  if (log_y) {
    low = std::max(low, smallest_shown);
    high = std::max(high, low * 1.1);
    const double margin = std::pow(high / low, 0.06);
    return {low / margin, high * margin};
  }
  const double margin = std::max(0.06 * (high - low), 1e-3 * std::max(std::abs(high), 1e-9));
  return {low - margin, high + margin};
}

}  // namespace tiltscape
