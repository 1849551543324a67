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
constexpr ChunkBytes forward_bytes{1 << 21, std::int64_t{1} << 31}, hessian_bytes{1 << 23, 1 << 29},
    derivative_bytes{1 << 28, std::int64_t{1} << 31};

/// Models in a chunk. Depends on sizes and device alone: so do the results.
std::int64_t chunk_of(const Model& model, const Examples& examples, const at::Tensor& stack, ChunkBytes most) {
  const std::int64_t bytes = stack.is_cpu() ? most.cpu : most.gpu;
  const std::int64_t per_model =
      (model.activations() * examples.size() + model.dimension()) * static_cast<std::int64_t>(stack.element_size());
  return std::max<std::int64_t>(1, bytes / per_model);
}

/// Examples that one model looks at together: as many as keep it near the processor. Of sizes alone, too.
std::int64_t part_of(const Model& model, std::int64_t examples, const at::Tensor& stack, ChunkBytes most) {
  const std::int64_t bytes = stack.is_cpu() ? most.cpu : most.gpu;
  const std::int64_t fit = bytes / (model.activations() * static_cast<std::int64_t>(stack.element_size()));
  return std::min(examples, std::max<std::int64_t>(32, fit));
}

/// Blocks of a stack, each of which losses are differentiated by: differentiating by the stack itself would add up a
/// tensor as large as all of it for every block.
class LeafBlocks final : public ParameterBlocks {
 public:
  explicit LeafBlocks(at::Tensor stack) : stack_(std::move(stack)) {}
  std::int64_t models() const override { return stack_.size(0); }
  at::Tensor next(std::int64_t size) override {
    leaves_.push_back(stack_.narrow(1, at_, size).detach().requires_grad_());
    at_ += size;
    return leaves_.back();
  }
  const std::vector<at::Tensor>& leaves() const { return leaves_; }

 private:
  at::Tensor stack_;
  std::vector<at::Tensor> leaves_;
  std::int64_t at_ = 0;
};

/// The shares of the mean loss of each model (m) that parts of the examples have, one after another, with the blocks
/// they depend on: as many examples as derivatives may keep numbers of.
template <class Visit>
void for_parts(const Model& model, const Examples& examples, const at::Tensor& stack, Visit visit) {
  const std::int64_t all = examples.size(), part = part_of(model, all, stack, derivative_bytes);
  for (std::int64_t from = 0; from < all; from += part) {
    const Examples few = examples.part(from, std::min(part, all - from));
    LeafBlocks blocks(stack);
    const at::Tensor mean = model.losses(blocks, few).mean(1);
    if (!mean.requires_grad())
      throw NotDifferentiable(
          "nothing leads from the loss back to the parameters, so that it has no gradient; a zeroth-order method, "
          "without measures of the Hessian, needs none");
    visit(part == all ? mean : mean * (static_cast<double>(few.size()) / static_cast<double>(all)), blocks.leaves());
  }
}

/// ∂ of/∂ each block, again differentiable where that is asked for. Zero where `of` is constant in steps or altogether,
/// as a user's module may be. LibTorch's complaints about it become a line.
std::vector<at::Tensor> slopes(const at::Tensor& of, const std::vector<at::Tensor>& blocks, bool again = false) {
  std::vector<at::Tensor> slopes(blocks.size());
  if (of.requires_grad()) try {
      slopes = torch::autograd::grad({of}, blocks, {}, again, again, true);
    } catch (const c10::Error& error) {
      throw NotDifferentiable("LibTorch cannot differentiate it: " + telling_line(error));
    }
  for (std::size_t i = 0; i < blocks.size(); ++i)
    if (!slopes[i].defined()) slopes[i] = at::zeros_like(blocks[i]);
  return slopes;
}

}  // namespace

at::Tensor stack_losses(const Model& model, const Examples& examples, const at::Tensor& stack) {
  const c10::InferenceMode guard;
  const std::int64_t models = stack.size(0), chunk = chunk_of(model, examples, stack, forward_bytes);
  const std::int64_t all = examples.size(), part = part_of(model, all, stack, forward_bytes);
  at::Tensor losses = at::empty({models}, stack.options().dtype(at::kDouble));
  for (std::int64_t first = 0; first < models; first += chunk) {
    const at::Tensor some_models = stack.narrow(0, first, std::min(chunk, models - first));
    at::Tensor some = losses.narrow(0, first, some_models.size(0));
    if (part == all) {
      StackedBlocks blocks(some_models);
      at::mean_out(some, model.losses(blocks, examples), 1, false, at::kDouble);
      continue;
    }
    some.zero_();
    for (std::int64_t from = 0; from < all; from += part) {
      const Examples few = examples.part(from, std::min(part, all - from));
      StackedBlocks blocks(some_models);
      some.add_(model.losses(blocks, few).sum(1, false, at::kDouble));
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

at::Tensor scores_at(const Model& model, const at::Tensor& inputs, const at::Tensor& x) {
  const c10::InferenceMode guard;
  const at::Tensor stack = x.unsqueeze(0);
  std::vector<at::Tensor> parts;
  const std::int64_t all = inputs.size(0), part = part_of(model, all, stack, forward_bytes);
  for (std::int64_t from = 0; from < all; from += part)
    parts.push_back(model.scores(stack, inputs.narrow(0, from, std::min(part, all - from))).squeeze(0));
  return at::cat(parts, 1);
}

at::Tensor classes_at(const Model& model, const at::Tensor& inputs, const at::Tensor& x) {
  const c10::InferenceMode guard;
  return classes_of(model.loss(), scores_at(model, inputs, x).unsqueeze(0)).squeeze(0);
}

double accuracy_at(const Model& model, const Examples& examples, const at::Tensor& x) {
  if (!model.gives_scores()) return std::numeric_limits<double>::quiet_NaN();
  const c10::InferenceMode guard;
  return static_cast<double>(classes_at(model, examples.inputs, x).eq(examples.labels).sum().item<std::int64_t>()) /
         static_cast<double>(examples.size());
}

LossAndGradient gradient_at(const Model& model, const Examples& examples, const at::Tensor& x) {
  const c10::AutoGradMode with_gradient(true);
  LossAndGradient result;
  for_parts(model, examples, x.detach().unsqueeze(0), [&](const at::Tensor& losses, const auto& blocks) {
    const at::Tensor gradient = at::cat(slopes(losses.squeeze(0), blocks), 1).squeeze(0);
    result.loss += losses.item<double>();
    result.gradient = result.gradient.defined() ? result.gradient.add_(gradient) : gradient;
  });
  return result;
}

at::Tensor hessian_products(const Model& model, const Examples& examples, const at::Tensor& x, const at::Tensor& v) {
  const c10::AutoGradMode with_gradient(true);
  at::Tensor products = at::zeros_like(v);
  const std::int64_t chunk = chunk_of(model, examples, v, hessian_bytes);
  for (std::int64_t first = 0; first < v.size(0); first += chunk) {
    const at::Tensor directions = v.narrow(0, first, std::min(chunk, v.size(0) - first));
    at::Tensor some = products.narrow(0, first, directions.size(0));
    const at::Tensor stack = x.detach().expand(directions.sizes());  // a model a direction
    for_parts(model, examples, stack, [&](const at::Tensor& losses, const auto& blocks) {
      const at::Tensor along = at::cat(slopes(losses.sum(), blocks, true), 1).mul(directions).sum();
      some.add_(at::cat(slopes(along, blocks), 1));
    });
  }
  return products;
}

void use_threads(int threads) {
  if (at::get_num_threads() != threads) at::set_num_threads(threads);
}

}  // namespace tiltscape
