// A module of the user's own as a model: its parameters are the point, its forward the scores or the loss.
#pragma once

#include <vector>

#include "core/models/data_set.h"
#include "core/models/model.h"
#include "core/models/script_module.h"
#include "core/problems/models/script_parameters.h"

namespace tiltscape {

/// Evaluated one model after the other, whatever the number asked for: LibTorch offers C++ no vmap over TorchScript.
class ScriptModel final : public Model {
 public:
  /// Tries the module with a few examples of `split`. Throws BadInput "FILE: what is wrong; what would be right".
  ScriptModel(const ScriptParameters& parameters, const Split& split, const at::TensorOptions& options);

  /// "Net, 1 210 parameters in 4 tensors".
  std::string architecture() const override;
  std::int64_t dimension() const override { return dimension_; }
  /// The module's own, whatever the seed.
  at::Tensor initial(std::uint64_t seed, const at::TensorOptions& options = at::kDouble) const override;
  using Model::scores;
  at::Tensor scores(ParameterBlocks& blocks, const at::Tensor& inputs) const override;
  at::Tensor losses(ParameterBlocks& blocks, const Examples& examples) const override;
  bool gives_scores() const override { return !module_.takes_labels(); }
  /// Forward may use any parameter at any time.
  bool blockwise() const override { return false; }
  /// Rows of parameters with two dimensions or more.
  std::vector<Filter> filters() const override;
  /// The parameters of each submodule.
  std::vector<Layer> layers() const override;
  std::int64_t activations() const override { return activations_; }

 private:
  /// What each model returns (of n examples) once `shaped` has made m × … × n of it.
  template <class Shaped>
  at::Tensor each_model(ParameterBlocks& blocks, const at::Tensor& inputs, const at::Tensor& labels,
                        Shaped shaped) const;
  at::Tensor as_taken(const at::Tensor& inputs) const;
  /// What errors of forward begin with: "FILE: forward ".
  std::string blamed() const;
  /// What is wrong with what the module makes of a few examples of this shape; empty where it is as it should be.
  std::string complaint(const Examples& few, const at::TensorOptions& options);
  /// Complains where losses are not finite at the module's own parameters, or others when they are asked for again.
  void check_losses(const Examples& few, const at::TensorOptions& options) const;
  void choose_shape(const ScriptParameters& parameters, const Split& split, const at::TensorOptions& options);

  ScriptModule module_;
  std::vector<std::int64_t> shape_{};  ///< of an example as the module takes it
  bool tokens_ = false;                ///< whether it takes whole numbers
  std::int64_t dimension_ = 0, classes_ = 0, activations_ = 1;
};

}  // namespace tiltscape
