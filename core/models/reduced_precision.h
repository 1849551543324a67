// A model whose forward passes are in bfloat16, over parameters in single precision.
#pragma once

#include <memory>

#include "core/models/model.h"

namespace tiltscape {

/// Rounds every block of parameters as it is taken, and inputs that are numbers; scores come back in single precision,
/// so that losses are summed there. Perturbations and updates stay in single precision: a step of 1e-4 of a weight
/// would be lost in bfloat16, whose numbers are 2^-8 of themselves apart.
class ReducedPrecision final : public Model {
 public:
  ReducedPrecision(std::shared_ptr<const Model> model, bool tokens)
      : Model(model->loss()), model_(std::move(model)), tokens_(tokens) {}

  std::string architecture() const override { return model_->architecture() + ", bfloat16"; }
  std::int64_t dimension() const override { return model_->dimension(); }
  at::Tensor initial(std::uint64_t seed, const at::TensorOptions& options = at::kDouble) const override {
    return model_->initial(seed, options);
  }
  using Model::scores;
  at::Tensor scores(ParameterBlocks& blocks, const at::Tensor& inputs) const override;
  std::vector<Filter> filters() const override { return model_->filters(); }
  std::vector<Layer> layers() const override { return model_->layers(); }
  std::string rescaling() const override { return model_->rescaling(); }
  Vector rescaled(const Eigen::Ref<const Vector>& x, double alpha) const override { return model_->rescaled(x, alpha); }
  std::int64_t activations() const override { return model_->activations(); }

 private:
  std::shared_ptr<const Model> model_;
  bool tokens_;
};

}  // namespace tiltscape
