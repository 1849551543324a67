// Losses of stacked models and their derivatives.
#include "core/models/evaluate.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "core/models/losses.h"
#include "core/models/torch_errors.h"

namespace tiltscape {
namespace {

/// Bytes that the activations of a chunk of models may take: on the CPU they stay near the processor, on a GPU they
/// fill it with work.
struct ChunkBytes {
  std::int64_t cpu, gpu;
};
constexpr ChunkBytes forward_bytes{1 << 21, std::int64_t{1} << 31}, hessian_bytes{1 << 23, 1 << 29};

/// Models in a chunk. Depends on sizes and device alone: so do the results.
std::int64_t chunk_of(const Model& model, const Examples& examples, const at::Tensor& stack, ChunkBytes most) {
  const std::int64_t bytes = stack.is_cpu() ? most.cpu : most.gpu;
  const std::int64_t per_model =
      (model.activations() * examples.size() + model.dimension()) * static_cast<std::int64_t>(stack.element_size());
  return std::max<std::int64_t>(1, bytes / per_model);
}

/// Examples that one model looks at together: as many as keep it near the processor. Of sizes alone, too.
std::int64_t part_of(const Model& model, const Examples& examples, const at::Tensor& stack) {
  const std::int64_t bytes = stack.is_cpu() ? forward_bytes.cpu : forward_bytes.gpu;
  const std::int64_t most = bytes / (model.activations() * static_cast<std::int64_t>(stack.element_size()));
  return std::min(examples.size(), std::max<std::int64_t>(32, most));
}

/// The loss of every model and example, m × n.
at::Tensor example_losses(const Model& model, const Examples& examples, const at::Tensor& stack) {
  StackedBlocks blocks(stack);
  return model.losses(blocks, examples);
}

at::Tensor mean_losses(const Model& model, const Examples& examples, const at::Tensor& stack) {
  return example_losses(model, examples, stack).mean(1);
}

/// ∂ of/∂ in, again differentiable where that is asked for. Zero where `of` is constant in steps or altogether, as a
/// user's module may be. LibTorch's complaints about it become a line.
at::Tensor slope(const at::Tensor& of, const at::Tensor& in, bool again = false) {
  if (!of.requires_grad()) return at::zeros_like(in);
  try {
    return torch::autograd::grad({of}, {in}, {}, again, again)[0];
  } catch (const c10::Error& error) {
    throw std::runtime_error("LibTorch cannot differentiate it: " + telling_line(error));
  }
}

}  // namespace

at::Tensor stack_losses(const Model& model, const Examples& examples, const at::Tensor& stack) {
  const c10::InferenceMode guard;
  const std::int64_t models = stack.size(0), chunk = chunk_of(model, examples, stack, forward_bytes);
  const std::int64_t all = examples.size(), part = part_of(model, examples, stack);
  at::Tensor losses = at::empty({models}, stack.options().dtype(at::kDouble));
  for (std::int64_t first = 0; first < models; first += chunk) {
    const at::Tensor some_models = stack.narrow(0, first, std::min(chunk, models - first));
    at::Tensor some = losses.narrow(0, first, some_models.size(0));
    if (part == all) {
      at::mean_out(some, example_losses(model, examples, some_models), 1, false, at::kDouble);
      continue;
    }
    some.zero_();
    for (std::int64_t from = 0; from < all; from += part) {
      const Examples few = examples.part(from, std::min(part, all - from));
      some.add_(example_losses(model, few, some_models).sum(1, false, at::kDouble));
    }
    some.div_(all);
  }
  return losses;
}

void stack_losses(const Model& model, const Examples& examples, const at::Tensor& stack, std::span<double> out) {
  const at::Tensor losses = stack_losses(model, examples, stack).cpu();
  std::copy_n(losses.const_data_ptr<double>(), losses.numel(), out.begin());
}

at::Tensor blocks_loss(const Model& model, const Examples& examples, ParameterBlocks& blocks) {
  const c10::InferenceMode guard;
  return model.losses(blocks, examples).mean(at::kDouble);
}

double loss_at(const Model& model, const Examples& examples, const at::Tensor& x) {
  double loss = 0;
  stack_losses(model, examples, x.unsqueeze(0), std::span(&loss, 1));
  return loss;
}

at::Tensor classes_at(const Model& model, const at::Tensor& inputs, const at::Tensor& x) {
  const c10::InferenceMode guard;
  return classes_of(model.loss(), model.scores(x.unsqueeze(0), inputs)).squeeze(0);
}

double accuracy_at(const Model& model, const Examples& examples, const at::Tensor& x) {
  if (!model.gives_scores()) return std::numeric_limits<double>::quiet_NaN();
  const c10::InferenceMode guard;
  return static_cast<double>(classes_at(model, examples.inputs, x).eq(examples.labels).sum().item<std::int64_t>()) /
         static_cast<double>(examples.size());
}

LossAndGradient gradient_at(const Model& model, const Examples& examples, const at::Tensor& x) {
  const c10::AutoGradMode with_gradient(true);
  const at::Tensor stack = x.detach().unsqueeze(0).requires_grad_();
  const at::Tensor loss = mean_losses(model, examples, stack).squeeze(0);
  return {loss.item<double>(), slope(loss, stack).squeeze(0)};
}

at::Tensor hessian_products(const Model& model, const Examples& examples, const at::Tensor& x, const at::Tensor& v) {
  const c10::AutoGradMode with_gradient(true);
  at::Tensor products = at::empty_like(v);
  const std::int64_t chunk = chunk_of(model, examples, v, hessian_bytes);
  for (std::int64_t first = 0; first < v.size(0); first += chunk) {
    const at::Tensor directions = v.narrow(0, first, std::min(chunk, v.size(0) - first));
    const at::Tensor stack =
        x.detach().expand(directions.sizes()).contiguous().requires_grad_();  // a copy of x a direction
    const at::Tensor total = mean_losses(model, examples, stack).sum();
    const at::Tensor along = slope(total, stack, true).mul(directions).sum();
    products.narrow(0, first, directions.size(0)).copy_(slope(along, stack));
  }
  return products;
}

void use_threads(int threads) {
  if (at::get_num_threads() != threads) at::set_num_threads(threads);
}

}  // namespace tiltscape
