// The multilayer perceptron: affine layers with an activation between them.
#pragma once

#include <vector>

#include "core/models/model.h"
#include "core/problems/mlp_parameters.h"

namespace tiltscape {

class Mlp final : public Model {
 public:
  /// `widths`: features, hidden widths …, classes. Flat parameters: each layer's weights (out × in, row by row), then
  /// its biases.
  Mlp(std::vector<std::int64_t> widths, Activation activation);

  std::int64_t dimension() const override;
  /// Uniform in ±√(6/(in + out)) for tanh (Glorot & Bengio 2010), ±√(6/in) for relu (He et al. 2015); biases 0.
  at::Tensor initial(std::uint64_t seed) const override;
  at::Tensor scores(const at::Tensor& stack, const at::Tensor& inputs) const override;
  std::vector<Filter> filters() const override;
  std::vector<Layer> layers() const override;
  /// Of relu, which is homogeneous: the first layer times α, the weights of the second over α.
  std::string rescaling() const override;
  Vector rescaled(const Eigen::Ref<const Vector>& x, double alpha) const override;
  std::int64_t activations() const override;

 private:
  std::size_t depth() const { return widths_.size() - 1; }

  std::vector<std::int64_t> widths_;
  Activation activation_;
};

}  // namespace tiltscape
