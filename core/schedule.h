// Values that change with the step: learning rates, perturbation sizes and tilts may follow one.
#pragma once

#include <cstdint>
#include <string>

namespace tiltscape {

/// From `from` at step 0 to `to` at step `steps` and constant after; `step` jumps from one to the other at `steps`.
struct Schedule {
  enum class Shape { linear, cosine, step };
  Shape shape = Shape::linear;
  double from = 0.0;
  double to = 0.0;
  std::uint64_t steps = 1;

  double at(std::uint64_t step) const;
  bool operator==(const Schedule&) const = default;
};

std::string to_string(Schedule::Shape shape);

}  // namespace tiltscape
