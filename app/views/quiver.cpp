// One arrow a lattice place, no longer than the place.
#include "app/views/quiver.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tiltscape {
namespace {

constexpr float lattice = 34.0F, longest = 26.0F, head_length = 5.0F;
const ImColor arrow_ink(0.03F, 0.04F, 0.06F, 0.55F);
const ImColor arrow_white(1.0F, 1.0F, 1.0F, 0.9F);

struct Slope {
  ImVec2 at;
  Eigen::Vector2d gradient;
};

std::vector<Slope> slopes(const FieldOnScreen& field, ImVec2 low, ImVec2 high) {
  const auto count = [](float length) { return std::max(1, static_cast<int>(length / lattice)); };
  const int columns = count(high.x - low.x), rows = count(high.y - low.y);
  std::vector<Slope> result;
  for (int j = 0; j < rows; ++j) {
    for (int i = 0; i < columns; ++i) {
      const ImVec2 at{low.x + (high.x - low.x) * (static_cast<float>(i) + 0.5F) / static_cast<float>(columns),
                      low.y + (high.y - low.y) * (static_cast<float>(j) + 0.5F) / static_cast<float>(rows)};
      const Eigen::Vector2d gradient = field.gradient(at);
      if (gradient.allFinite() && gradient.norm() > 0.0) result.push_back({at, gradient});
    }
  }
  return result;
}

void draw_slope_arrow(ImDrawList& list, const QuiverArrow& arrow) {
  const auto& [tail, tip] = arrow;
  const float length = std::hypot(tip.x - tail.x, tip.y - tail.y);
  if (length < 1.5F) return;
  const ImVec2 d{(tip.x - tail.x) / length, (tip.y - tail.y) / length};
  const float h = std::min(head_length, 0.5F * length);
  const ImVec2 neck{tip.x - h * d.x, tip.y - h * d.y};
  const auto point = [&](float rim) {  // the head, grown by `rim`
    const float aside = 0.55F * h + rim;
    list.AddTriangleFilled({tip.x + 1.6F * rim * d.x, tip.y + 1.6F * rim * d.y},
                           {neck.x - rim * d.x - aside * d.y, neck.y - rim * d.y + aside * d.x},
                           {neck.x - rim * d.x + aside * d.y, neck.y - rim * d.y - aside * d.x},
                           rim > 0.0F ? arrow_ink : arrow_white);
  };
  list.AddLine(tail, neck, arrow_ink, 3.2F);
  point(1.2F);
  list.AddLine(tail, neck, arrow_white, 1.4F);
  point(0.0F);
}

}  // namespace

std::vector<QuiverArrow> quiver(const FieldOnScreen& field, const Bounds& shown, ImVec2 low, ImVec2 high) {
  std::vector<QuiverArrow> arrows;
  const std::vector<Slope> all = slopes(field, low, high);
  if (all.empty()) return arrows;
  std::vector<double> norms;
  for (const Slope& slope : all) norms.push_back(slope.gradient.norm());
  std::ranges::nth_element(norms, norms.begin() + std::ssize(norms) / 2);
  const double median = norms[norms.size() / 2];
  const double most = std::log1p(std::ranges::max(norms) / median);
  const Eigen::Vector2d unit(static_cast<double>(high.x - low.x) / (shown[0][1] - shown[0][0]),
                             -static_cast<double>(high.y - low.y) / (shown[1][1] - shown[1][0]));
  for (const Slope& slope : all) {
    const Eigen::Vector2d down = -slope.gradient.cwiseProduct(unit).normalized();
    const double length = static_cast<double>(longest) * std::log1p(slope.gradient.norm() / median) / most;
    const ImVec2 half{static_cast<float>(0.5 * length * down[0]), static_cast<float>(0.5 * length * down[1])};
    arrows.push_back({{slope.at.x - half.x, slope.at.y - half.y}, {slope.at.x + half.x, slope.at.y + half.y}});
  }
  return arrows;
}

void draw_quiver(ImDrawList& list, const std::vector<QuiverArrow>& arrows) {
  for (const QuiverArrow& arrow : arrows) draw_slope_arrow(list, arrow);
}

}  // namespace tiltscape
