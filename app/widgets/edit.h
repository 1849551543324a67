// What a widget did to its value in this frame.
#pragma once

namespace tiltscape {

struct Edit {
  bool changed = false;  ///< the value is a new one
  bool ended = false;    ///< the mouse was let go, or typing was finished: a point to come back to with undo
  bool waits = false;    ///< a click is still to be told from a double click: draw another frame within .3 s
  explicit operator bool() const { return changed; }
};

}  // namespace tiltscape
