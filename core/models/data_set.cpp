// From a data set to what a run learns from.
#include "core/models/data_set.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/bad_input.h"
#include "core/models/file_set.h"
#include "core/models/generated_sets.h"
#include "core/models/tables.h"
#include "core/random.h"

namespace tiltscape {
namespace {

std::vector<std::int64_t> labels_of(const Examples& examples) {
  const auto* first = examples.labels.const_data_ptr<std::int64_t>();
  return {first, first + examples.size()};
}

Examples of_classes(const Examples& all, std::array<std::int64_t, 2> range) {
  std::vector<std::int64_t> kept;
  const auto labels = labels_of(all);
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] >= range[0] && labels[i] <= range[1]) kept.push_back(static_cast<std::int64_t>(i));
  return all.at(kept);
}

/// The first `each` examples of every class.
Examples of_each_class(const Examples& all, std::int64_t each, std::int64_t classes) {
  std::vector<std::int64_t> seen(static_cast<std::size_t>(classes)), kept;
  const auto labels = labels_of(all);
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (seen[static_cast<std::size_t>(labels[i])]++ < each) kept.push_back(static_cast<std::int64_t>(i));
  return all.at(kept);
}

/// Mean 0 and variance 1 of every feature of `train`; a constant one becomes 0.
void standardise(Split& split) {
  const at::Tensor mean = split.train.inputs.mean(0), scale = split.train.inputs.std(0, false);
  const at::Tensor factor = at::where(scale > 0, scale.reciprocal(), at::zeros_like(scale));
  for (Examples* some : {&split.train, &split.test}) some->inputs = (some->inputs - mean) * factor;
}

/// Training and test examples of the classes that are kept; `test_file` tests where there is one.
Split divided(const DataSet& set, const DataParameters& parameters, std::uint64_t seed) {
  const auto range = parameters.kept_classes(set.facts);
  const Examples all = of_classes(set.examples, range);
  const bool apart = set.test.inputs.defined();
  const std::int64_t most = apart ? all.size() : all.size() - 1;
  const std::int64_t train = parameters.train > 0 ? parameters.train : apart ? most : all.size() * 4 / 5;
  if (train == 0 || train > most)
    throw BadInput(fmt::format("train = {} leaves none of the {} examples of {} to test; write {} or less", train,
                               all.size(), parameters.called(), most));
  const auto indices = split_indices(all.size(), train, seed);
  const Examples test = apart ? of_classes(set.test, range) : all.at(indices.test);
  if (test.size() == 0) throw BadInput(fmt::format("classes: {} has none of them to test", parameters.test_file));
  Examples kept = all.at(indices.train);
  kept.places.reset();  // nobody asks where these are from, and every minibatch would carry them along
  return {.train = std::move(kept), .test = test, .truth = {}, .facts = set.facts};
}

}  // namespace

Examples Examples::at(const std::vector<std::int64_t>& indices) const {
  const at::Tensor here = at::from_blob(const_cast<std::int64_t*>(indices.data()), {std::ssize(indices)}, at::kLong);
  const at::Tensor index = here.to(labels.options());
  return {inputs.index_select(0, index), labels.index_select(0, index),
          places.defined() ? places.index_select(0, here) : at::Tensor()};
}

Examples Examples::to(const at::TensorOptions& options) const {
  return {inputs.to(options).contiguous(), labels.to(options.device()).contiguous(), places};
}

DataSet load(const DataParameters& parameters, std::uint64_t seed) {
  if (parameters.data == DataName::file) return file_set(parameters);
  const DataFacts facts = parameters.facts();
  if (parameters.data == DataName::modular_addition) return {.examples = sums(parameters.modulus), .facts = facts};
  return {.examples = facts.examples == 0 ? generated(parameters, seed) : table(parameters.data), .facts = facts};
}

SplitIndices split_indices(std::int64_t size, std::int64_t train, std::uint64_t seed) {
  const auto order = sample_without_replacement({.seed = seed, .purpose = Purpose::split}, size, size);
  const auto middle = order.begin() + train;
  return {{order.begin(), middle}, {middle, order.end()}};
}

Split prepare(const DataParameters& parameters, std::uint64_t seed, const at::TensorOptions& options) {
  parameters.check();
  Split split = divided(load(parameters, seed), parameters, seed);
  const std::int64_t classes = split.facts.classes;
  if (parameters.per_class > 0) split.train = of_each_class(split.train, parameters.per_class, classes);
  const bool standardised = parameters.standardise == Standardise::automatic
                                ? split.facts.standardise
                                : parameters.standardise == Standardise::yes;
  if (standardised && split.facts.tokens > 0)
    throw BadInput("standardise: features of this data set are tokens; write standardise = \"auto\"");
  if (standardised) standardise(split);
  split.facts.standardised = standardised;
  split.train = split.train.to(options);
  split.test = split.test.to(options);
  split.truth = split.train.labels;
  if (parameters.label_noise > 0) {
    at::Tensor spoilt = split.truth.cpu().clone();
    spoil(spoilt, parameters.label_noise, classes, seed);
    split.train.labels = spoilt.to(options.device());
  }
  return split;
}

std::vector<std::int64_t> label_numbers(const at::Tensor& labels) {
  const at::Tensor here = labels.cpu().contiguous();
  return {here.const_data_ptr<std::int64_t>(), here.const_data_ptr<std::int64_t>() + here.numel()};
}

void spoil(at::Tensor& labels, double share, std::int64_t classes, std::uint64_t seed) {
  auto* label = labels.data_ptr<std::int64_t>();
  const auto n = static_cast<std::size_t>(labels.numel());
  std::vector<double> draws(2 * n);  // whether, and to which
  fill_uniform({.seed = seed, .purpose = Purpose::label_noise}, draws);
  for (std::size_t i = 0; i < n; ++i)
    if (draws[2 * i] < share)
      label[i] =
          (label[i] + 1 + static_cast<std::int64_t>(draws[2 * i + 1] * static_cast<double>(classes - 1))) % classes;
}

}  // namespace tiltscape
