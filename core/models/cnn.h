// A small convolutional network: 3×3 convolutions with an activation and the mean of 2×2 pixels, then an affine layer.
#pragma once

#include "core/models/model.h"
#include "core/problems/models/cnn_parameters.h"

namespace tiltscape {

class Cnn final : public Model {
 public:
  /// Flat parameters: each block's kernels (out × in × 3 × 3) and biases, then the affine layer's weights and biases.
  Cnn(const CnnParameters& parameters, const DataFacts& facts)
      : Model(parameters.loss), shape_(parameters), facts_(facts) {}

  std::string architecture() const override;
  std::int64_t dimension() const override { return shape_.count(facts_); }
  /// Uniform in ±√(6/in) (He et al. 2015), for tanh ±√(6/(in + out)); biases 0.
  std::vector<Piece> pieces() const override;
  /// Inputs are images, row by row.
  using Model::scores;
  at::Tensor scores(ParameterBlocks& blocks, const at::Tensor& inputs) const override;
  std::vector<Layer> layers() const override;
  std::int64_t activations() const override;

 private:
  std::int64_t outputs() const { return tiltscape::outputs(shape_.loss, facts_.classes); }
  std::int64_t features() const { return shape_.features(facts_.side); }

  CnnParameters shape_;
  DataFacts facts_;
};

}  // namespace tiltscape
