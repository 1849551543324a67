// What the landscapes share.
#include "core/problems/common.h"

#include <algorithm>

namespace tiltscape::problems {

double dot(const double* a, const double* b, Eigen::Index n) {
  using Lane = Eigen::Array<double, 16, 1>;
  using Lanes = Eigen::Map<const Lane>;
  Lane sums = Lane::Zero();
  Eigen::Index i = 0;
  for (; i + 16 <= n; i += 16) sums += Lanes(a + i) * Lanes(b + i);
  double sum = sums.sum();
  for (; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

Parameter dimension_parameter(std::int64_t low, std::int64_t high, std::int64_t fallback, std::string help) {
  return {.name = "dimension",
          .title = "Dimension",
          .symbol = "d",
          .help = std::move(help),
          .kind = Kind::integer,
          .low = static_cast<double>(low),
          .high = static_cast<double>(high),
          .slider_low = static_cast<double>(low),
          .slider_high = static_cast<double>(std::min<std::int64_t>(high, 1000)),
          .scale = Scale::log,
          .fallback = fallback};
}

Eigen::Index dimension_of(const Settings& settings, Eigen::Index fallback) {
  return static_cast<Eigen::Index>(settings.real("dimension", 0, static_cast<double>(fallback)));
}

Matrix cube(Eigen::Index dimension, double low, double high) {
  Matrix box(dimension, 2);
  box.col(0).setConstant(low);
  box.col(1).setConstant(high);
  return box;
}

Chart line_chart(const std::string& label, const Box2& bounds) {
  Chart line;
  line.name = label;
  line.labels = {label, ""};
  line.note = "one coordinate: nothing depends on the second axis; 3-D and Slice show its graph";
  line.bounds = bounds;
  line.project = [](const Vector& x) { return Eigen::Vector2d(x[0], 0.0); };
  line.lift = [](const Eigen::Vector2d& p) { return std::optional<Vector>(Vector::Constant(1, p[0])); };
  return line;
}

Chart first_two(const Vector& minimum, const Box2& bounds) {
  const Eigen::Index d = minimum.size();
  Chart chart = axis_plane(minimum, 0, 1, {default_coordinate_name(0, d), default_coordinate_name(1, d)}, bounds);
  if (d == 2) return chart;
  chart.note += " at the minimum";
  return chart;
}

}  // namespace tiltscape::problems
