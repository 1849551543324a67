// From records to lines, bands and ranges.
#include "app/panels/curve_lines.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <ranges>

namespace tiltscape {

namespace {

constexpr std::size_t few_rows = 3;  ///< rows of a stretch that are drawn one by one

/// The rows' places along an axis, which grow with the row.
class Places {
 public:
  Places(const Trajectory& trajectory, const std::string& quantity)
      : trajectory_(trajectory),
        of_(quantity == "cost"      ? Of::cost
            : quantity == "seconds" ? Of::seconds
                                    : Of::step) {}

  double operator()(std::size_t row) const {
    if (of_ == Of::cost) return static_cast<double>(trajectory_.counts(row).cost());
    return of_ == Of::seconds ? trajectory_.seconds(row) : static_cast<double>(trajectory_.step(row));
  }

  /// The first row at or beyond a place, or size(): in ever longer strides from a guess, then by halves.
  std::size_t first(double at, std::size_t guess) const {
    const std::size_t size = trajectory_.size();
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
  const Trajectory& trajectory_;
  enum class Of { step, cost, seconds } of_;
};

/// Calls one(row) for each row of a short stretch and several(i) for a long one, from left to right; and one(row) for
/// the rows next to all of them where the column was measured, if it is not at their ends.
template <class One, class Several>
void walk(const Trajectory& trajectory, std::size_t column, const CurveStretches& stretches, const One& one,
          const Several& several) {
  if (stretches.edges.empty()) return;
  const std::size_t begin = stretches.edges.front(), end = stretches.edges.back();
  if (begin > 0 && std::isnan(trajectory.value(begin, column)))
    if (const auto before = trajectory.last_measured(column, begin - 1)) one(*before);
  for (std::size_t i = 0; i + 1 < stretches.edges.size(); ++i) {
    const std::size_t row = stretches.edges[i], next = stretches.edges[i + 1];
    if (next - row > few_rows)
      several(i);
    else
      for (std::size_t at = row; at < next; ++at) one(at);
  }
  if (std::isnan(trajectory.value(end - 1, column)))
    if (const auto after = trajectory.first_measured(column, end); after && *after < stretches.end) one(*after);
}

double place_on(const CurveAxis& axis, double place) {
  return std::max(place, axis.logarithmic ? axis.low * 1e-3 : 0.0);
}

/// Whether a run that is shown does so anywhere.
bool falls_below(const std::vector<RunView>& runs, std::size_t column, double limit) {
  return std::ranges::any_of(runs, [&](const RunView& run) {
    return run.visible && !run.trajectory.empty() &&
           run.trajectory.extremes(column, 0, run.trajectory.size()).low < limit;
  });
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

CurveStretches curve_stretches(const Trajectory& trajectory, const CurveAxis& axis, float width,
                               std::optional<std::uint64_t> until) {
  const Places places(trajectory, axis.quantity);
  CurveStretches made{.axis = axis, .end = trajectory.size()};
  if (until) made.end = std::min(made.end, trajectory.row_at(*until) + 1);
  std::size_t row = places.first(axis.low, 0);
  row = row > 0 ? row - 1 : 0;
  const std::size_t last = std::min(made.end, places.first(axis.high, made.end) + 2);
  const auto begin = [&](std::size_t at) {
    made.edges.push_back(at);
    made.places.push_back(places(at));
  };
  const auto count = static_cast<std::size_t>(std::max(32.0F, width / 2));  // of two pixels
  std::size_t guess = row;
  for (std::size_t i = 0; i <= count && row < last; ++i) {
    const double fraction = static_cast<double>(i + 1) / static_cast<double>(count);
    const double edge = axis.logarithmic ? axis.low * std::pow(axis.high / axis.low, fraction)
                                         : axis.low + (axis.high - axis.low) * fraction;
    std::size_t next = last;
    if (i < count) {
      const std::size_t there = places.first(edge, guess);
      guess = there + (there - std::min(there, row));  // the next is about as long
      next = std::clamp(there, row, last);
      if (next < last) next = Trajectory::cheap_end(row, next);
    }
    if (next > row) begin(row);
    row = next;
  }
  if (made.edges.empty()) return made;
  if (row > made.edges.back() + 1) begin(row - 1);
  made.edges.push_back(row);
  return made;
}

CurveLine curve_line(const Trajectory& trajectory, std::size_t column, const CurveStretches& stretches, bool log_y,
                     double flat, const std::vector<bool>& faint) {
  const Places places(trajectory, stretches.axis.quantity);
  CurveLine line;
  std::size_t stretch = 0;  // of what is added, from left to right
  const auto add = [&](double place, double value) {
    if (!std::isfinite(value)) return;
    if (!faint.empty()) line.faint.push_back(faint[std::min(stretch, faint.size() - 1)]);
    line.x.push_back(place_on(stretches.axis, place));
    line.y.push_back(log_y ? std::max(value, smallest_shown) : value);
  };
  line.x.reserve(2 * stretches.edges.size() + 4);
  line.y.reserve(2 * stretches.edges.size() + 4);
  walk(
      trajectory, column, stretches,
      [&](std::size_t row) {
        while (stretch + 1 < stretches.edges.size() && stretches.edges[stretch + 1] <= row) ++stretch;
        add(places(row), trajectory.value(row, column));
      },
      [&](std::size_t i) {
        stretch = i;
        const std::size_t row = stretches.edges[i], next = stretches.edges[i + 1];
        const Extremes extremes = trajectory.extremes(column, row, next);
        const bool rising = line.y.empty() || line.y.back() < 0.5 * (extremes.low + extremes.high);
        const double last = trajectory.value(next - 1, column);
        const bool level = log_y ? extremes.high < extremes.low * (1.0 + flat) : extremes.high - extremes.low < flat;
        if (level && std::isfinite(last)) return add(places(next - 1), last);
        add(stretches.places[i], rising ? extremes.low : extremes.high);
        add(stretches.places[i], rising ? extremes.high : extremes.low);
      });
  return line;
}

CurveLine change_marks(const RunView& run, std::size_t column, const CurveAxis& axis, bool log_y,
                       std::optional<std::uint64_t> until) {
  constexpr double apart = 0.05;  // of the axis: marks do not touch
  const auto place = [&axis](double x) {
    return axis.logarithmic ? std::log(std::max(x, axis.low) / axis.low) / std::log(axis.high / axis.low)
                            : (x - axis.low) / (axis.high - axis.low);
  };
  CurveLine marks;
  for (const Change& change : run.changes) {
    if (change.step == 0 || run.trajectory.empty()) continue;  // made before the first step: part of the beginning
    if (change.step > until.value_or(run.snapshot.step)) break;
    const std::size_t row = run.trajectory.row_at(change.step);
    const double x = axis_value(run.trajectory, row, axis.quantity), y = run.trajectory.value(row, column);
    if (!std::isfinite(y) || (!marks.x.empty() && place(x) - place(marks.x.back()) < apart)) continue;
    marks.x.push_back(x);
    marks.y.push_back(log_y ? std::max(y, smallest_shown) : y);
  }
  return marks;
}

ErrorBand error_band(const Trajectory& trajectory, const MeasuredColumn& column, const CurveStretches& stretches) {
  const Places places(trajectory, stretches.axis.quantity);
  ErrorBand band;
  /// One place of the band, for all of these rows that were measured.
  const auto add = [&](std::initializer_list<std::size_t> rows) {
    bool first = true;
    for (const std::size_t row : rows) {
      if (row >= trajectory.size()) continue;  // nowhere
      const double value = trajectory.value(row, column.value), error = trajectory.value(row, column.error);
      const double spread = column.most == Columns::npos ? error : std::min(error, trajectory.value(row, column.most));
      if (!std::isfinite(value) || !std::isfinite(spread)) continue;
      if (first) {
        band.x.push_back(place_on(stretches.axis, places(row)));
        band.low.push_back(value - spread);
        band.high.push_back(value + spread);
      }
      band.low.back() = std::min(band.low.back(), value - spread);
      band.high.back() = std::max(band.high.back(), value + spread);
      first = false;
    }
  };
  walk(
      trajectory, column.value, stretches, [&](std::size_t row) { add({row}); },
      [&](std::size_t i) {
        const std::size_t row = stretches.edges[i], next = stretches.edges[i + 1];
        const Peaks values = trajectory.peaks(column.value, row, next),
                    spreads = trajectory.peaks(column.error, row, next);
        add({values.low_row, values.high_row, spreads.high_row});
      });
  return band;
}

bool falls_below_zero(const std::vector<RunView>& runs, std::size_t column) {
  constexpr double rounding = 1e-12;
  return falls_below(runs, column, -rounding);
}

bool rises_above_zero(const std::vector<RunView>& runs, std::size_t column) {
  return std::ranges::any_of(runs, [&](const RunView& run) {
    return !run.trajectory.empty() && run.trajectory.extremes(column, 0, run.trajectory.size()).high > 0.0;
  });
}

bool falls_below_shown(const std::vector<RunView>& runs, std::size_t column) {
  return falls_below(runs, column, smallest_shown);
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
                                      bool log_y, std::span<const ErrorBand> bands) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  const auto diverged = [](const RunView& run) { return run.snapshot.status == Status::diverged; };
  const bool all = std::ranges::all_of(runs, [&](const RunView& run) { return !run.visible || diverged(run); });
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const RunView& run = runs[i];
    if (!run.visible || run.trajectory.empty() || (diverged(run) && !all)) continue;
    std::size_t first = first_row(run.trajectory, axis.low, axis.quantity);
    const bool enters = first > 0 && !(axis.logarithmic && axis_value(run.trajectory, first - 1, axis.quantity) <= 0.0);
    if (enters) --first;  // the line from the row before
    const Extremes extremes = run.trajectory.extremes(column, first, run.trajectory.size());
    low = std::fmin(low, extremes.low);
    high = std::fmax(high, extremes.high);
    if (i >= bands.size()) continue;
    for (const double value : bands[i].high) high = std::fmax(high, value);
    if (log_y) continue;  // an error as large as its value reaches 0
    for (const double value : bands[i].low) low = std::fmin(low, value);
  }
  if (!(low <= high)) return {log_y ? 0.1 : 0.0, 1.0};
  if (log_y) {
    low = std::max(low, smallest_shown);
    high = std::max(high, low * 1.1);
    const double margin = std::pow(high / low, 0.06);
    return {low / margin, high * margin};
  }
  const double least = high == 0.0 && low == 0.0 ? 0.1 : 1e-3 * std::max(std::abs(high), 1e-9);
  const double margin = std::max(0.06 * (high - low), least);
  return {low - margin, high + margin};
}

}  // namespace tiltscape
