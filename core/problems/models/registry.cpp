// The models' descriptions, without LibTorch, and the look-up over every problem. One line each.
#include "core/bad_input.h"
#include "core/problem.h"
#include "core/problems/models/cnn_parameters.h"
#include "core/problems/models/mlp_parameters.h"

namespace tiltscape {
namespace {

/// What follows from a model's parameters alone.
template <class Parameters>
ProblemEntry entry_of(ProblemEntry entry) {
  entry.parameters = parameters_of<Parameters>();
  entry.model = true;
  entry.parameter_count = [](const Settings& settings) {
    return static_cast<Eigen::Index>(assigned<Parameters>(settings).count());
  };
  entry.check = [](const Settings& settings) { assigned<Parameters>(settings).check(); };
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

}  // namespace

const std::vector<ProblemEntry>& model_entries() {
  static const std::vector<ProblemEntry> list = {mlp(), cnn()};
  return list;
}

const ProblemEntry& find_problem(std::string_view name) {
  std::vector<std::string> names;
  for (const auto* list : {&landscapes(), &model_entries()}) {
    for (const auto& entry : *list) {
      if (entry.name == name) return entry;
      names.push_back(entry.name);
    }
  }
  throw BadInput(unknown("problem", name, names));
}

}  // namespace tiltscape
