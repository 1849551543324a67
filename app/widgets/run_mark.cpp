// Polygons of the disc's area.
#include "app/widgets/run_mark.h"

#include <implot.h>

#include <array>
#include <cmath>
#include <numbers>

namespace tiltscape {
namespace {

struct Corners {
  std::array<ImVec2, 4> points{};
  int count = 0;
};

Corners corners(ImVec2 centre, float radius, RunMark mark) {
  const int count = mark == RunMark::triangle ? 3 : 4;
  // area π r² = count/2 · R² sin(2π/count)
  const float angle = 2.0F * std::numbers::pi_v<float> / static_cast<float>(count);
  const float reach =
      radius * std::sqrt(2.0F * std::numbers::pi_v<float> / (static_cast<float>(count) * std::sin(angle)));
  const float first = mark == RunMark::square ? 0.5F * angle : -0.25F * 2.0F * std::numbers::pi_v<float>;
  Corners result{.points = {}, .count = count};
  for (int i = 0; i < count; ++i) {
    const float at = first + angle * static_cast<float>(i);
    result.points.at(static_cast<std::size_t>(i)) = {centre.x + reach * std::cos(at), centre.y + reach * std::sin(at)};
  }
  return result;
}

}  // namespace

void fill_run_mark(ImDrawList& list, ImVec2 centre, float radius, const ImColor& colour, RunMark mark) {
  if (mark == RunMark::disc) return list.AddCircleFilled(centre, radius, colour, 24);
  const Corners c = corners(centre, radius, mark);
  list.AddConvexPolyFilled(c.points.data(), c.count, colour);
}

void outline_run_mark(ImDrawList& list, ImVec2 centre, float radius, const ImColor& colour, RunMark mark, float width) {
  if (mark == RunMark::disc) return list.AddCircle(centre, radius, colour, 24, width);
  const Corners c = corners(centre, radius, mark);
  list.AddPolyline(c.points.data(), c.count, colour, ImDrawFlags_Closed, width);
}

int plot_marker(RunMark mark) {
  switch (mark) {
    case RunMark::square:
      return ImPlotMarker_Square;
    case RunMark::diamond:
      return ImPlotMarker_Diamond;
    case RunMark::triangle:
      return ImPlotMarker_Up;
    case RunMark::disc:
      break;
  }
  return ImPlotMarker_Circle;
}

}  // namespace tiltscape
