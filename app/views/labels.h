// Labels in small dark pills, placed around what they name so that they never cover one another.
#pragma once

#include <imgui.h>

#include <string>
#include <vector>

namespace tiltscape {

/// Collects what must stay free, then places labels greedily, the first added first.
class LabelPlacer {
 public:
  /// Labels stay within the rectangle.
  LabelPlacer(ImVec2 low, ImVec2 high) : low_(low), high_(high) {}

  /// A disc that no label may cover.
  void keep_free(ImVec2 centre, float radius);
  /// A rectangle that no label may cover.
  void keep_free(ImVec2 low, ImVec2 high) { taken_.push_back({low, high}); }
  /// Beside the disc of `radius` around `anchor`; a label that finds no free place is left out when `optional`, and
  /// goes where it covers least otherwise. A faint one is smaller and lets through what is behind it.
  void add(std::string text, ImVec2 anchor, float radius, ImColor colour, bool optional = false, bool faint = false);
  /// Wholly left (side −1) or right (+1) of `anchor`, at its height or lower; left out where there is no room.
  void add_beside(std::string text, ImVec2 anchor, float side, ImColor colour);
  void draw(ImDrawList& list) const;

  struct Placed {
    std::string text;
    ImVec2 low, high, anchor;
    ImColor colour;
    bool away = false;  ///< far enough from its anchor to need a line
    bool faint = false;
  };
  const std::vector<Placed>& placed() const { return placed_; }

 private:
  struct Box {
    ImVec2 low, high;
  };
  float covered(const Box& box) const;

  ImVec2 low_, high_;
  std::vector<Box> taken_;
  std::vector<Placed> placed_;
};

}  // namespace tiltscape
