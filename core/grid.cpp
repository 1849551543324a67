// Where cells lie, and what is between their centres.
#include "core/grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace tiltscape {

std::string_view hole_name(Hole hole, bool average) {
  constexpr std::array<std::string_view, 4> names = {"", "f is infinite here, or too large to draw", "f is NaN here",
                                                     "no point here"};
  constexpr std::array<std::string_view, 4> of_averages = {"", "f is infinite within the neighbourhood, or too large",
                                                           "f is NaN within the neighbourhood", "no point here"};
  return (average ? of_averages : names)[static_cast<std::size_t>(hole)];
}

bool Grid::has(Hole hole) const { return std::ranges::find(holes, hole) != holes.end(); }

ValueRange finite_range(std::span<const float> values) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  ValueRange all{infinity, -infinity};
  if (values.empty()) return all;
  const Eigen::Map<const Eigen::ArrayXf> line(values.data(), static_cast<Eigen::Index>(values.size()));
  const ValueRange fast{line.minCoeff<Eigen::PropagateNaN>(), line.maxCoeff<Eigen::PropagateNaN>()};
  if (std::isfinite(fast.low) && std::isfinite(fast.high)) return fast;
  for (const float value : values)
    if (std::isfinite(value)) all = {std::min(all.low, value), std::max(all.high, value)};
  return all;
}

ValueRange Grid::range(Stretch across, Stretch upwards) const {
  ValueRange all = finite_range({});
  for (int row = upwards.first; row < upwards.last && across.first < across.last; ++row) {
    const auto [low, high] =
        finite_range({&values[index(across.first, row)], static_cast<std::size_t>(across.last - across.first)});
    all = {std::min(all.low, low), std::max(all.high, high)};
  }
  return all;
}

Eigen::Vector2d Grid::cell() const {
  return {(bounds[0][1] - bounds[0][0]) / columns, (bounds[1][1] - bounds[1][0]) / rows};
}

Eigen::Vector2d Grid::centre(int column, int row) const {
  const auto along = [](const std::array<double, 2>& b, int i, int n) { return b[0] + (b[1] - b[0]) * (i + 0.5) / n; };
  return {along(bounds[0], column, columns), along(bounds[1], row, rows)};
}

namespace {

/// The two cells around a coordinate, and how far it is from the first to the second.
struct Between {
  int low = 0, high = 0;
  double part = 0.0;
};

std::optional<Between> between(const std::array<double, 2>& bounds, double coordinate, int cells) {
  if (!(coordinate >= bounds[0] && coordinate <= bounds[1])) return std::nullopt;
  const double cell = std::clamp((coordinate - bounds[0]) / (bounds[1] - bounds[0]) * cells - 0.5, 0.0, cells - 1.0);
  const int low = std::min(static_cast<int>(cell), std::max(cells - 2, 0));
  return Between{low, std::min(low + 1, cells - 1), cell - low};
}

}  // namespace

double Grid::interpolate(const Eigen::Vector2d& at) const {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (empty()) return nan;
  const auto x = between(bounds[0], at[0], columns), y = between(bounds[1], at[1], rows);
  if (!x || !y) return nan;
  const auto value = [&](int i, int j) { return static_cast<double>(this->at(i, j)); };
  const auto row = [&](int j) { return (1.0 - x->part) * value(x->low, j) + x->part * value(x->high, j); };
  return (1.0 - y->part) * row(y->low) + y->part * row(y->high);
}

Hole Grid::hole(const Eigen::Vector2d& at) const {
  const auto x = between(bounds[0], at[0], columns), y = between(bounds[1], at[1], rows);
  if (holes.empty() || !x || !y) return Hole::none;
  return std::max({hole(x->low, y->low), hole(x->high, y->low), hole(x->low, y->high), hole(x->high, y->high)});
}

}  // namespace tiltscape
