// The points of one step by place: directions drawn twice lie upon one another, and their weights add.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace tiltscape {

struct ProbedPlace {
  std::array<float, 2> at{};
  float weight = 0.0F;              ///< of all points here
  std::vector<std::size_t> points;  ///< which, the heaviest first
};

/// In the order of the first point of each place. Without weights every point has the same, and all of them 1.
std::vector<ProbedPlace> probed_places(std::span<const std::array<float, 2>> points, std::span<const float> weights);

}  // namespace tiltscape
