// From a view's words to planes.
#include "core/plane_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/abandoned.h"
#include "core/bad_input.h"
#include "core/plane_makers.h"

namespace tiltscape {
namespace {

/// A path's last point and what to call it.
struct Place {
  std::shared_ptr<const Vector> x;
  std::string name;
};

Place selected_place(const PlaneRequest& request) {
  const auto& [label, points, step] = request.selected;
  if (points.empty())
    throw BadInput(label.empty() ? "there is no run that it could go through"
                                 : fmt::format("where {} was at the step shown is not known", label));
  if (!points.back()->allFinite()) throw BadInput(fmt::format("{} has diverged: it is nowhere", label));
  return {points.back(), fmt::format("where {} was at step {}", label, step)};
}

/// The first known minimum, else where the selected run is.
Place centre_of(const PlaneRequest& request) {
  const Problem* problem = request.experiment->problem.get();
  const auto minima = problem != nullptr ? problem->minima() : std::vector<Minimum>{};
  if (!minima.empty()) return {std::make_shared<const Vector>(minima.front().x), "at the minimum"};
  Place place = selected_place(request);
  place.name = "as " + place.name;
  return place;
}

/// Every path's points, evenly thinned so that the eigenproblem stays small.
Points thinned(const std::vector<PlanePath>& paths) {
  constexpr std::size_t most = 512;
  Points points;
  for (const PlanePath& path : paths) {
    const std::size_t share = std::max<std::size_t>(2, most / paths.size());
    const std::size_t stride = (path.points.size() + share - 1) / share;
    for (std::size_t i = 0; i + 1 < path.points.size(); i += stride) points.push_back(path.points[i]);
    points.push_back(path.points.back());
  }
  return points;
}

/// The two paths that end furthest apart and the one that ends furthest from the line through both, in their order.
std::vector<std::size_t> furthest_apart(const std::vector<PlanePath>& paths) {
  const auto end = [&](std::size_t i) -> const Vector& { return *paths[i].points.back(); };
  std::vector<std::size_t> chosen = {0, 1};
  for (std::size_t i = 0; i < paths.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if ((end(i) - end(j)).norm() > (end(chosen[1]) - end(chosen[0])).norm()) chosen = {j, i};
  const Vector along = (end(chosen[1]) - end(chosen[0])).stableNormalized();
  const auto off = [&](std::size_t i) {
    const Vector from = end(i) - end(chosen[0]);
    return (from - along.dot(from) * along).norm();
  };
  std::optional<std::size_t> third;
  for (std::size_t i = 0; i < paths.size(); ++i)
    if (std::ranges::count(chosen, i) == 0 && (!third || off(i) > off(*third))) third = i;
  if (third) chosen.push_back(*third);
  std::ranges::sort(chosen);
  return chosen;
}

Chart through_ends(const PlaneRequest& request) {
  if (request.paths.size() < 2) throw BadInput("a plane through the runs' ends needs two or three runs that are shown");
  Points ends;
  std::vector<std::string> names;
  for (const std::size_t i : furthest_apart(request.paths)) {
    ends.push_back(request.paths[i].points.back());
    names.push_back(request.paths[i].label);
  }
  Chart chart = points_plane(*request.experiment->loss, ends, names);
  chart.name = ends.size() == 2 ? "plane of 2 ends" : "plane of 3 ends";
  return chart;
}

/// What a point is where it is a known minimum, or a run's start or end.
std::optional<std::string> known_as(const PlaneRequest& request, const Vector& x) {
  if (const Problem* problem = request.experiment->problem.get())
    for (const Minimum& minimum : problem->minima())
      if (minimum.x == x) return "the " + (minimum.label.empty() ? "minimum" : minimum.label);
  for (const auto& [label, points, step] : request.paths) {
    if (*points.front() == x) return "the start of " + label;
    if (*points.back() == x) return "the end of " + label;
  }
  return std::nullopt;
}

Chart through_points(const PlaneRequest& request, const PointsPlane& spec) {
  static constexpr std::array otherwise = {"the first point", "the second", "the third"};
  Points points;
  std::vector<std::string> names;
  for (const auto& numbers : spec.points) {
    Vector x = Eigen::Map<const Vector>(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
    names.push_back(known_as(request, x).value_or(otherwise.at(names.size())));
    points.push_back(std::make_shared<const Vector>(std::move(x)));
  }
  return points_plane(*request.experiment->loss, points, names);
}

Chart unbounded(const PlaneRequest& request, const std::function<bool()>& stale) {
  const AbandonedLoss loss(*request.experiment->loss, stale);
  if (const auto* axes = std::get_if<AxesPlane>(&request.spec)) {
    const Place centre = centre_of(request);
    return axes_plane(*centre.x, axes->axes[0], axes->axes[1], centre.name);
  }
  if (const auto* points = std::get_if<PointsPlane>(&request.spec)) return through_points(request, *points);
  if (const auto* eigen = std::get_if<EigenPlane>(&request.spec)) {
    const Place place = selected_place(request);
    return eigenvectors_plane(loss, *place.x, eigen->eigenvectors, "the point " + place.name);
  }
  const auto* word = std::get_if<std::string>(&request.spec);
  if (word == nullptr || *word == "random") {
    const auto* random = std::get_if<RandomPlane>(&request.spec);
    const Place place = selected_place(request);
    return random_plane(*place.x, loss.filters(), request.experiment->scene.seed, random != nullptr ? random->draw : 0,
                        "the point " + place.name);
  }
  if (*word == "pca") return pca_plane(thinned(request.paths));
  if (*word == "ends") return through_ends(request);
  const Place place = selected_place(request);
  const Vector moved = *place.x - *request.selected.points.front();
  return curvature_plane(loss, *place.x, moved, "the point " + place.name);
}

}  // namespace

bool needs_plane(const PlaneSpec& spec) {
  const auto* word = std::get_if<std::string>(&spec);
  return word == nullptr || (*word != "auto" && *word != "own");
}

std::string plane_complaint(const PlaneSpec& spec, Eigen::Index dimension) {
  if (!needs_plane(spec)) return {};
  if (dimension < 2) return "view.plane: there are no planes in one dimension; write \"auto\"";
  if (const auto* axes = std::get_if<AxesPlane>(&spec))
    for (const std::int64_t axis : axes->axes)
      if (axis >= dimension)
        return fmt::format("view.plane.axes names coordinate {}; there are {}, counted from 0: write 0 to {}", axis,
                           dimension, dimension - 1);
  if (const auto* eigen = std::get_if<EigenPlane>(&spec)) {
    const auto place = [dimension](std::int64_t i) { return i > 0 ? i : dimension + 1 + i; };
    for (const std::int64_t i : eigen->eigenvectors)
      if (std::abs(i) > dimension)
        return fmt::format(
            "view.plane.eigenvectors names {}; there are {}: write 1 to {}, or -1 to -{} from the smallest", i,
            dimension, dimension, dimension);
    if (place(eigen->eigenvectors[0]) == place(eigen->eigenvectors[1]))
      return fmt::format("view.plane.eigenvectors: {} and {} are the same of {}; write two different ones",
                         eigen->eigenvectors[0], eigen->eigenvectors[1], dimension);
  }
  if (const auto* points = std::get_if<PointsPlane>(&spec))
    if (const auto size = static_cast<Eigen::Index>(points->points.front().size()); size != dimension)
      return fmt::format("view.plane.points have {} coordinates; this problem has {}", size, dimension);
  return {};
}

Chart make_plane(const PlaneRequest& request, const std::function<bool()>& stale) {
  const Eigen::Index dimension = request.experiment->loss->dimension();
  if (const std::string wrong = plane_complaint(request.spec, dimension); !wrong.empty()) throw BadInput(wrong);
  Chart chart = unbounded(request, stale);
  if (dimension == 2) chart.note.clear();  // the plane is all there is
  std::vector<Eigen::Vector2d> coordinates;
  const auto see = [&](const PlanePath& path) {
    for (const auto& x : path.points) coordinates.push_back(chart.project(*x));
  };
  std::ranges::for_each(request.paths, see);
  if (request.paths.empty()) see(request.selected);
  if (chart.bounds[0][0] < chart.bounds[0][1]) {
    coordinates.emplace_back(chart.bounds[0][0], chart.bounds[1][0]);
    coordinates.emplace_back(chart.bounds[0][1], chart.bounds[1][1]);
  }
  chart.bounds = fitted_bounds(coordinates);
  return chart;
}

}  // namespace tiltscape
