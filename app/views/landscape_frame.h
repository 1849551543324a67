// One frame of the landscape: where things are on the screen.
#pragma once

#include <algorithm>
#include <utility>

#include "app/views/axes.h"
#include "app/views/landscape_marks.h"

namespace tiltscape {

struct LandscapeView::Frame {
  const LandscapeInput& input;
  ImDrawList& list;
  ImVec2 low, high;  ///< of the picture, screen points; y grows downwards
  ImVec2 outer_low, outer_high;
  std::optional<LandscapeOutput::Drag> drag;

  ImVec2 to_screen(double x, double y) const {
    const auto& b = input.bounds;
    const double u = (x - b[0][0]) / (b[0][1] - b[0][0]);
    const double v = (y - b[1][0]) / (b[1][1] - b[1][0]);
    return {low.x + static_cast<float>(u * static_cast<double>(high.x - low.x)),
            high.y - static_cast<float>(v * static_cast<double>(high.y - low.y))};
  }
  ImVec2 to_screen(const Eigen::Vector2d& p) const { return to_screen(p[0], p[1]); }
  Eigen::Vector2d to_data(ImVec2 p) const {
    const auto& b = input.bounds;
    const double u = static_cast<double>(p.x - low.x) / static_cast<double>(high.x - low.x);
    const double v = static_cast<double>(high.y - p.y) / static_cast<double>(high.y - low.y);
    return {b[0][0] + u * (b[0][1] - b[0][0]), b[1][0] + v * (b[1][1] - b[1][0])};
  }
  bool contains(ImVec2 p, float margin = 0.0F) const {
    return p.x >= low.x - margin && p.x <= high.x + margin && p.y >= low.y - margin && p.y <= high.y + margin;
  }
  /// Lower and upper corner of the box between two points, as far as it lies in the picture.
  std::pair<ImVec2, ImVec2> box(ImVec2 a, ImVec2 b) const {
    return {{std::max(low.x, std::min(a.x, b.x)), std::max(low.y, std::min(a.y, b.y))},
            {std::min(high.x, std::max(a.x, b.x)), std::min(high.y, std::max(a.y, b.y))}};
  }
  bool splits() const { return has_surface() && input.beside != nullptr && !input.beside->empty(); }
  float split_x() const { return std::round(low.x + static_cast<float>(input.split) * (high.x - low.x)); }
  /// Ticks of the second axis.
  std::vector<double> rows() const {
    return linear_ticks(input.bounds[1][0], input.bounds[1][1],
                        std::max(2, static_cast<int>((high.y - low.y) / 70.0F)));
  }
  bool has_surface() const { return input.grid != nullptr && !input.grid->empty(); }
};

}  // namespace tiltscape
