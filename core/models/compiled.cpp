// The script runs in TorchScript's interpreter, without the executor around it: that one profiles the first calls and
// then compiles anew, by settings that the whole process shares. This way every call is the same operations.
#include "core/models/compiled.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/jit.h>

#include <utility>

#include "core/bad_input.h"

namespace tiltscape {
namespace {

torch::jit::Code compiled(const std::string& script) {
  try {
    const auto unit = torch::jit::compile(script);
    return torch::jit::Code(torch::jit::toGraphFunction(unit->get_function("f")).graph(), "f");
  } catch (const c10::Error& error) {
    throw BadInput(std::string("formula: LibTorch does not compile it: ") + error.what_without_backtrace() +
                   "; write it in another way");
  }
}

void follow(std::vector<at::Tensor>& points) {
  for (at::Tensor& point : points) point.requires_grad_();
}

/// Sums over points need not be formed: each depends on its own coordinates alone.
std::vector<at::Tensor> slopes_of(const at::Tensor& value, const std::vector<at::Tensor>& points, bool again) {
  if (!value.requires_grad()) return std::vector<at::Tensor>(points.size());
  auto slopes = torch::autograd::grad({value}, points, {at::ones_like(value)}, again, again, true);
  for (at::Tensor& slope : slopes)
    if (slope.defined() && slope._is_zerotensor()) slope.reset();  // x⁰, say: a zero without numbers to read
  return slopes;
}

}  // namespace

Compiled::Compiled(const std::string& script) : code_(compiled(script)) {}

at::Tensor Compiled::run(const std::vector<at::Tensor>& points) const {
  torch::jit::Stack stack(points.begin(), points.end());
  torch::jit::InterpreterState(code_).run(stack);
  return std::move(stack.back()).toTensor();
}

at::Tensor Compiled::values(std::vector<at::Tensor> points) const {
  const c10::InferenceMode no_derivatives;
  return run(points);
}

Compiled::Slopes Compiled::gradient(std::vector<at::Tensor> points) const {
  const at::AutoGradMode derivatives(true);
  follow(points);
  const at::Tensor value = run(points);
  return {value.detach(), slopes_of(value, points, false)};
}

std::vector<at::Tensor> Compiled::hessian_times(std::vector<at::Tensor> points,
                                                const std::vector<at::Tensor>& v) const {
  const at::AutoGradMode derivatives(true);
  follow(points);
  const auto slopes = slopes_of(run(points), points, true);
  at::Tensor along;
  for (std::size_t i = 0; i < slopes.size(); ++i) {
    if (!slopes[i].defined()) continue;
    const at::Tensor term = slopes[i] * v[i];
    along = along.defined() ? along + term : term;
  }
  return along.defined() ? slopes_of(along, points, false) : std::vector<at::Tensor>(points.size());
}

}  // namespace tiltscape
