// Equal to the bit: x + ρu and x − ρ(−u) are.
#include "app/views/probed_places.h"

#include <algorithm>
#include <map>

namespace tiltscape {

std::vector<ProbedPlace> probed_places(std::span<const std::array<float, 2>> points, std::span<const float> weights) {
  std::map<std::array<float, 2>, std::size_t> known;
  std::vector<ProbedPlace> places;
  const auto weight = [&](std::size_t i) {
    return i < weights.size() ? weights[i] : 1.0F / static_cast<float>(points.size());
  };
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto [entry, fresh] = known.try_emplace(points[i], places.size());
    if (fresh) places.push_back({.at = points[i], .weight = 0.0F, .points = {}});
    ProbedPlace& place = places[entry->second];
    place.weight += weight(i);
    place.points.push_back(i);
  }
  for (ProbedPlace& place : places)
    std::ranges::stable_sort(place.points, [&](std::size_t a, std::size_t b) { return weight(a) > weight(b); });
  return places;
}

}  // namespace tiltscape
