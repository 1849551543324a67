// The models' descriptions, without LibTorch, one line each; the list of every problem and the look-up over it.
#include "core/bad_input.h"
#include "core/problem.h"
#include "core/problems/models/cnn_parameters.h"
#include "core/problems/models/feature_parameters.h"
#include "core/problems/models/mlp_parameters.h"
#include "core/problems/models/script_parameters.h"
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
       .formula = "f = mean over examples of loss(W φ(… φ(W₁ a + b₁) …) + b, class), φ the activation",
       .help =
           "A network of affine layers that learns handwritten digits, tables or points in the plane; f is its loss "
           "over the training set. Steps see a minibatch; the loss shown is over the whole training set.",
       .citation = data_citation});
}

ProblemEntry cnn() {
  return entry_of<CnnParameters>(
      {.name = "cnn",
       .title = "Convolutional network",
       .formula =
           "f = mean over images of loss(W h + b, class);  h ← pool(φ(K * h + b)) in each block, φ the activation",
       .help = "A small convolutional network that learns handwritten digits. Steps see a minibatch; the loss shown is "
               "over the whole training set.",
       .citation = data_citation});
}

ProblemEntry transformer() {
  return entry_of<TransformerParameters>(
      {.name = "transformer",
       .title = "Transformer",
       .formula = "f = mean over sequences of loss(W h + b, class);  h ← h + V softmax(KᵀQ/√s),  "
                  "h ← h + W₂ φ(W₁ h + b₁) + b₂  in each block, φ the activation",
       .help = "A small transformer that learns sums modulo p or texts of a file of yours: attention over the tokens "
               "and affine layers, each added to what it looked at. Steps see a minibatch; the loss shown is over the "
               "whole training set.",
       .citation = "Vaswani et al. 2017, arXiv 1706.03762; normalisation: Xiong et al. 2020, arXiv 2002.04745; sums: "
                   "Power et al. 2022, arXiv 2201.02177",
       .first_rates = {.zeroth_order = 0.005}});  // the noise of ZO's estimates grows with d, here 56 000
}

/// What the linear models on random features have in common.
ProblemEntry on_features(ProblemEntry entry) {
  entry.citation = "Zhang et al. 2025, Zeroth-Order Optimization Finds Flat Minima, section 5.1 (arXiv 2506.05454)";
  entry.quick_curvature = [](const Settings& settings) {
    return assigned<FeatureParameters>(settings).products != FeatureProducts::plain;
  };
  entry.first_rates = {.gradient = 1e-3, .zeroth_order = 5e-4};  // they begin at traces of thousands
  return entry_of<FeatureParameters>(std::move(entry));
}

ProblemEntry svm() {
  return on_features({.name = "svm",
                      .title = "Support vector machine",
                      .formula = "f = mean over examples of max(0, 1 − y(w₀ + φᵀw))²",
                      .help = "Squared hinge on 10 000 random features of a table with two classes, without "
                              "regularisation: far more weights than examples, so that many minima fit.",
                      .citation = {}});
}

ProblemEntry logistic() {
  return on_features({.name = "logistic",
                      .title = "Logistic regression",
                      .formula = "f = mean over examples of log(1 + exp(−y(w₀ + φᵀw)))",
                      .help = "Logistic regression on 10 000 random features of a table with two classes, without "
                              "regularisation. Where the classes can be separated, the trace also falls because the "
                              "weights grow.",
                      .citation = {}});
}

ProblemEntry torchscript() {
  return entry_of<ScriptParameters>(
      {.name = "torchscript",
       .title = "Your own model (TorchScript)",
       .formula = "f = mean over examples of loss(forward(a; x), class), x the module's parameters",
       .help = "A PyTorch model that torch.jit.script(model).save(FILE) wrote, in evaluation mode: no dropout, batch "
               "norm by its running statistics. What requires gradients is learned; every start, random ones too, is "
               "the file's own.",
       .citation = data_citation});
}

}  // namespace

const std::vector<ProblemEntry>& model_entries() {
  static const std::vector<ProblemEntry> list = {mlp(), cnn(), transformer(), svm(), logistic(), torchscript()};
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
