// The multilayer perceptron: affine layers with an activation between them.
#pragma once

#include <vector>

#include "core/models/model.h"
#include "core/problems/models/mlp_parameters.h"

namespace tiltscape {

class Mlp final : public Model {
 public:
  /// `widths`: features, hidden widths …, outputs. Flat parameters: each layer's weights (out × in, row by row), its
  /// biases, then a normalised layer's gains and shifts.
  Mlp(std::vector<std::int64_t> widths, Activation activation, Norm norm = Norm::none,
      LossName loss = LossName::cross_entropy);

  std::string architecture() const override;
  std::int64_t dimension() const override;
  /// Uniform in ±√(6/(in + out)) for tanh (Glorot & Bengio 2010), ±√(6/in) for the others (He et al. 2015); biases and
  /// shifts 0, gains 1.
  std::vector<Piece> pieces() const override;
  using Model::scores;
  at::Tensor scores(ParameterBlocks& blocks, const at::Tensor& inputs) const override;
  std::vector<Layer> layers() const override;
  /// Of relu without normalisation, which is homogeneous: the first layer times α, the weights of the second over α.
  std::string rescaling() const override;
  Vector rescaled(const Eigen::Ref<const Vector>& x, double alpha) const override;
  std::int64_t activations() const override;

 private:
  std::size_t depth() const { return widths_.size() - 1; }
  /// Gains and shifts after layer l.
  std::int64_t norms(std::size_t l) const { return norm_ == Norm::layer && l + 1 < depth() ? 2 * widths_[l + 1] : 0; }
  std::int64_t size(std::size_t l) const { return widths_[l + 1] * (widths_[l] + 1) + norms(l); }

  std::vector<std::int64_t> widths_;
  Activation activation_;
  Norm norm_;
};

}  // namespace tiltscape
