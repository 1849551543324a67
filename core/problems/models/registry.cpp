// The models' descriptions, without LibTorch, one line each; the list of every problem and the look-up over it.
#include "core/bad_input.h"
#include "core/problem.h"
#include "core/problems/models/cnn_parameters.h"
#include "core/problems/models/mlp_parameters.h"
#include "core/problems/models/transformer_parameters.h"

namespace tiltscape {
namespace {

/// What follows from a model's parameters alone.
template <class Parameters>
ProblemEntry entry_of(ProblemEntry entry) {
  entry.parameters = parameters_of<Parameters>();
  entry.model = true;
  entry.parameter_count = [](const Settings& settings) {
    const auto parameters = assigned<Parameters>(settings);
    const DataFacts facts = parameters.data.facts();
    return static_cast<Eigen::Index>(facts.known() ? parameters.count(facts) : 0);
  };
  entry.complete = [](Settings& settings) { assigned<Parameters>(settings).check(); };
  return entry;
}

constexpr const char* data_citation = "Data: UCI Machine Learning Repository, as in scikit-learn";

ProblemEntry mlp() {
  return entry_of<MlpParameters>(
      {.name = "mlp",
       .title = "Multilayer perceptron",
       .formula = "f = mean over examples of −log softmax(W₂ tanh(W₁ a + b₁) + b₂)[class]",
       .help =
           "A network of affine layers that learns handwritten digits, tables or points in the plane; f is its loss "
           "over the training set. Steps see a minibatch; the loss shown is over the whole training set.",
       .citation = data_citation});
}

ProblemEntry cnn() {
  return entry_of<CnnParameters>(
      {.name = "cnn",
       .title = "Convolutional network",
       .formula = "f = mean over images of −log softmax(W pool(relu(K₂ ∗ pool(relu(K₁ ∗ a)))) + b)[class]",
       .help = "A small convolutional network that learns handwritten digits. Steps see a minibatch; the loss shown is "
               "over the whole training set.",
       .citation = data_citation});
}

ProblemEntry transformer() {
  return entry_of<TransformerParameters>(
      {.name = "transformer",
       .title = "Transformer",
       .formula = "f = mean over sequences of −log softmax(W h + b)[class];  h ← h + V softmax(KᵀQ/√s),  "
                  "h ← h + W₂ gelu(W₁ h + b₁) + b₂  in each block",
       .help = "A small transformer that learns sums modulo p or texts of a file of yours: attention over the tokens "
               "and affine layers, each added to what it looked at. Steps see a minibatch; the loss shown is over the "
               "whole training set.",
       .citation = "Vaswani et al. 2017, arXiv 1706.03762; normalisation: Xiong et al. 2020, arXiv 2002.04745; sums: "
                   "Power et al. 2022, arXiv 2201.02177"});
}

}  // namespace

const std::vector<ProblemEntry>& model_entries() {
  static const std::vector<ProblemEntry> list = {mlp(), cnn(), transformer()};
  return list;
}

std::vector<const ProblemEntry*> all_problems() {
  std::vector<const ProblemEntry*> list;
  for (const ProblemEntry& entry : landscapes()) list.push_back(&entry);
  list.push_back(&expression_entry());
  for (const ProblemEntry& entry : model_entries()) list.push_back(&entry);
  return list;
}

const ProblemEntry& find_problem(std::string_view name) {
  std::vector<std::string> names;
  for (const ProblemEntry* entry : all_problems()) {
    if (entry->name == name) return *entry;
    names.push_back(entry->name);
  }
  throw BadInput(unknown("problem", name, names));
}

}  // namespace tiltscape
