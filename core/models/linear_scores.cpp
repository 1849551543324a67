// w₀ + wᵀφ.
#include "core/models/linear_scores.h"

#include <fmt/format.h>

#include "core/models/feature_task.h"

namespace tiltscape {

std::string LinearScores::architecture() const { return fmt::format("{} random features → 1", inputs_); }

at::Tensor LinearScores::initial(std::uint64_t seed, const at::TensorOptions& options) const {
  Vector start = feature_start(dimension(), seed);
  return at::from_blob(start.data(), {dimension()}, at::kDouble).clone().to(options);
}

at::Tensor LinearScores::scores(ParameterBlocks& blocks, const at::Tensor& inputs) const {
  const std::int64_t models = blocks.models();
  const at::Tensor bias = blocks.next(1), weights = blocks.next(inputs_);  // m × 1, m × F
  return at::addmm(bias, weights, inputs.t()).view({models, 1, inputs.size(0)});
}

}  // namespace tiltscape
