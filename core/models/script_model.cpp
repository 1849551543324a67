// Blocks of parameters become the module's tensors, and what it returns becomes scores or losses.
#include "core/models/script_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdexcept>

namespace tiltscape {
namespace {

std::string shown(const std::vector<std::int64_t>& shape) { return fmt::format("{}", fmt::join(shape, " × ")); }

/// Scores (outputs × n) from n × outputs, or from n of a lone output.
at::Tensor as_scores(const at::Tensor& returned, std::int64_t n) {
  const at::Tensor rows = returned.dim() == 1 ? returned.unsqueeze(1) : returned;
  if (rows.dim() != 2 || rows.size(0) != n)
    throw std::runtime_error(fmt::format("returns a tensor {} for {} examples; scores are examples × outputs",
                                         returned.dim() == 0 ? "without dimensions" : shown(returned.sizes().vec()),
                                         n));
  return rows.t();
}

/// Losses of n examples from a mean loss, or from themselves.
at::Tensor as_losses(const at::Tensor& returned, std::int64_t n) {
  if (returned.numel() == 1) return returned.reshape({1}).expand({n});
  if (returned.dim() != 1 || returned.size(0) != n)
    throw std::runtime_error(
        fmt::format("takes labels and returns a tensor {}; it must be a loss: a number, or one for "
                    "each example",
                    shown(returned.sizes().vec())));
  return returned;
}

}  // namespace

ScriptModel::ScriptModel(const ScriptParameters& parameters, const Split& split, const at::TensorOptions& options)
    : Model(parameters.loss), module_(parameters.module, options), classes_(split.facts.classes) {
  for (const auto& [name, tensor] : module_.parameters()) dimension_ += tensor.numel();
  choose_shape(parameters, split, options);
}

std::string ScriptModel::blamed() const { return module_.file() + ": forward "; }

std::string ScriptModel::architecture() const {
  const std::size_t tensors = module_.parameters().size();
  return fmt::format("{}, {} parameters in {} tensor{}", module_.class_name(), dimension_, tensors,
                     tensors == 1 ? "" : "s");
}

at::Tensor ScriptModel::initial(std::uint64_t, const at::TensorOptions& options) const {
  std::vector<at::Tensor> flat;
  for (const auto& [name, tensor] : module_.parameters()) flat.push_back(tensor.reshape({-1}).to(options));
  return at::cat(flat);
}

at::Tensor ScriptModel::as_taken(const at::Tensor& inputs) const {
  std::vector<std::int64_t> sizes{inputs.size(0)};
  sizes.insert(sizes.end(), shape_.begin(), shape_.end());
  const at::Tensor taken = inputs.view(sizes);
  return tokens_ ? taken.to(at::kLong) : taken;
}

template <class Shaped>
at::Tensor ScriptModel::each_model(ParameterBlocks& blocks, const at::Tensor& inputs, const at::Tensor& labels,
                                   Shaped shaped) const {
  const std::int64_t models = blocks.models();
  std::vector<at::Tensor> stacks;  // models × the shape of a parameter
  for (const auto& [name, tensor] : module_.parameters()) {
    std::vector<std::int64_t> sizes{models};
    sizes.insert(sizes.end(), tensor.sizes().begin(), tensor.sizes().end());
    stacks.push_back(blocks.next(tensor.numel()).view(sizes));
  }
  const at::Tensor taken = as_taken(inputs);
  std::vector<at::Tensor> results, parameters(stacks.size());
  for (std::int64_t model = 0; model < models; ++model) try {
      for (std::size_t i = 0; i < stacks.size(); ++i) parameters[i] = stacks[i].select(0, model);
      results.push_back(
          shaped(module_.forward(parameters, taken, labels), inputs.size(0)).to(parameters.front().scalar_type()));
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(blamed() + error.what());
    }
  return at::stack(results);
}

at::Tensor ScriptModel::scores(ParameterBlocks& blocks, const at::Tensor& inputs) const {
  if (!gives_scores()) throw std::logic_error("a module that gives losses has no scores");
  return each_model(blocks, inputs, {}, as_scores);
}

at::Tensor ScriptModel::losses(ParameterBlocks& blocks, const Examples& examples) const {
  if (gives_scores()) return Model::losses(blocks, examples);
  return each_model(blocks, examples.inputs, examples.labels, as_losses);
}

std::vector<Filter> ScriptModel::filters() const {
  std::vector<Filter> filters;
  Eigen::Index at = 0;
  for (const auto& [name, tensor] : module_.parameters()) {
    const std::int64_t rows = tensor.dim() >= 2 ? tensor.size(0) : 0;
    for (std::int64_t row = 0; row < rows; ++row)
      filters.push_back({at + row * (tensor.numel() / rows), tensor.numel() / rows});
    at += tensor.numel();
  }
  return filters;
}

std::vector<Layer> ScriptModel::layers() const {
  std::vector<Layer> layers;
  Eigen::Index at = 0;
  for (const auto& [name, tensor] : module_.parameters()) {
    const auto dot = name.rfind('.');
    const std::string owner = dot == std::string::npos ? name : name.substr(0, dot);
    if (layers.empty() || layers.back().name != owner) layers.push_back({owner, at, 0});
    layers.back().size += tensor.numel();
    at += tensor.numel();
  }
  return layers;
}

}  // namespace tiltscape
