// Shows a notice for some seconds, above the bar at the bottom or at the mouse.
#pragma once

#include <optional>

#include "app/notice.h"

namespace tiltscape {

class NoticeBoard {
 public:
  /// The place is above `bottom` (points from the display's upper edge) where it is not at the mouse.
  void draw(const Notice& notice, float bottom);
  /// It is on the screen, and goes away by itself.
  bool showing() const { return until_.has_value(); }

 private:
  std::uint64_t number_ = 0;
  std::optional<double> until_;  ///< by ImGui's clock
  float x_ = 0.0F, y_ = 0.0F;
};

}  // namespace tiltscape
