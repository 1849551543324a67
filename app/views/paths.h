// Trajectories as lines on the screen: thinned to what can be seen (a path that hovers over its minimum draws each
// stroke once), without spikes at sharp turns, solid or dashed.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace tiltscape {

struct PathStyle {
  ImColor colour;
  ImColor outline;
  float width = 2.0F;  ///< points
  float rim = 1.0F;    ///< of the outline, on either side; ImGui draws whole widths with a third of the triangles
  int dashes = 0;      ///< 0 solid, 1 dashes, 2 dots, 3 dash and dot
};

/// What of a path can be seen: steps below a point and strokes that were made before are left out. Keeps its buffers.
class PathThinner {
 public:
  /// `low` and `high`: what is visible; parts of the path beyond it are left out. Points that are not finite break it.
  void thin(const std::vector<ImVec2>& points, ImVec2 low, ImVec2 high);

  const std::vector<ImVec2>& kept() const { return kept_; }
  /// [first, last] of kept() that belong together.
  const std::vector<std::pair<int, int>>& pieces() const { return pieces_; }

 private:
  enum class Stroke { fresh, repeated, within_cell };
  /// Whether a segment between these cells was kept before; remembers it otherwise.
  Stroke look_up(ImVec2 from, ImVec2 to);

  std::vector<ImVec2> kept_;
  std::vector<std::uint64_t> seen_;  ///< open addressing; 0 is free
  std::vector<std::pair<int, int>> pieces_;
};

/// Goes through the dashes of a line by its length; one without dashes is all line.
class DashWalk {
 public:
  /// As PathStyle's dashes and width.
  DashWalk(int dashes, float width);

  bool on() const { return part_ % 2 == 0; }
  float left() const { return left_; }  ///< until on() changes
  void advance(float length);           ///< at most left()

 private:
  std::span<const float> pattern_;
  float width_;
  std::size_t part_ = 0;
  float left_;
};

/// Draws one path given by screen points. Keeps its buffers between calls.
class PathPainter {
 public:
  /// `low` and `high`: what is visible; parts of the path beyond it are left out.
  void draw(ImDrawList& list, const std::vector<ImVec2>& points, const PathStyle& style, ImVec2 low, ImVec2 high);
  /// What was drawn last.
  const PathThinner& drawn() const { return path_; }

 private:
  void stroke(ImDrawList& list, ImU32 colour, float width, int dashes) const;

  PathThinner path_;
};

}  // namespace tiltscape
