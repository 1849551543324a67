// Weights for smooth functions: the neighbourhood's density integrated against Keys' cubic kernel around every cell.
#include "core/footprint.h"

#include <algorithm>
#include <map>

#include "core/footprint_parts.h"

namespace tiltscape {
namespace {

double keys(double x) {
  x = std::abs(x);
  if (x < 1.0) return (1.5 * x - 2.5) * x * x + 1.0;
  return x < 2.0 ? ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0 : 0.0;
}
double keys_integral_from_0(double x) {
  const double a = std::abs(x);
  const double value = a < 1.0   ? ((0.375 * a - 2.5 / 3.0) * a * a + 1.0) * a
                       : a < 2.0 ? (((-0.125 * a + 2.5 / 3.0) * a - 2.0) * a + 2.0) * a - 1.0 / 6.0
                                 : 0.5;
  return std::copysign(value, x);
}

/// The ellipse's part in every cell, [|dy|, |dx|]: exact along thin lines.
Eigen::ArrayXXd coverage(const Ellipse& ellipse, int rows, int columns) {
  Eigen::ArrayXXd covered = Eigen::ArrayXXd::Zero(rows, columns);
  const int lines = ellipse.y < 4.0 ? 128 : 32;  // a cell
  for (int line = 0; line < 2 * static_cast<int>(std::ceil(ellipse.y)) * lines; ++line) {
    const double y = (line + 0.5) / lines - std::ceil(ellipse.y);
    if (std::abs(y) >= ellipse.y) continue;
    const double half = ellipse.x * std::sqrt(1.0 - y * y / (ellipse.y * ellipse.y));
    for (int dy = std::max(0, static_cast<int>(std::ceil(y - 2.0))); dy < std::min<double>(rows, y + 2.0); ++dy)
      for (int dx = 0; dx < columns; ++dx)
        covered(dy, dx) += keys(y - dy) / lines * (keys_integral_from_0(half - dx) + keys_integral_from_0(half + dx));
  }
  return covered;
}

/// The Gaussian's factor at the centres of a row of cells; 1 for the ball.
Eigen::ArrayXd factor(const Ellipse& ellipse, double radius, int cells) {
  if (!ellipse.gaussian()) return Eigen::ArrayXd::Ones(cells);
  return (-4.5 * (Eigen::ArrayXd::LinSpaced(cells, 0, cells - 1) / radius).square()).exp();
}

void add_runs(Footprint& footprint, const Ellipse& ellipse) {
  const int rows = footprint.reach_y + 1, columns = footprint.reach_x + 1;
  const Eigen::ArrayXXd covered = coverage(ellipse, rows, columns + 1);
  const Eigen::ArrayXd along = factor(ellipse, ellipse.x, columns), up = factor(ellipse, ellipse.y, rows);
  Eigen::ArrayXd twice_x = 2.0 * along, twice_y = 2.0 * up;
  twice_x[0] = twice_y[0] = 1.0;
  const double total = twice_y.matrix().dot(covered.leftCols(columns).matrix() * twice_x.matrix());
  Footprint::Runs& runs = footprint.smooth;
  runs.along.assign(along.begin(), along.end());
  runs.rows.resize(runs.along.size());
  for (int dy = 0; dy < rows; ++dy)
    for (int w = 0; w < columns; ++w)
      if (const double step = covered(dy, w) - covered(dy, w + 1); std::abs(step) > 1e-9)
        runs.rows[static_cast<std::size_t>(w)].push_back({dy, static_cast<float>(step * up[dy] / total)});
}

/// Taps gathered from single points.
class Scatter {
 public:
  void add(const Eigen::Vector2d& at, double weight) {
    const int left = static_cast<int>(std::floor(at[0])) - 1, below = static_cast<int>(std::floor(at[1])) - 1;
    for (int dy = below; dy < below + 4; ++dy)
      for (int dx = left; dx < left + 4; ++dx) weights_[{dy, dx}] += weight * keys(at[0] - dx) * keys(at[1] - dy);
    total_ += weight;
  }
  std::vector<Footprint::Tap> taps() const {
    std::vector<Footprint::Tap> taps;
    for (const auto& [at, weight] : weights_)
      if (weight != 0.0) taps.push_back({at.second, at.first, static_cast<float>(weight / total_)});
    return taps;
  }

 private:
  std::map<std::pair<int, int>, double> weights_;
  double total_ = 0.0;
};

}  // namespace

void add_smooth_weights(Footprint& footprint, const Ellipse& ellipse) {
  Scatter scatter;
  if (ellipse.neighbourhood == Neighbourhood::sphere) {
    const int points = std::max(512, static_cast<int>(64.0 * ellipse.longest()));
    for (int i = 0; i < points; ++i) scatter.add(ellipse.point(1.0, 2.0 * std::numbers::pi * (i + 0.5) / points), 1.0);
  } else if (ellipse.longest() < 4.0 || (ellipse.gaussian() && ellipse.shortest() < 4.0)) {  // varies within a cell
    const int detail = static_cast<int>(ellipse.longest());
    for_points_of_sectors(ellipse, 6 + detail / 2, 24 + detail,
                          [&](int, const Eigen::Vector2d& at) { scatter.add(at, ellipse.density(at)); });
  } else {
    return add_runs(footprint, ellipse);
  }
  footprint.taps = scatter.taps();
}

Footprint footprint_of(Neighbourhood neighbourhood, double radius_x, double radius_y) {
  Footprint footprint;
  footprint.reach_x = static_cast<int>(std::ceil(radius_x)) + 2;
  footprint.reach_y = static_cast<int>(std::ceil(radius_y)) + 2;
  const Ellipse ellipse{neighbourhood, radius_x, radius_y};
  add_smooth_weights(footprint, ellipse);
  add_parts(footprint, ellipse);
  return footprint;
}

}  // namespace tiltscape
