// A row of few choices of which one is always on: f | Fₜ | max | Fₜ−f.
#pragma once

#include <span>

namespace tiltscape {

struct Segment {
  const char* label = "";
  const char* help = "";
};

/// How much room such a row takes.
float segmented_width(std::span<const Segment> segments);

/// True when `selected` became another index. Sits on the current line.
bool segmented(const char* id, std::span<const Segment> segments, int& selected);

}  // namespace tiltscape
