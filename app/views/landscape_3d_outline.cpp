// Edges of the box's outline, and rectangles beside them.
#include "app/views/landscape_3d_outline.h"

#include <algorithm>
#include <cmath>

namespace tiltscape {

std::optional<OutlineEdge> outline_edge(const Lens& lens, const BoxSides& sides, Eigen::Index axis) {
  const Eigen::Index u = (axis + 1) % 3, v = (axis + 2) % 3;
  std::optional<OutlineEdge> best;
  double most = 0.0;
  for (const int a : {-1, 1})
    for (const int b : {-1, 1}) {
      if (lens.sees_inside(u, a) == lens.sees_inside(v, b)) continue;
      Eigen::Vector3d middle = Eigen::Vector3d::Zero();
      middle[u] = a * sides[u];
      middle[v] = b * sides[v];
      const Eigen::Vector2d at = lens.unscaled(middle);
      const double out = axis == 2 ? -at[0] : at[1];
      if (best && out <= most + 1e-6) continue;  // of equal ones always the same
      most = out;
      best = OutlineEdge{middle, middle};
      best->low[axis] = -sides[axis];
      best->high[axis] = sides[axis];
    }
  return best;
}

ImVec2 outwards(ImVec2 from, ImVec2 to, ImVec2 middle) {
  const ImVec2 way{to.x - from.x, to.y - from.y};
  const float length = std::max(std::hypot(way.x, way.y), 1e-6F);
  const ImVec2 side{-way.y / length, way.x / length};
  const ImVec2 out{0.5F * (from.x + to.x) - middle.x, 0.5F * (from.y + to.y) - middle.y};
  return side.x * out.x + side.y * out.y < 0.0F ? ImVec2(-side.x, -side.y) : side;
}

LabelBox label_beside(ImVec2 anchor, ImVec2 direction, ImVec2 extent) {
  const float reach = 0.5F * (std::abs(direction.x) * extent.x + std::abs(direction.y) * extent.y);
  const ImVec2 centre{anchor.x + reach * direction.x, anchor.y + reach * direction.y};
  return {{centre.x - 0.5F * extent.x, centre.y - 0.5F * extent.y},
          {centre.x + 0.5F * extent.x, centre.y + 0.5F * extent.y}};
}

LabelBox name_beside(Eigen::Index axis, ImVec2 anchor, ImVec2 out, ImVec2 tick, ImVec2 name) {
  if (axis == 2) return label_beside({anchor.x, anchor.y - name_gap}, {0.0F, -1.0F}, name);
  const float away = tick_gap + std::abs(out.x) * tick.x + std::abs(out.y) * tick.y + name_gap;
  return label_beside({anchor.x + away * out.x, anchor.y + away * out.y}, out, name);
}

}  // namespace tiltscape
