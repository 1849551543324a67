// Values that change with the step.
#include "core/schedule.h"

#include <cmath>
#include <numbers>

namespace tiltscape {

double Schedule::at(std::uint64_t step) const {
  if (step >= steps) return to;
  if (step == 0 || shape == Shape::step) return from;
  const double done = static_cast<double>(step) / static_cast<double>(steps);
  if (shape == Shape::linear) return from + (to - from) * done;
  return to + (from - to) * 0.5 * (1.0 + std::cos(std::numbers::pi * done));
}

std::string to_string(Schedule::Shape shape) {
  switch (shape) {
    case Schedule::Shape::linear:
      return "linear";
    case Schedule::Shape::cosine:
      return "cosine";
    case Schedule::Shape::step:
      return "step";
  }
  return "";
}

}  // namespace tiltscape
