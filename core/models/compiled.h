// A formula's script compiled by LibTorch: values of many points at once, first and second derivatives by autograd.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/csrc/jit/runtime/interpreter.h>

#include <string>
#include <vector>

namespace tiltscape {

/// Immutable and safe from any thread. Points are tensors of doubles, one a variable, all of one size.
class Compiled {
 public:
  explicit Compiled(const std::string& script);

  /// Nothing is kept for derivatives.
  at::Tensor values(std::vector<at::Tensor> points) const;

  struct Slopes {
    at::Tensor value;
    std::vector<at::Tensor> slopes;  ///< undefined where f does not depend on the variable
  };
  Slopes gradient(std::vector<at::Tensor> points) const;
  /// H v at every point for the v beside it; undefined where it is 0.
  std::vector<at::Tensor> hessian_times(std::vector<at::Tensor> points, const std::vector<at::Tensor>& v) const;

 private:
  at::Tensor run(const std::vector<at::Tensor>& points) const;

  torch::jit::Code code_;
};

}  // namespace tiltscape
