// The [view] of a scene: what the window and pictures show first.
#include <fmt/format.h>

#include <algorithm>

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

std::string read_surface(const toml::node& node) {
  const std::vector<std::string> surfaces = {"loss", "tilted", "mean", "worst-case"};
  if (node.is_array())
    complain(node.source(), fmt::format("view.surface is a list; this version shows one surface: write one of {}",
                                        fmt::join(surfaces, ", ")));
  return choice(node, "view.surface", surfaces);
}

std::string read_plane(const toml::node& node) {
  if (node.is_table())
    complain(node.source(),
             "planes through chosen axes or points are not in this version; write view.plane = \"auto\" or \"own\"");
  return choice(node, "view.plane", {"auto", "own"});
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

}  // namespace

const std::vector<std::string>& colormaps() {
  static const std::vector<std::string> names = {"tilt", "viridis", "cividis", "magma", "grey", "diverging"};
  return names;
}

View read_view(const toml::node& node, LazyProblem& problem) {
  const auto& keys = table(node, "view");
  only_keys(keys, "view",
            {"surface", "tilt", "rho", "plane", "chart", "bounds", "scale", "colormap", "theme", "x_axis", "x_scale",
             "at", "speed"});
  View view;
  if (const auto* found = keys.get("surface")) view.surface = read_surface(*found);
  if (const auto* found = keys.get("tilt")) view.tilt = at_least_zero(*found, "view.tilt", true, true);
  if (const auto* found = keys.get("rho")) view.rho = at_least_zero(*found, "view.rho", false, false);
  if (const auto* found = keys.get("plane")) view.plane = read_plane(*found);
  if (const auto* found = keys.get("chart")) view.chart = read_chart(*found, problem);
  if (const auto* found = keys.get("bounds")) view.bounds = read_bounds(*found);
  if (const auto* found = keys.get("scale")) view.scale = choice(*found, "view.scale", {"linear", "log", "quantile"});
  if (const auto* found = keys.get("colormap")) view.colormap = choice(*found, "view.colormap", colormaps());
  if (const auto* found = keys.get("theme")) view.theme = choice(*found, "view.theme", {"dark", "light", "print"});
  if (const auto* found = keys.get("x_axis")) view.x_axis = choice(*found, "view.x_axis", {"step", "cost", "seconds"});
  if (const auto* found = keys.get("x_scale")) view.x_scale = choice(*found, "view.x_scale", {"linear", "log"});
  if (const auto* found = keys.get("at")) view.at = count(*found, "view.at", 0, most_steps);
  if (const auto* found = keys.get("speed")) view.speed = at_least_zero(*found, "view.speed", true, false);
  return view;
}

}  // namespace tiltscape::scene_toml
