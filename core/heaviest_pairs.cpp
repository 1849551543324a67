// A partition around the last one that is kept: linear in the number of pairs.
#include "core/heaviest_pairs.h"

#include <algorithm>
#include <numeric>

namespace tiltscape {

std::vector<std::uint32_t> heaviest_pairs(const Step& step, std::size_t most) {
  std::vector<std::uint32_t> pairs(step.losses.plus.size());
  std::iota(pairs.begin(), pairs.end(), 0U);
  if (pairs.size() <= most) return pairs;
  if (!step.plus_weights.empty()) {
    const auto weight = [&](std::uint32_t i) { return step.plus_weights[i] + step.minus_weights[i]; };
    const auto loss = [&](std::uint32_t i) { return std::max(step.losses.plus[i], step.losses.minus[i]); };
    const auto heavier = [&](std::uint32_t a, std::uint32_t b) {
      return weight(a) != weight(b) ? weight(a) > weight(b) : loss(a) > loss(b);
    };
    const auto end = pairs.begin() + static_cast<std::ptrdiff_t>(most);
    std::nth_element(pairs.begin(), end, pairs.end(), heavier);
    std::sort(pairs.begin(), end);
  }
  pairs.resize(most);
  return pairs;
}

}  // namespace tiltscape
