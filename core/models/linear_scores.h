// One score that is linear in the inputs, as `svm` and `logistic` have it where their features are formed.
#pragma once

#include "core/models/model.h"

namespace tiltscape {

class LinearScores final : public Model {
 public:
  /// Flat parameters: w₀, then a weight an input.
  LinearScores(std::int64_t inputs, LossName loss) : Model(loss), inputs_(inputs) {}

  std::string architecture() const override;
  std::int64_t dimension() const override { return inputs_ + 1; }
  /// 0.1 times standard normals.
  at::Tensor initial(std::uint64_t seed, const at::TensorOptions& options = at::kDouble) const override;
  using Model::scores;
  at::Tensor scores(ParameterBlocks& blocks, const at::Tensor& inputs) const override;
  std::vector<Filter> filters() const override { return {{1, inputs_}}; }
  std::vector<Layer> layers() const override { return {{"bias", 0, 1}, {"weights", 1, inputs_}}; }
  std::int64_t activations() const override { return 1; }

 private:
  std::int64_t inputs_;
};

}  // namespace tiltscape
