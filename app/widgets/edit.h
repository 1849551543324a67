// What a widget did to its value in this frame.
#pragma once

namespace tiltscape {

struct Edit {
  bool changed = false;  ///< the value is a new one
  bool ended = false;    ///< the mouse was let go, or typing was finished: a point to come back to with undo
  explicit operator bool() const { return changed; }
};

}  // namespace tiltscape
