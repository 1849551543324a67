// What is drawn of a run's records: a column against step, cost or seconds, in as many points as there are pixels.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/laboratory.h"

namespace tiltscape {

/// What a logarithmic axis shows for zero.
inline constexpr double smallest_shown = 1e-16;

/// The axis that all curves share.
struct CurveAxis {
  std::string quantity = "step";  ///< step | cost | seconds
  double low = 0.0, high = 1.0;   ///< in view
  bool logarithmic = false;
};

/// Where a record lies along the axis.
double axis_value(const Trajectory& trajectory, std::size_t row, const std::string& quantity);
/// The first row at or beyond a place on the axis, or size(); all three quantities grow with the row.
std::size_t first_row(const Trajectory& trajectory, double at, const std::string& quantity);
/// The last row at or before a place, or row 0.
std::size_t row_before(const Trajectory& trajectory, double at, const std::string& quantity);

struct CurveLine {
  std::vector<double> x, y;
  std::vector<bool> faint{};  ///< of each point; empty where none is
};
/// The rows within every two pixels of the axis, which are drawn as one, from the row before what is in view to the one
/// beyond, which is alone, so that a curve ends where the run is: what all columns of a run share.
struct CurveStretches {
  CurveAxis axis{};
  std::vector<std::size_t> edges{};  ///< stretch i holds rows edges[i] … edges[i + 1] − 1
  std::vector<double> places{};      ///< of the first row of each, on the axis
  std::size_t end = 0;               ///< of the rows that may be drawn
};
/// Of a plot so many pixels wide; until a step where one is given.
CurveStretches curve_stretches(const Trajectory& trajectory, const CurveAxis& axis, float width,
                               std::optional<std::uint64_t> until);

/// Two points a stretch, the column's extremes there, so that no spike is lost, and the measured values next to what is
/// in view. Stretches whose values differ by less than `flat`, or on a logarithmic axis by that share of them, have
/// one. `faint`: which stretches are; may be empty.
CurveLine curve_line(const Trajectory& trajectory, std::size_t column, const CurveStretches& stretches, bool log_y,
                     double flat, const std::vector<bool>& faint = {});

/// Where the run was changed on its way, until a step or until now, at its records, without those that would lie upon
/// one another.
CurveLine change_marks(const RunView& run, std::size_t column, const CurveAxis& axis, bool log_y,
                       std::optional<std::uint64_t> until);

struct ErrorBand {
  std::vector<double> x, low, high;
};
/// A measured column and that of its standard errors, of which no more counts than `most` where there is such a column.
struct MeasuredColumn {
  std::size_t value, error, most = Columns::npos;
};
/// One standard error to either side, at the records where the column was measured and are in view, and at those next
/// to them; of a stretch, as far as any of the lowest, the highest and the least certain reach.
ErrorBand error_band(const Trajectory& trajectory, const MeasuredColumn& column, const CurveStretches& stretches);

/// Whether a run that is shown has a value below 0 anywhere, by more than rounding: no logarithmic axis has a place for
/// it.
bool falls_below_zero(const std::vector<RunView>& runs, std::size_t column);

/// Whether any run has a value above 0 there.
bool rises_above_zero(const std::vector<RunView>& runs, std::size_t column);

/// Whether a run that is shown has a value that a logarithmic axis draws at its `smallest_shown`.
bool falls_below_shown(const std::vector<RunView>& runs, std::size_t column);

/// First and last place of the runs, with a margin: what the axis shows while it follows them.
std::pair<double, double> followed_range(const std::vector<RunView>& runs, const std::string& quantity,
                                         bool logarithmic);
/// Lowest and highest value from the left end of the axis on and, on a linear axis, of the bands (one a run, or none at
/// all), with a margin. A run that diverged does not flatten the others.
std::pair<double, double> value_range(const std::vector<RunView>& runs, std::size_t column, const CurveAxis& axis,
                                      bool log_y, std::span<const ErrorBand> bands = {});

}  // namespace tiltscape
