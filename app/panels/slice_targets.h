// Where a slice may lead beside the directions that the run itself has.
#pragma once

#include "app/laboratory.h"

namespace tiltscape {

struct SliceTarget {
  std::string name;     ///< the same from frame to frame, though the point moves
  std::string label;    ///< for people: "to ZO"
  Vector at;            ///< empty where it is not kept
  bool reaches = true;  ///< the line goes as far as this point; else it only leads that way
};

/// From a point of a run: to where each other run is at the step that is shown, to the problem's known minima, and
/// along the picture's two axes where it is drawn in a plane.
std::vector<SliceTarget> slice_targets(const Laboratory& lab, const RunView& run, const Vector& x);

}  // namespace tiltscape
