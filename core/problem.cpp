// What a problem need not write itself: an unbounded domain, names of coordinates, planes of two coordinates.
#include "core/problem.h"

#include <algorithm>
#include <limits>

#include "core/bad_input.h"
#include "core/plane.h"

namespace tiltscape {

Matrix Problem::domain() const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Matrix box(dimension(), 2);
  box.col(0).setConstant(-infinity);
  box.col(1).setConstant(infinity);
  return box;
}

Matrix Problem::start_box() const {
  const auto bounds = charts().front().bounds;
  Matrix box(dimension(), 2);
  for (Eigen::Index i = 0; i < box.rows(); ++i) {
    const auto& [low, high] = bounds[static_cast<std::size_t>(std::min<Eigen::Index>(i, 1))];
    box.row(i) << low, high;
  }
  return box;
}

Eigen::Index known_dimension(const ProblemEntry& entry, const Settings& settings) {
  try {
    return entry.parameter_count ? entry.parameter_count(settings) : 0;
  } catch (const BadInput&) {  // said when it is made
    return 0;
  }
}

std::shared_ptr<const Problem> make_problem(const ProblemEntry& entry, const Settings& settings, std::uint64_t seed,
                                            const Outside& outside) {
  if (entry.make) return entry.make(settings, seed);
  if (!outside.compile)
    throw BadInput("problem " + entry.name + " is made by core/models, which was not handed down; pass its Outside");
  return outside.compile(settings);
}

std::string subscripted(std::string_view name, Eigen::Index i) {
  constexpr std::array digits = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
  std::string result(name);
  for (const char digit : std::to_string(i)) result += digits.at(static_cast<std::size_t>(digit - '0'));
  return result;
}

std::string default_coordinate_name(Eigen::Index i, Eigen::Index dimension) {
  if (dimension > 3) return subscripted("x", i);
  return std::string(1, "xyz"[i]);
}

std::string Problem::coordinate_name(Eigen::Index i) const { return default_coordinate_name(i, dimension()); }

Chart axis_plane(const Vector& origin, Eigen::Index first, Eigen::Index second, std::array<std::string, 2> labels,
                 std::array<std::array<double, 2>, 2> bounds) {
  Chart chart;
  chart.name = labels[0] + "–" + labels[1] + " plane";
  chart.labels = std::move(labels);
  const Eigen::Index others = origin.size() - 2;
  if (others == 1) chart.note = "surface with the other coordinate held";
  if (others > 1) chart.note = "surface with the other " + std::to_string(others) + " coordinates held";
  chart.bounds = bounds;
  chart.project = [first, second](const Vector& x) { return Eigen::Vector2d(x[first], x[second]); };
  Plane plane{origin, Eigen::Matrix<double, Eigen::Dynamic, 2>::Zero(origin.size(), 2)};
  plane.origin[first] = plane.origin[second] = 0.0;
  plane.axes(first, 0) = plane.axes(second, 1) = 1.0;
  chart.plane = std::make_shared<const Plane>(std::move(plane));
  chart.lift = [origin, first, second](const Eigen::Vector2d& p) {
    Vector x = origin;
    x[first] = p[0];
    x[second] = p[1];
    return std::optional<Vector>(std::move(x));
  };
  return chart;
}

}  // namespace tiltscape
