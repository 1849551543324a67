// The [view] of a scene: what the window and pictures show first.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/plane_request.h"
#include "core/scene_colormaps.h"
#include "core/scene_parts.h"

namespace tiltscape::scene_toml {
namespace {

std::array<double, 2> read_interval(const toml::node& node, const std::string& what) {
  const auto& ends = array(node, what, "[low, high]");
  if (ends.size() != 2) complain(node.source(), fmt::format("{} has {} numbers; write [low, high]", what, ends.size()));
  const std::array<double, 2> interval = {real(ends[0], what + "[0]"), real(ends[1], what + "[1]")};
  if (interval[0] >= interval[1])
    complain(node.source(), fmt::format("{} is [{}, {}]; low must be below high", what, interval[0], interval[1]));
  return interval;
}

std::array<std::array<double, 2>, 2> read_bounds(const toml::node& node) {
  const auto& axes = array(node, "view.bounds", "[[x low, x high], [y low, y high]]");
  if (axes.size() != 2)
    complain(node.source(),
             fmt::format("view.bounds has {} entries; write [[x low, x high], [y low, y high]]", axes.size()));
  return {read_interval(axes[0], "view.bounds[0]"), read_interval(axes[1], "view.bounds[1]")};
}

const std::vector<std::string> theory_lines = {"stability", "prediction"};

const std::vector<std::string> surfaces = {"loss", "tilted", "mean", "worst-case", "difference"};

/// One surface, or two: the second lies beside the first.
void read_surfaces(const toml::node& node, View& view) {
  if (!node.is_array()) {
    view.surface = choice(node, "view.surface", surfaces);
    return;
  }
  const toml::array& list = *node.as_array();
  if (list.empty() || list.size() > 2)
    complain(node.source(), fmt::format("view.surface lists {} surfaces; write one or two of {}", list.size(),
                                        fmt::join(surfaces, ", ")));
  view.surface = choice(list[0], "view.surface[0]", surfaces);
  if (list.size() < 2) return;
  view.beside = choice(list[1], "view.surface[1]", surfaces);
  if (view.beside == view.surface)
    complain(list[1].source(), fmt::format("view.surface is {} twice; write two different surfaces", view.surface));
}

AxesPlane read_axes(const toml::node& node) {
  const auto& axes = array(node, "view.plane.axes", "[0, 1]");
  if (axes.size() != 2)
    complain(node.source(), fmt::format("view.plane.axes has {} entries; write two axes, counted from 0", axes.size()));
  AxesPlane plane;
  for (std::size_t i = 0; i < 2; ++i)
    plane.axes[i] = static_cast<std::int64_t>(count(axes[i], fmt::format("view.plane.axes[{}]", i), 0, 1'000'000'000));
  if (plane.axes[0] == plane.axes[1])
    complain(node.source(), fmt::format("view.plane.axes is {} twice; write two different axes", plane.axes[0]));
  return plane;
}

/// Points that span no plane are refused as points_plane would refuse them, here with their place.
void require_apart(const toml::node& node, const PointsPlane& plane) {
  const auto from_first = [&](std::size_t i) -> Eigen::VectorXd {
    const auto size = static_cast<Eigen::Index>(plane.points[0].size());
    return Eigen::Map<const Eigen::VectorXd>(plane.points[i].data(), size) -
           Eigen::Map<const Eigen::VectorXd>(plane.points[0].data(), size);
  };
  const Eigen::VectorXd along = from_first(1);
  if (!(along.norm() > 0.0)) complain(node.source(), "view.plane.points[0] and [1] are the same point");
  if (plane.points.size() < 3) return;
  const Eigen::VectorXd towards = from_first(2), unit = along.normalized();
  if (!((towards - unit.dot(towards) * unit).norm() > 1e-9 * along.norm()))
    complain(node.source(), "view.plane.points lie on one line; write three points that span a plane, or two");
}

PointsPlane read_points(const toml::node& node) {
  const auto& points = array(node, "view.plane.points", "[[…], […], […]]");
  if (points.size() != 2 && points.size() != 3)
    complain(node.source(), fmt::format("view.plane.points has {} points; write two or three", points.size()));
  PointsPlane plane;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::string what = fmt::format("view.plane.points[{}]", i);
    std::vector<double>& point = plane.points.emplace_back();
    for (const toml::node& number : array(points[i], what, "[0.5, 1.0, …]")) point.push_back(real(number, what));
    if (point.size() != plane.points.front().size())
      complain(points[i].source(), fmt::format("{} has {} coordinates, the first has {}; write as many for each", what,
                                               point.size(), plane.points.front().size()));
  }
  require_apart(node, plane);
  return plane;
}

EigenPlane read_eigenvectors(const toml::node& node) {
  const auto& wanted = array(node, "view.plane.eigenvectors", "[1, 2]");
  EigenPlane plane;
  bool right = wanted.size() == 2;
  for (std::size_t i = 0; i < 2 && right; ++i) {
    plane.eigenvectors[i] = wanted[i].value<std::int64_t>().value_or(0);
    right = plane.eigenvectors[i] != 0 && std::abs(plane.eigenvectors[i]) <= most_eigenvectors;
  }
  if (!right || plane.eigenvectors[0] == plane.eigenvectors[1])
    complain(node.source(), fmt::format("view.plane.eigenvectors must be two different ones: 1 to {} from the largest "
                                        "eigenvalue on, -1 to -{} from the smallest; write [1, 2]",
                                        most_eigenvectors, most_eigenvectors));
  return plane;
}

PlaneSpec read_plane_spec(const toml::node& node) {
  if (!node.is_table()) return choice(node, "view.plane", {"auto", "own", "pca", "curvature", "random", "ends"});
  const auto& keys = table(node, "view.plane");
  only_keys(keys, "view.plane", {"axes", "points", "random", "eigenvectors"});
  if (keys.size() != 1)
    complain(node.source(),
             "view.plane has no or several keys; write { axes = [0, 1] }, { points = […] }, { random = 1 } or { "
             "eigenvectors = [1, 2] }");
  if (const auto* axes = keys.get("axes")) return read_axes(*axes);
  if (const auto* random = keys.get("random"))
    return RandomPlane{count(*random, "view.plane.random", 0, 1'000'000'000)};
  if (const auto* eigenvectors = keys.get("eigenvectors")) return read_eigenvectors(*eigenvectors);
  return read_points(*keys.get("points"));
}

PlaneSpec read_plane(const toml::node& node, LazyProblem& problem) {
  PlaneSpec plane = read_plane_spec(node);
  if (!needs_plane(plane) || problem.dimension() == 0) return plane;  // 0: known once a file is read, and asked then
  const std::string wrong = plane_complaint(plane, problem.dimension());
  if (!wrong.empty()) complain(node.source(), wrong);
  return plane;
}

Camera read_camera(const toml::node& node) {
  const auto& keys = table(node, "view.camera");
  only_keys(keys, "view.camera", {"azimuth", "elevation", "zoom", "projection", "pan"});
  Camera camera;
  if (const auto* found = keys.get("azimuth")) camera.azimuth = real(*found, "view.camera.azimuth");
  if (const auto* found = keys.get("elevation")) camera.elevation = real(*found, "view.camera.elevation");
  if (const auto* found = keys.get("zoom")) camera.zoom = real(*found, "view.camera.zoom");
  if (const auto* found = keys.get("projection"))
    camera.projection = choice(*found, "view.camera.projection", {"perspective", "orthographic"});
  if (const auto* found = keys.get("pan")) {
    const auto& pan = array(*found, "view.camera.pan", "[right, up]");
    if (pan.size() != 2)
      complain(found->source(), fmt::format("view.camera.pan has {} entries; write [right, up]", pan.size()));
    camera.pan = {real(pan[0], "view.camera.pan[0]"), real(pan[1], "view.camera.pan[1]")};
  }
  if (!(std::abs(camera.elevation) <= 90.0))
    complain(node.source(), fmt::format("view.camera.elevation is {}; it is between −90 and 90", camera.elevation));
  if (!(camera.zoom > 0.0))
    complain(node.source(), fmt::format("view.camera.zoom is {}; it must be greater than 0", camera.zoom));
  return camera;
}

std::string read_chart(const toml::node& node, LazyProblem& problem) {
  std::string chart = word(node, "view.chart");
  if (problem.entry().model || chart.empty()) return chart;  // a model's charts are known to core/models alone
  std::vector<std::string> names;
  for (const Chart& known : problem.landscape().charts()) names.push_back(known.name);
  if (std::ranges::count(names, chart) == 0) complain(node.source(), unknown("view.chart", chart, names));
  return chart;
}

double at_least_zero(const toml::node& node, const std::string& what, bool zero_allowed, bool infinite_allowed) {
  const double number = real(node, what, infinite_allowed);
  if (number < 0.0 || (number == 0.0 && !zero_allowed))
    complain(node.source(),
             fmt::format("{} is {}; it must be {} 0{}", what, number, zero_allowed ? "at least" : "greater than",
                         infinite_allowed ? " (inf is the worst case)" : ""));
  return number;
}

/// A list of words, or one; kept in the order of the choices.
std::vector<std::string> read_lines(const toml::node& node) {
  std::vector<std::string> lines;
  if (!node.is_array()) return {choice(node, "view.lines", theory_lines)};
  const toml::array& list = *node.as_array();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string word = choice(list[i], fmt::format("view.lines[{}]", i), theory_lines);
    if (std::ranges::count(lines, word) > 0)
      complain(list[i].source(), fmt::format("view.lines has {} twice; write it once", word));
    lines.push_back(word);
  }
  std::ranges::sort(lines, {}, [](const std::string& word) { return std::ranges::find(theory_lines, word); });
  return lines;
}

}  // namespace

View read_view(const toml::node& node, LazyProblem& problem) {
  const auto& keys = table(node, "view");
  only_keys(keys, "view",
            {"surface", "tilt", "rho", "neighbourhood", "average", "mode", "arrows", "camera", "plane", "chart",
             "bounds", "scale", "colormap", "theme", "x_axis", "x_scale", "lines", "at", "speed"});
  const std::vector<std::string> colormaps(scene_colormaps.begin(), scene_colormaps.end());
  View view;
  if (const auto* found = keys.get("surface")) read_surfaces(*found, view);
  if (const auto* found = keys.get("tilt")) view.tilt = at_least_zero(*found, "view.tilt", true, true);
  if (const auto* found = keys.get("rho")) view.rho = at_least_zero(*found, "view.rho", false, false);
  if (const auto* found = keys.get("neighbourhood"))
    view.neighbourhood = choice(*found, "view.neighbourhood", {"ball", "sphere", "gaussian"});
  if (const auto* found = keys.get("average")) view.average = choice(*found, "view.average", {"full", "in-plane"});
  if (const auto* found = keys.get("mode")) view.mode = choice(*found, "view.mode", {"2d", "3d"});
  if (const auto* found = keys.get("arrows")) view.arrows = choice(*found, "view.arrows", {"none", "loss", "tilted"});
  if (const auto* found = keys.get("camera")) view.camera = read_camera(*found);
  if (const auto* found = keys.get("plane")) view.plane = read_plane(*found, problem);
  if (const auto* found = keys.get("chart")) view.chart = read_chart(*found, problem);
  if (const auto* found = keys.get("bounds")) view.bounds = read_bounds(*found);
  if (const auto* found = keys.get("scale")) view.scale = choice(*found, "view.scale", {"linear", "log", "quantile"});
  if (const auto* found = keys.get("colormap")) view.colormap = choice(*found, "view.colormap", colormaps);
  if (const auto* found = keys.get("theme")) view.theme = choice(*found, "view.theme", {"dark", "light", "print"});
  if (const auto* found = keys.get("x_axis")) view.x_axis = choice(*found, "view.x_axis", {"step", "cost", "seconds"});
  if (const auto* found = keys.get("x_scale")) view.x_scale = choice(*found, "view.x_scale", {"linear", "log"});
  if (const auto* found = keys.get("lines")) view.lines = read_lines(*found);
  if (const auto* found = keys.get("at")) view.at = count(*found, "view.at", 0, most_steps);
  if (const auto* found = keys.get("speed")) view.speed = at_least_zero(*found, "view.speed", true, false);
  return view;
}

}  // namespace tiltscape::scene_toml
