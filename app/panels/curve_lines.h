// What is drawn of a run's records: a column against step, cost or seconds, in as many points as there are pixels.
#pragma once

#include <optional>
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
};
/// How finely a curve is drawn: the plot's size in pixels, and the height of its range in the column's unit.
struct CurveResolution {
  float width = 0.0F, height = 0.0F;
  double range = 1.0;
};
/// Two points for every two pixels, the column's extremes there, so that no spike is lost; until a step where one is
/// given.
CurveLine curve_line(const Trajectory& trajectory, std::size_t column, const CurveAxis& axis, bool log_y,
                     const CurveResolution& resolution, std::optional<std::uint64_t> until);

/// Where the run was changed on its way, at its records, without those that would lie upon one another.
CurveLine change_marks(const RunView& run, std::size_t column, const CurveAxis& axis, bool log_y);

struct ErrorBand {
  std::vector<double> x, low, high;
};
/// A measured column and that of its standard errors.
struct MeasuredColumn {
  std::size_t value, error;
};
/// One standard error to either side, at the records where the column was measured, from the last of them before the
/// axis to its end; of those within two pixels, as far as any of the lowest, the highest and the least certain reach.
ErrorBand error_band(const Trajectory& trajectory, const MeasuredColumn& column, const CurveAxis& axis,
                     const CurveResolution& resolution);

/// Whether a run that is shown has a value below 0 anywhere, by more than rounding: no logarithmic axis has a place for
/// it.
bool falls_below_zero(const std::vector<RunView>& runs, std::size_t column);

/// First and last place of the runs, with a margin: what the axis shows while it follows them.
std::pair<double, double> followed_range(const std::vector<RunView>& runs, const std::string& quantity,
                                         bool logarithmic);
/// Lowest and highest value from the left end of the axis on, with a margin. A run that diverged does not flatten the
/// others.
std::pair<double, double> value_range(const std::vector<RunView>& runs, std::size_t column, const CurveAxis& axis,
                                      bool log_y);

}  // namespace tiltscape
