// Trajectories as lines on the screen: thinned to what can be seen (a path that hovers over its minimum draws each
// stroke once), without spikes at sharp turns, solid or dashed.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <vector>

namespace tiltscape {

struct PathStyle {
  ImColor colour;
  ImColor outline;
  float width = 2.0F;  ///< points
  float rim = 1.1F;    ///< of the outline, on either side
  int dashes = 0;      ///< 0 solid, 1 dashes, 2 dots, 3 dash and dot
};

/// Draws one path given by screen points. Keeps its buffers between calls.
class PathPainter {
 public:
  /// `low` and `high`: what is visible; parts of the path beyond it are left out.
  void draw(ImDrawList& list, const std::vector<ImVec2>& points, const PathStyle& style, ImVec2 low, ImVec2 high);

 private:
  void thin(const std::vector<ImVec2>& points, ImVec2 low, ImVec2 high);
  void stroke(ImDrawList& list, ImU32 colour, float width, int dashes) const;

  enum class Stroke { fresh, repeated, within_cell };
  /// Whether a segment between these cells was kept before; remembers it otherwise.
  Stroke look_up(ImVec2 from, ImVec2 to);

  std::vector<ImVec2> kept_;
  std::vector<std::uint64_t> seen_;          ///< open addressing; 0 is free
  std::vector<std::pair<int, int>> pieces_;  ///< [first, last] of kept_ that are drawn in one go
};

}  // namespace tiltscape
