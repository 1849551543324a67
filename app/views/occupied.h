// What of a picture is covered by lines and boxes, on a lattice: text between them looks for a free place.
#pragma once

#include <imgui.h>

#include <vector>

namespace tiltscape {

class Occupied {
 public:
  /// Of the rectangle; nothing beyond it is free.
  Occupied(ImVec2 low, ImVec2 high);

  /// What lies beyond the rectangle is left out, as is a line without an end.
  void add_line(ImVec2 from, ImVec2 to);
  void add_box(ImVec2 low, ImVec2 high);
  /// To about four points.
  bool is_free(ImVec2 at) const;

 private:
  void take(ImVec2 at);

  ImVec2 low_, high_;
  int columns_, rows_;
  std::vector<char> taken_;
};

}  // namespace tiltscape
