// Which pairs of a step with very many are shown.
#pragma once

#include <cstdint>
#include <vector>

#include "core/optimizer.h"

namespace tiltscape {

/// Places of the `most` pairs of a step that weigh the most (w⁺ + w⁻; of equals the one with the larger loss),
/// ascending. Where nothing is weighed the first, which are a fair sample.
std::vector<std::uint32_t> heaviest_pairs(const Step& step, std::size_t most);

}  // namespace tiltscape
